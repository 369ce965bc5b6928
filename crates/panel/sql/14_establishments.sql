-- What each party's own movements give. The row without party is the consumers nobody identified.
SELECT party,
    count(DISTINCT document) FILTER (WHERE kind = 'sale') AS sale_documents,
    sum(revenue_cents) AS revenue_total_cents,
    sum(billed_cents) AS billed_total_cents,
    coalesce(sum(revenue_cents) FILTER (WHERE kind IN ('sale', 'complement')), 0) AS gross_revenue_total_cents,
    coalesce(-sum(revenue_cents) FILTER (WHERE kind = 'return'), 0) AS returns_total_cents,
    coalesce(sum(revenue_cents) FILTER (WHERE day > $from_12m), 0) AS revenue_12m_cents,
    coalesce(sum(revenue_cents) FILTER (WHERE kind IN ('sale', 'complement') AND day > $from_12m), 0)
        AS gross_revenue_12m_cents,
    coalesce(-sum(revenue_cents) FILTER (WHERE kind = 'return' AND day > $from_12m), 0) AS returns_12m_cents,
    coalesce(sum(revenue_cents) FILTER (WHERE day > $from_24m AND day <= $from_12m), 0) AS revenue_prev_12m_cents,
    coalesce(sum(revenue_cents) FILTER (WHERE day > $from_90d), 0) AS revenue_90d_cents,
    coalesce(sum(revenue_cents) FILTER (WHERE day >= $month_start), 0) AS revenue_mtd_cents,
    coalesce(sum(revenue_cents) FILTER (WHERE day >= $year_start), 0) AS revenue_ytd_cents,
    coalesce(sum(revenue_cents) FILTER (WHERE day >= $same_month_start AND day <= $from_12m), 0)
        AS revenue_same_month_last_year_cents,
    monthly_revenue(day, revenue_cents) FILTER (WHERE day >= $months_start AND day <= $months_end) AS monthly_revenue,
    min(day) FILTER (WHERE kind = 'sale') AS first_sale_on,
    purchase_dates(day) FILTER (WHERE is_purchase) AS purchase_dates
FROM movements
GROUP BY party
