-- The cycle each customer is judged by: its own, or an assumed one where it has bought on fewer than
-- three days.
SELECT customer, typical_cycle_days, typical_cycle_of, base_first_sale_on, assumed_cycle_days,
    coalesce(purchase_cycle_p75_days, assumed_cycle_days) AS judged_cycle_days
FROM (
    SELECT customer, typical_cycle_days, typical_cycle_of, base_first_sale_on, purchase_cycle_p75_days,
        CASE WHEN purchase_cycle_days IS NULL
            THEN greatest(coalesce(CAST(only_gap_days AS DOUBLE), typical_cycle_days), typical_cycle_days)
        END AS assumed_cycle_days
    FROM (
        SELECT c.customer, c.purchase_cycle_days, c.purchase_cycle_p75_days, c.only_gap_days, b.base_first_sale_on,
            coalesce(k.cycle_days, t.cycle_days, CAST($default_cycle_days AS DOUBLE)) AS typical_cycle_days,
            CASE WHEN k.cycle_days IS NOT NULL THEN 'class' WHEN t.cycle_days IS NOT NULL THEN 'all' ELSE 'default' END
                AS typical_cycle_of
        FROM customers c
        CROSS JOIN (SELECT min(first_sale_on) AS base_first_sale_on FROM customers) b
        LEFT JOIN abc a ON a.customer = c.customer
        LEFT JOIN typical_cycles k ON k.abc = a.abc
        LEFT JOIN typical_cycles t ON t.abc IS NULL
        WHERE c.customer IS NOT NULL
    )
)
