-- What each customer's goods of 12 months cost, and how many of its lines nobody knows the cost of.
SELECT party >> $level_bits AS number,
    coalesce(sum(cost_cents), 0) AS cost_12m_cents,
    count(*) FILTER (WHERE cost_cents IS NULL) AS uncosted_lines_12m
FROM costed_lines
WHERE party IS NOT NULL
GROUP BY party >> $level_bits
