-- Every line given away by the date, at what it would be worth: never revenue nor a purchase day. A
-- coupon's line is its later note's buyer's.
SELECT i.party, i.day, i.document, 'bonus' AS kind, i.product, i.revenue_cents
FROM items i
LEFT ANTI JOIN set_aside s ON s.document = i.document
WHERE i.class = 'bonus' AND i.day <= $as_of
UNION ALL
SELECT coalesce(b.buyer, t.party) AS party, t.day, t.document, 'bonus' AS kind, t.product, t.revenue_cents
FROM target_items t
LEFT JOIN coupon_buyers b ON b.coupon = t.document AND b.place = 1
LEFT JOIN wholly_returned w ON w.document = t.document
WHERE t.class = 'bonus' AND (b.coupon IS NOT NULL OR w.document IS NOT NULL)
