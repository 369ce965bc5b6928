-- Which establishment gives a customer its name and place: the one of greatest revenue in 12 months,
-- ties by key, until the registry names the head office. Most customers have one: only others are compared.
-- A line of a table may be another customer's than its document: whoever has moved is seen.
WITH candidates AS (
    SELECT p.party, p.party >> $level_bits AS customer, p.code, coalesce(s.only_coupons, false) AS only_coupons,
        coalesce(e.revenue_12m_cents, 0) AS revenue_12m_cents
    FROM parties p
    LEFT JOIN seen s ON s.party = p.party
    LEFT JOIN establishments e ON e.party = p.party
    WHERE s.party IS NOT NULL OR e.party IS NOT NULL
),
counted AS (
    SELECT customer, count(*) AS establishments, min(party) AS party, bool_and(only_coupons) AS only_coupons
    FROM candidates
    GROUP BY customer
)
SELECT party, customer, only_coupons
FROM counted
WHERE establishments = 1
UNION ALL
SELECT party, customer, only_coupons
FROM (
    SELECT c.party, c.customer, c.only_coupons,
        row_number() OVER (
            PARTITION BY c.customer ORDER BY c.revenue_12m_cents DESC, c.code
        ) AS place
    FROM candidates c
    JOIN counted n ON n.customer = c.customer AND n.establishments > 1
)
WHERE place = 1
