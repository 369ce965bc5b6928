-- Lines whose meaning depends on other documents, and the advance billings that deliveries look for.
SELECT i.document, d.key, i.line, i.party, i.day, i.class, i.product, i.ncm, i.revenue_cents, i.billed_cents,
    i.icms_st_cents, i.quantity, i.cost_cents,
    CASE WHEN i.billed_cents = 0 THEN 0
        ELSE i.icms_cents + i.fcp_cents + i.iss_cents + i.pis_cents + i.cofins_cents
    END AS taxes_cents
FROM items i
JOIN documents d ON d.document = i.document
LEFT ANTI JOIN excluded x ON x.document = i.document
WHERE i.class IN ('return', 'other_return', 'delivery_of_advance_billing', 'coupon_duplicate', 'advance_billing')
    AND i.day <= $as_of
