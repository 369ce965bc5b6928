-- Who is responsible for each customer, by the newest list that says it of any of its parties, and in which
-- team. Of one day the list brought last counts; lists hold at every date.
SELECT o.number, o.owner, t.team
FROM (
    SELECT number, owner, row_number() OVER (PARTITION BY number ORDER BY observed_on DESC, batch DESC, owner DESC) AS place
    FROM (
        SELECT party >> $level_bits AS number, CAST(owner AS VARCHAR) AS owner, observed_on, document >> 32 AS batch
        FROM owners
    )
) o
LEFT JOIN teams t ON t.seller = collated(o.owner)
WHERE o.place = 1
