-- The panel: one row per customer, its metrics and what they were computed from.
SELECT c.customer, c.face, c.name, c.tax_id, c.customer_kind, c.uf, c.city, c.has_moved,
    c.first_purchase_on, c.last_purchase_on, c.days_since_purchase, c.purchase_days, c.sale_documents,
    c.revenue_total_cents, c.billed_total_cents, c.gross_revenue_total_cents, c.returns_total_cents,
    c.revenue_12m_cents, c.returns_12m_cents, c.average_ticket_cents,
    c.purchase_cycle_days, c.purchase_cycle_p75_days, c.only_gap_days,
    y.assumed_cycle_days, y.typical_cycle_days, y.typical_cycle_of, y.base_first_sale_on,
    CASE
        WHEN c.customer IS NULL THEN NULL
        WHEN c.purchase_days = 0 THEN 'sem_compra'
        WHEN CAST($as_of AS INT) - CAST(c.first_purchase_on AS INT) <= $new_days
            AND CAST($as_of AS INT) - CAST(y.base_first_sale_on AS INT) > $new_days THEN 'novo'
        WHEN c.days_since_purchase <= greatest($active_factor * j.judged_cycle_days, $active_days) THEN 'ativo'
        WHEN c.days_since_purchase <= greatest($risk_factor * j.judged_cycle_days, $risk_days) THEN 'risco_de_perda'
        WHEN c.days_since_purchase <= greatest($inactive_factor * j.judged_cycle_days, $inactive_days) THEN 'inativo'
        WHEN c.purchase_cycle_p75_days IS NULL AND c.last_purchase_on > $former_assumed_from THEN 'inativo'
        ELSE 'ex_cliente'
    END AS status,
    CAST(
        CAST(c.last_purchase_on AS INT) + CAST(floor(coalesce(c.purchase_cycle_days, y.assumed_cycle_days) + 0.5) AS INT)
        AS DATE
    ) AS next_purchase_on,
    a.abc, a.cumulative_share, a.revenue_share, a.abc_position, a.ranked_before_cents, a.ranked_total_cents
FROM customers c
LEFT JOIN cycles y ON y.customer = c.customer
LEFT JOIN abc a ON a.customer = c.customer
LEFT JOIN (
    SELECT c.customer, coalesce(c.purchase_cycle_p75_days, y.assumed_cycle_days) AS judged_cycle_days
    FROM customers c
    JOIN cycles y ON y.customer = c.customer
) j ON j.customer = c.customer
ORDER BY c.customer NULLS FIRST
