-- Every line that moves revenue by the date, with its sign: the whole panel adds up these. Net revenue
-- is without the taxes within the price (ICMS with its FCP, ISS, PIS, COFINS); a line outside the
-- note's total takes none of them away.
SELECT party, day, document, kind, is_purchase, product, ncm, revenue_cents, billed_cents,
    CASE kind WHEN 'reduction' THEN revenue_cents + taxes_cents ELSE revenue_cents - taxes_cents END AS net_revenue_cents,
    quantity, cost_cents
FROM (
    SELECT i.party, i.day, i.document,
        CASE i.class WHEN 'complement' THEN 'complement' WHEN 'price_reduction' THEN 'reduction' ELSE 'sale' END AS kind,
        i.class IN ('sale', 'advance_billing') AS is_purchase, i.product, i.ncm,
        CASE i.class WHEN 'price_reduction' THEN -i.revenue_cents ELSE i.revenue_cents END AS revenue_cents,
        CASE i.class WHEN 'price_reduction' THEN -i.billed_cents ELSE i.billed_cents END AS billed_cents,
        CASE WHEN i.billed_cents = 0 AND i.class <> 'complement' THEN 0
            ELSE i.icms_cents + i.fcp_cents + i.iss_cents + i.pis_cents + i.cofins_cents
        END AS taxes_cents,
        i.quantity, i.cost_cents
    FROM items i
    LEFT ANTI JOIN set_aside s ON s.document = i.document
    WHERE i.class IN ('sale', 'advance_billing', 'complement', 'price_reduction') AND i.day <= $as_of
)
UNION ALL
SELECT party, day, document, kind, is_purchase, product, ncm, revenue_cents, billed_cents, net_revenue_cents,
    quantity, cost_cents
FROM special_movements
