-- Lines of the notes referred to, and of the advance billings that deliveries found without referring.
-- Those that are like a sale are what a return can take back.
SELECT i.document, t.key, i.line, i.party, i.day, i.class, i.product, i.ncm, i.revenue_cents, i.billed_cents,
    i.quantity, i.cost_cents,
    CASE WHEN i.billed_cents = 0 AND i.class <> 'complement' THEN 0
        ELSE i.icms_cents + i.fcp_cents + i.iss_cents + i.pis_cents + i.cofins_cents
    END AS taxes_cents,
    i.class IN ('sale', 'advance_billing', 'delivery_of_advance_billing', 'coupon_duplicate', 'complement') AS is_sale
FROM items i
JOIN (
    SELECT target AS document, target_key AS key FROM links
    UNION
    SELECT c.document, c.key FROM conditional c JOIN covered_deliveries b ON b.billing = c.document
) t ON t.document = i.document
