-- The median purchase cycle of each ABC class, and, in the row without class, of all customers.
SELECT a.abc, median(c.purchase_cycle_days) AS cycle_days
FROM customers c
JOIN abc a ON a.customer = c.customer
WHERE c.purchase_cycle_days IS NOT NULL
GROUP BY a.abc
UNION ALL
SELECT NULL AS abc, median(purchase_cycle_days) AS cycle_days
FROM customers
WHERE customer IS NOT NULL AND purchase_cycle_days IS NOT NULL
