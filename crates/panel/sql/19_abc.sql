-- The ABC curve: customers with positive revenue in 12 months, descending, ties by key. A customer's
-- class depends on the share cumulated before it.
SELECT customer, abc_position, ranked_before_cents, ranked_total_cents,
    CAST(revenue_12m_cents AS DOUBLE) / CAST(ranked_total_cents AS DOUBLE) AS revenue_share,
    CAST(ranked_before_cents + revenue_12m_cents AS DOUBLE) / CAST(ranked_total_cents AS DOUBLE) AS cumulative_share,
    CASE
        WHEN CAST(ranked_before_cents AS DECIMAL(28, 0)) * 100
            < CAST(ranked_total_cents AS DECIMAL(28, 0)) * $abc_a_percent THEN 'A'
        WHEN CAST(ranked_before_cents AS DECIMAL(28, 0)) * 100
            < CAST(ranked_total_cents AS DECIMAL(28, 0)) * $abc_b_percent THEN 'B'
        ELSE 'C'
    END AS abc
FROM (
    SELECT customer, revenue_12m_cents,
        row_number() OVER curve AS abc_position,
        sum(revenue_12m_cents) OVER curve - revenue_12m_cents AS ranked_before_cents,
        sum(revenue_12m_cents) OVER () AS ranked_total_cents
    FROM customers
    WHERE customer IS NOT NULL AND customer_kind <> 'consumer' AND revenue_12m_cents > 0
    WINDOW curve AS (ORDER BY revenue_12m_cents DESC, customer ROWS UNBOUNDED PRECEDING)
)
