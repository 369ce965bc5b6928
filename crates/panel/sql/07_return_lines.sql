-- Whether a returned line takes revenue back: it is of the class of the line it refers to, found as
-- near as the reference allows (the line itself; lines of the same product; all lines of the notes).
-- Where these disagree, or nothing is found, its own CFOP decides.
WITH candidates AS (
    SELECT c.document, c.line, t.is_sale,
        CASE WHEN l.target_line IS NOT NULL THEN 1 WHEN t.product = c.product THEN 2 ELSE 3 END AS distance
    FROM conditional c
    JOIN links l ON l.document = c.document
    JOIN target_items t ON t.document = l.target
    WHERE c.class IN ('return', 'other_return')
        AND (l.line IS NULL OR l.line = c.line)
        AND (l.target_line IS NULL OR l.target_line = t.line)
),
nearest AS (
    SELECT document, line, min(distance) AS distance
    FROM candidates
    GROUP BY document, line
),
found AS (
    SELECT c.document, c.line, bool_and(c.is_sale) AS all_sales, bool_or(c.is_sale) AS any_sales
    FROM candidates c
    JOIN nearest n ON n.document = c.document AND n.line = c.line AND n.distance = c.distance
    GROUP BY c.document, c.line
)
SELECT c.document, c.line, c.party, c.day, c.product, c.ncm, c.revenue_cents, c.billed_cents, c.taxes_cents,
    c.quantity, c.cost_cents
FROM conditional c
LEFT JOIN found f ON f.document = c.document AND f.line = c.line
WHERE c.class IN ('return', 'other_return')
    AND CASE
        WHEN f.all_sales THEN true
        WHEN NOT f.any_sales THEN false
        ELSE c.class = 'return'
    END
