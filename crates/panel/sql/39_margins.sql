-- What is left of each customer's revenue of 12 months without the cost of its goods; nothing is known where
-- one cost is missing.
SELECT customer, cost_12m_cents, uncosted_lines_12m,
    CASE WHEN uncosted_lines_12m = 0 THEN revenue_12m_cents - cost_12m_cents END AS margin_12m_cents
FROM (
    SELECT c.customer, c.revenue_12m_cents, coalesce(l.cost_12m_cents, 0) AS cost_12m_cents,
        coalesce(l.uncosted_lines_12m, k.goods_lines_12m, 0) AS uncosted_lines_12m
    FROM customers c
    LEFT JOIN baskets k ON k.number = c.number
    LEFT JOIN line_costs l ON l.number = c.number
    WHERE c.customer IS NOT NULL
)
