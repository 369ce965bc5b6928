-- Every line that moves revenue by the date, with its sign: the whole panel adds up these.
SELECT i.party, i.day, i.document,
    CASE i.class WHEN 'complement' THEN 'complement' WHEN 'price_reduction' THEN 'reduction' ELSE 'sale' END AS kind,
    i.class IN ('sale', 'advance_billing') AS is_purchase,
    CASE i.class WHEN 'price_reduction' THEN -i.revenue_cents ELSE i.revenue_cents END AS revenue_cents,
    CASE i.class WHEN 'price_reduction' THEN -i.billed_cents ELSE i.billed_cents END AS billed_cents
FROM items i
LEFT ANTI JOIN set_aside s ON s.document = i.document
WHERE i.class IN ('sale', 'advance_billing', 'complement', 'price_reduction') AND i.day <= $as_of
UNION ALL
SELECT party, day, document, kind, is_purchase, revenue_cents, billed_cents
FROM special_movements
