-- Which establishment gives a customer its name and place: the one of greatest revenue in 12 months,
-- ties by key, until the registry names the head office.
SELECT party, customer, only_coupons
FROM (
    SELECT p.party, p.party >> $level_bits AS customer, s.only_coupons,
        row_number() OVER (
            PARTITION BY p.party >> $level_bits ORDER BY coalesce(e.revenue_12m_cents, 0) DESC, p.code
        ) AS place
    FROM parties p
    JOIN seen s ON s.party = p.party
    LEFT JOIN establishments e ON e.party = p.party
)
WHERE place = 1
