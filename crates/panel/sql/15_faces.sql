-- Which establishment gives a customer its name and place: the one of greatest revenue in 12 months,
-- ties by key, until the registry names the head office.
SELECT party, customer, only_coupons
FROM (
    SELECT p.party, p.party >> $level_bits AS customer, s.only_coupons,
        row_number() OVER (
            PARTITION BY p.party >> $level_bits ORDER BY coalesce(m.revenue_cents, 0) DESC, p.code
        ) AS place
    FROM parties p
    JOIN seen s ON s.party = p.party
    LEFT JOIN (
        SELECT party, sum(revenue_cents) FILTER (WHERE day > $from_12m) AS revenue_cents
        FROM movements
        WHERE party IS NOT NULL
        GROUP BY party
    ) m ON m.party = p.party
)
WHERE place = 1
