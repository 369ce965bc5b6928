-- One row per customer, and one for the consumers nobody identified: its key, and its own metrics.
SELECT CASE WHEN $level_bits > 0 THEN coalesce(p.root, p.shown_key) ELSE p.shown_key END AS customer,
    coalesce(o.customer, f.customer) AS number,
    p.party AS face_party,
    p.shown_key AS face,
    CASE WHEN p.is_tax_id THEN CASE WHEN $level_bits > 0 THEN coalesce(p.root, p.code) ELSE p.code END END AS tax_id,
    CASE WHEN p.kind = 'person' AND f.only_coupons THEN 'consumer' ELSE p.kind END AS customer_kind,
    o.customer IS NOT NULL OR f.party IS NULL AS has_moved,
    o.rhythm['first_on'] AS first_purchase_on,
    o.rhythm['last_on'] AS last_purchase_on,
    CAST($as_of AS INT) - CAST(o.rhythm['last_on'] AS INT) AS days_since_purchase,
    coalesce(o.rhythm['days'], 0) AS purchase_days,
    coalesce(o.purchase_days_12m, 0) AS purchase_days_12m,
    coalesce(o.sale_documents, 0) AS sale_documents,
    coalesce(o.revenue_total_cents, 0) AS revenue_total_cents,
    coalesce(o.billed_total_cents, 0) AS billed_total_cents,
    coalesce(o.gross_revenue_total_cents, 0) AS gross_revenue_total_cents,
    coalesce(o.returns_total_cents, 0) AS returns_total_cents,
    coalesce(o.revenue_12m_cents, 0) AS revenue_12m_cents,
    coalesce(o.gross_revenue_12m_cents, 0) AS gross_revenue_12m_cents,
    coalesce(o.returns_12m_cents, 0) AS returns_12m_cents,
    coalesce(o.revenue_prev_12m_cents, 0) AS revenue_prev_12m_cents,
    coalesce(o.revenue_90d_cents, 0) AS revenue_90d_cents,
    coalesce(o.revenue_mtd_cents, 0) AS revenue_mtd_cents,
    coalesce(o.revenue_ytd_cents, 0) AS revenue_ytd_cents,
    coalesce(o.revenue_same_month_last_year_cents, 0) AS revenue_same_month_last_year_cents,
    CASE WHEN o.revenue_prev_12m_cents > 0
        THEN CAST(o.revenue_12m_cents - o.revenue_prev_12m_cents AS DOUBLE) / CAST(o.revenue_prev_12m_cents AS DOUBLE)
    END AS growth_12m,
    CASE WHEN o.gross_revenue_12m_cents > 0
        THEN CAST(o.returns_12m_cents AS DOUBLE) / CAST(o.gross_revenue_12m_cents AS DOUBLE)
    END AS return_rate_12m,
    CASE WHEN o.sale_documents > 0
        THEN (2 * o.gross_revenue_total_cents + o.sale_documents) / (2 * o.sale_documents)
    END AS average_ticket_cents,
    coalesce(o.revenue_trend_slope, 0) AS revenue_trend_slope,
    CASE WHEN o.rhythm['first_on'] <= $months_start THEN o.peak_month END AS seasonality_peak_month,
    o.rhythm['median'] AS purchase_cycle_days,
    o.rhythm['p75'] AS purchase_cycle_p75_days,
    o.rhythm['only_gap'] AS only_gap_days,
    o.season['buyer'] AS seasonal_buyer,
    o.season['first_month'] AS season_first_month,
    o.season['last_month'] AS season_last_month,
    o.season['days'] AS season_purchase_days,
    o.season['judged_after'] AS season_judged_after,
    o.purchase_dates,
    o.first_sale_on
FROM own o
FULL JOIN faces f ON f.customer = o.customer
LEFT JOIN parties p ON p.party = f.party
