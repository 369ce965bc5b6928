-- What the lines that depend on others come to.
SELECT coalesce(r.party, t.party) AS party, r.day, r.document, 'return' AS kind, false AS is_purchase, r.product, r.ncm,
    -r.revenue_cents AS revenue_cents, -r.billed_cents AS billed_cents,
    r.taxes_cents - r.revenue_cents AS net_revenue_cents, r.quantity, r.cost_cents
FROM return_lines r
LEFT JOIN (
    SELECT l.document, CASE WHEN count(DISTINCT coalesce(b.buyer, l.target_party)) = 1
        THEN max(coalesce(b.buyer, l.target_party)) END AS party
    FROM links l
    LEFT JOIN coupon_buyers b ON b.coupon = l.target AND b.place = 1
    GROUP BY l.document
) t ON t.document = r.document
UNION ALL
-- A delivery of what was billed in advance adds only the tax collected on it; any other is a sale.
SELECT c.party, c.day, c.document, CASE WHEN b.document IS NULL THEN 'sale' ELSE 'delivery' END AS kind,
    b.document IS NULL AND w.document IS NULL AS is_purchase, c.product, c.ncm,
    CASE WHEN b.document IS NULL THEN c.revenue_cents ELSE 0 END AS revenue_cents,
    CASE WHEN b.document IS NULL THEN c.billed_cents ELSE c.icms_st_cents END AS billed_cents,
    CASE WHEN b.document IS NULL THEN c.revenue_cents - c.taxes_cents ELSE 0 END AS net_revenue_cents, c.quantity,
    c.cost_cents
FROM conditional c
LEFT JOIN (SELECT DISTINCT document, line FROM covered_deliveries) b ON b.document = c.document AND b.line = c.line
LEFT JOIN wholly_returned w ON w.document = c.document
WHERE c.class = 'delivery_of_advance_billing'
UNION ALL
-- A note for a coupon that is not in the base counts once, in its place.
SELECT c.party, c.day, c.document, 'sale' AS kind, w.document IS NULL AS is_purchase, c.product, c.ncm,
    c.revenue_cents, c.billed_cents, c.revenue_cents - c.taxes_cents AS net_revenue_cents, c.quantity, c.cost_cents
FROM conditional c
LEFT ANTI JOIN coupon_buyers b ON b.note = c.document
LEFT JOIN wholly_returned w ON w.document = c.document
WHERE c.class = 'coupon_duplicate'
UNION ALL
-- Notes that came back whole, and coupons that found their buyer.
SELECT coalesce(b.buyer, t.party) AS party, t.day, t.document,
    CASE t.class WHEN 'complement' THEN 'complement' WHEN 'price_reduction' THEN 'reduction' ELSE 'sale' END AS kind,
    t.class IN ('sale', 'advance_billing') AND w.document IS NULL AS is_purchase, t.product, t.ncm,
    CASE t.class WHEN 'price_reduction' THEN -t.revenue_cents ELSE t.revenue_cents END AS revenue_cents,
    CASE t.class WHEN 'price_reduction' THEN -t.billed_cents ELSE t.billed_cents END AS billed_cents,
    CASE t.class
        WHEN 'price_reduction' THEN t.taxes_cents - t.revenue_cents
        ELSE t.revenue_cents - t.taxes_cents
    END AS net_revenue_cents,
    t.quantity, t.cost_cents
FROM target_items t
LEFT JOIN coupon_buyers b ON b.coupon = t.document AND b.place = 1
LEFT JOIN wholly_returned w ON w.document = t.document
WHERE t.class IN ('sale', 'advance_billing', 'complement', 'price_reduction')
    AND (b.coupon IS NOT NULL OR w.document IS NOT NULL)
