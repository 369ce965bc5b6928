-- The commercial status of each customer.
SELECT c.customer,
    CASE
        WHEN c.purchase_days = 0 THEN 'sem_compra'
        WHEN CAST($as_of AS INT) - CAST(c.first_purchase_on AS INT) <= $new_days
            AND CAST($as_of AS INT) - CAST(y.base_first_sale_on AS INT) > $new_days THEN 'novo'
        WHEN c.seasonal_buyer IS NOT NULL THEN 'ativo'
        WHEN c.days_since_purchase <= greatest($active_factor * y.judged_cycle_days, $active_days) THEN 'ativo'
        WHEN c.days_since_purchase <= greatest($risk_factor * y.judged_cycle_days, $risk_days) THEN 'risco_de_perda'
        WHEN c.days_since_purchase <= greatest($inactive_factor * y.judged_cycle_days, $inactive_days) THEN 'inativo'
        WHEN c.purchase_cycle_p75_days IS NULL AND c.last_purchase_on > $former_assumed_from THEN 'inativo'
        ELSE 'ex_cliente'
    END AS status
FROM customers c
JOIN cycles y ON y.customer = c.customer
