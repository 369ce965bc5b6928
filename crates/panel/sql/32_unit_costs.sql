-- What one unit of each product costs, by the list brought last that says it.
SELECT product, cost_cents
FROM (
    SELECT product, cost_cents, row_number() OVER (PARTITION BY product ORDER BY batch DESC, cost_cents DESC) AS place
    FROM (
        SELECT CAST(product AS VARCHAR) AS product, cost_cents, document >> 32 AS batch
        FROM products
        WHERE cost_cents IS NOT NULL
    )
)
WHERE place = 1
