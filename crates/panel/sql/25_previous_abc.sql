-- The ABC curve of twelve months ago: the same over the twelve months before these.
SELECT customer, previous_position, previous_before_cents, previous_total_cents,
    CASE
        WHEN CAST(previous_before_cents AS DECIMAL(28, 0)) * 100
            < CAST(previous_total_cents AS DECIMAL(28, 0)) * $abc_a_percent THEN 'A'
        WHEN CAST(previous_before_cents AS DECIMAL(28, 0)) * 100
            < CAST(previous_total_cents AS DECIMAL(28, 0)) * $abc_b_percent THEN 'B'
        ELSE 'C'
    END AS abc_previous
FROM (
    SELECT customer,
        row_number() OVER curve AS previous_position,
        sum(revenue_prev_12m_cents) OVER curve - revenue_prev_12m_cents AS previous_before_cents,
        sum(revenue_prev_12m_cents) OVER () AS previous_total_cents
    FROM customers
    WHERE customer IS NOT NULL AND customer_kind <> 'consumer' AND revenue_prev_12m_cents > 0
    WINDOW curve AS (ORDER BY revenue_prev_12m_cents DESC, customer ROWS UNBOUNDED PRECEDING)
)
