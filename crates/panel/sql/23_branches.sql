-- Of each company, what its establishments are by themselves: how many still buy, how many are silent,
-- and a list of all. Most companies have one: only of others is a list put together.
WITH branches AS (
    SELECT p.root, p.shown_key, s.status
    FROM establishment_statuses s
    JOIN parties p ON p.shown_key = s.customer
    WHERE p.root IS NOT NULL
),
counted AS (
    SELECT root, count(*) AS establishments,
        count(*) FILTER (WHERE status IN ('novo', 'ativo', 'risco_de_perda')) AS buying,
        count(*) FILTER (WHERE status = 'inativo') AS inactive,
        min(shown_key || ' ' || status) AS first
    FROM branches
    GROUP BY root
),
listed AS (
    SELECT b.root, string_agg(b.shown_key || ' ' || b.status, ', ' ORDER BY b.shown_key) AS branch_statuses
    FROM branches b
    JOIN counted c ON c.root = b.root
    WHERE c.establishments > 1
    GROUP BY b.root
)
SELECT c.root AS customer, c.buying, c.inactive, coalesce(l.branch_statuses, c.first) AS branch_statuses
FROM counted c
LEFT JOIN listed l ON l.root = c.root
