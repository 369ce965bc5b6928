-- What each customer owes: all that is open, less its credits; of the titles due in 12 months what is
-- overdue, for how long at most, and how late they were or are, weighted by amount.
SELECT party >> $level_bits AS number,
    coalesce(sum(amount_cents) FILTER (WHERE kind <> 'settled_title'), 0) AS open_cents,
    coalesce(-sum(amount_cents) FILTER (WHERE kind = 'credit'), 0) AS credit_cents,
    coalesce(sum(amount_cents) FILTER (WHERE kind = 'open_title' AND day > $from_12m AND day < $as_of), 0)
        AS overdue_cents,
    coalesce(max(days_late) FILTER (WHERE kind = 'open_title' AND day > $from_12m), 0) AS overdue_days_max,
    sum(amount_cents) FILTER (WHERE days_late IS NOT NULL AND day > $from_12m AND day <= $as_of) AS due_12m_cents,
    sum(amount_cents * days_late) FILTER (WHERE days_late IS NOT NULL AND day > $from_12m AND day <= $as_of)
        AS cents_times_days_late
FROM title_parts
GROUP BY party >> $level_bits
