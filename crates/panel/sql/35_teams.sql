-- The team of each seller, by its code and by its name as people write them; a code before a name, and of
-- two lists the one brought last.
SELECT seller, team
FROM (
    SELECT seller, team, row_number() OVER (PARTITION BY seller ORDER BY is_name, batch DESC, team DESC) AS place
    FROM (
        SELECT collated(CAST(seller AS VARCHAR)) AS seller, CAST(team AS VARCHAR) AS team, document >> 32 AS batch,
            false AS is_name
        FROM sellers
        WHERE team IS NOT NULL
        UNION ALL
        SELECT collated(CAST(name AS VARCHAR)) AS seller, CAST(team AS VARCHAR) AS team, document >> 32 AS batch,
            true AS is_name
        FROM sellers
        WHERE team IS NOT NULL AND name IS NOT NULL
    )
    WHERE seller <> ''
)
WHERE place = 1
