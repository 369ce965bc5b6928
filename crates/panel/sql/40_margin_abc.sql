-- The ABC curve over margin: the same rules over margin in place of revenue.
SELECT customer, margin_position, margin_before_cents, margin_total_cents,
    CASE
        WHEN CAST(margin_before_cents AS DECIMAL(28, 0)) * 100
            < CAST(margin_total_cents AS DECIMAL(28, 0)) * $abc_a_percent THEN 'A'
        WHEN CAST(margin_before_cents AS DECIMAL(28, 0)) * 100
            < CAST(margin_total_cents AS DECIMAL(28, 0)) * $abc_b_percent THEN 'B'
        ELSE 'C'
    END AS abc_margin
FROM (
    SELECT m.customer,
        row_number() OVER curve AS margin_position,
        sum(m.margin_12m_cents) OVER curve - m.margin_12m_cents AS margin_before_cents,
        sum(m.margin_12m_cents) OVER () AS margin_total_cents
    FROM margins m
    JOIN customers c ON c.customer = m.customer
    WHERE c.customer_kind <> 'consumer' AND m.margin_12m_cents > 0
    WINDOW curve AS (ORDER BY m.margin_12m_cents DESC, m.customer ROWS UNBOUNDED PRECEDING)
)
