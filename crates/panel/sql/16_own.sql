-- The same of each customer: its establishments together. What its purchase days and months come to.
SELECT customer, sale_documents, revenue_total_cents, billed_total_cents, gross_revenue_total_cents,
    returns_total_cents, revenue_12m_cents, gross_revenue_12m_cents, returns_12m_cents, revenue_prev_12m_cents,
    revenue_90d_cents, revenue_mtd_cents, revenue_ytd_cents, revenue_same_month_last_year_cents, first_sale_on,
    purchase_dates,
    purchase_rhythm(purchase_dates) AS rhythm,
    purchase_season(purchase_dates) AS season,
    purchases_after(purchase_dates, CAST($from_12m AS DATE)) AS purchase_days_12m,
    revenue_trend(monthly_revenue) AS revenue_trend_slope,
    peak_month(monthly_revenue) AS peak_month
FROM (
    SELECT party >> $level_bits AS customer,
        sum(sale_documents) AS sale_documents,
        sum(revenue_total_cents) AS revenue_total_cents,
        sum(billed_total_cents) AS billed_total_cents,
        sum(gross_revenue_total_cents) AS gross_revenue_total_cents,
        sum(returns_total_cents) AS returns_total_cents,
        sum(revenue_12m_cents) AS revenue_12m_cents,
        sum(gross_revenue_12m_cents) AS gross_revenue_12m_cents,
        sum(returns_12m_cents) AS returns_12m_cents,
        sum(revenue_prev_12m_cents) AS revenue_prev_12m_cents,
        sum(revenue_90d_cents) AS revenue_90d_cents,
        sum(revenue_mtd_cents) AS revenue_mtd_cents,
        sum(revenue_ytd_cents) AS revenue_ytd_cents,
        sum(revenue_same_month_last_year_cents) AS revenue_same_month_last_year_cents,
        monthly_revenue(monthly_revenue) AS monthly_revenue,
        min(first_sale_on) AS first_sale_on,
        purchase_dates(purchase_dates) AS purchase_dates
    FROM establishments
    GROUP BY party >> $level_bits
)
