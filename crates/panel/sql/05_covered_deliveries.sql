-- Deliveries of what was billed in advance: by reference to a live advance billing, else, where the
-- delivery refers to nothing, by customer and product.
SELECT c.document, c.line, b.document AS billing
FROM conditional c
JOIN links l ON l.document = c.document AND (l.line IS NULL OR l.line = c.line)
JOIN conditional b ON b.document = l.target
WHERE c.class = 'delivery_of_advance_billing' AND b.class = 'advance_billing'
UNION
SELECT c.document, c.line, b.document AS billing
FROM conditional c
LEFT ANTI JOIN document_references r ON r.document = c.document
JOIN conditional b ON (b.party >> $branch_bits) = (c.party >> $branch_bits) AND b.product = c.product
WHERE c.class = 'delivery_of_advance_billing' AND b.class = 'advance_billing' AND b.day <= c.day
