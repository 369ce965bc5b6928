-- Of each company, what its establishments are by themselves: how many still buy, how many are silent.
SELECT p.root AS customer,
    count(*) FILTER (WHERE s.status IN ('novo', 'ativo', 'risco_de_perda')) AS buying,
    count(*) FILTER (WHERE s.status = 'inativo') AS inactive,
    string_agg(p.shown_key || ' ' || s.status, ', ' ORDER BY p.shown_key) AS branch_statuses
FROM establishment_statuses s
JOIN parties p ON p.shown_key = s.customer
WHERE p.root IS NOT NULL
GROUP BY p.root
