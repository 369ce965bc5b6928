-- Movements of 12 months with what their goods cost: what the line says, else the unit's cost times the
-- quantity, half a cent rounding up; nothing known where neither is. Only sales and returns move goods; a
-- complement or a lower price costs nothing, nor does a line worth nothing.
SELECT m.party, m.day, m.document, m.kind, m.revenue_cents,
    CASE
        WHEN m.kind NOT IN ('sale', 'return') OR m.revenue_cents = 0 THEN 0
        WHEN m.kind = 'return' THEN -m.goods_cents
        ELSE m.goods_cents
    END AS cost_cents
FROM (
    SELECT m.party, m.day, m.document, m.kind, m.revenue_cents,
        coalesce(
            m.cost_cents,
            -- Without quantity nobody knows; an amount beyond 64 bits is none.
            TRY_CAST(
                CAST(u.cost_cents AS DECIMAL(19, 0)) * nullif(m.quantity, CAST(0 AS DECIMAL(19, 4)))
                + CAST('0.5' AS DECIMAL(2, 1))
                AS BIGINT
            )
        ) AS goods_cents
    FROM movements m
    LEFT JOIN unit_costs u ON u.product = CAST(m.product AS VARCHAR)
    WHERE m.day > $from_12m
) m
