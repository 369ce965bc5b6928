-- Lines of the notes referred to. Those that are like a sale are what a return can take back.
SELECT i.document, i.line, i.party, i.day, i.class, i.product, i.revenue_cents, i.billed_cents,
    i.class IN ('sale', 'advance_billing', 'delivery_of_advance_billing', 'coupon_duplicate', 'complement') AS is_sale
FROM items i
LEFT SEMI JOIN links l ON l.target = i.document
