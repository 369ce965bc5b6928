-- The panel: one row per customer, its metrics and what they were computed from.
SELECT c.customer, c.face, r.name, c.tax_id, c.customer_kind, r.uf, r.city, c.has_moved,
    c.first_purchase_on, c.last_purchase_on, c.days_since_purchase, c.purchase_days, c.purchase_days_12m,
    c.sale_documents, c.revenue_total_cents, c.billed_total_cents, c.gross_revenue_total_cents, c.returns_total_cents,
    c.revenue_12m_cents, c.revenue_prev_12m_cents, c.revenue_90d_cents, c.revenue_mtd_cents, c.revenue_ytd_cents,
    c.revenue_same_month_last_year_cents, c.growth_12m, c.revenue_trend_slope, c.gross_revenue_12m_cents,
    c.returns_12m_cents, c.return_rate_12m, c.average_ticket_cents,
    coalesce(k.net_revenue_12m_cents, 0) AS net_revenue_12m_cents,
    coalesce(k.bonus_12m_cents, 0) AS bonus_12m_cents,
    coalesce(k.items_12m, 0) AS items_12m,
    coalesce(k.mix_12m, 0) AS mix_12m,
    CASE WHEN c.revenue_12m_cents > 0 THEN k.main_item END AS main_item,
    CASE WHEN c.revenue_12m_cents > 0 THEN k.main_item_12m_cents END AS main_item_12m_cents,
    CASE WHEN c.revenue_12m_cents > 0
        THEN CAST(k.main_item_12m_cents AS DOUBLE) / CAST(c.revenue_12m_cents AS DOUBLE)
    END AS main_item_share_12m,
    k.main_category, k.main_category_12m_cents,
    CASE WHEN c.customer IS NOT NULL THEN coalesce(i.stopped_items, 0) END AS stopped_items,
    l.last_seller,
    c.purchase_cycle_days, c.purchase_cycle_p75_days, c.only_gap_days,
    y.assumed_cycle_days, y.typical_cycle_days, y.typical_cycle_of, y.base_first_sale_on,
    CAST(c.days_since_purchase AS DOUBLE) / nullif(y.judged_cycle_days, 0.0) AS cycle_ratio,
    s.status,
    c.seasonal_buyer, c.season_first_month, c.season_last_month, c.season_purchase_days, c.season_judged_after,
    c.seasonality_peak_month,
    reactivated_on(c.purchase_dates, y.typical_cycle_days, y.base_first_sale_on) AS reactivated_on,
    CAST(
        CAST(c.last_purchase_on AS INT) + CAST(floor(coalesce(c.purchase_cycle_days, y.assumed_cycle_days) + 0.5) AS INT)
        AS DATE
    ) AS next_purchase_on,
    a.abc, a.cumulative_share, a.revenue_share, a.abc_position, a.ranked_before_cents, a.ranked_total_cents,
    v.abc_previous, v.previous_position, v.previous_before_cents, v.previous_total_cents,
    f.rfm_recency, f.rfm_frequency, f.rfm_monetary, f.rfm_segment,
    f.rfm_buyers, f.rfm_less_recent, f.rfm_less_frequent, f.rfm_less_revenue,
    CASE WHEN $level_bits > 0 THEN b.buying END AS branches_buying,
    CASE WHEN $level_bits > 0
        THEN CASE WHEN s.status IN ('novo', 'ativo', 'risco_de_perda') THEN b.inactive WHEN b.customer IS NOT NULL THEN 0 END
    END AS branches_silent,
    b.branch_statuses,
    coalesce(t.open_cents, 0) AS open_cents,
    coalesce(t.credit_cents, 0) AS credit_cents,
    coalesce(t.overdue_cents, 0) AS overdue_cents,
    coalesce(t.overdue_days_max, 0) AS overdue_days_max,
    coalesce(t.due_12m_cents, 0) AS due_12m_cents,
    coalesce(t.cents_times_days_late, 0) AS cents_times_days_late,
    CAST(t.cents_times_days_late AS DOUBLE) / nullif(CAST(t.due_12m_cents AS DOUBLE), 0.0) AS average_delay_days,
    g.margin_12m_cents,
    g.cost_12m_cents, g.uncosted_lines_12m,
    h.abc_margin, h.margin_position, h.margin_before_cents, h.margin_total_cents,
    w.owner, w.team,
    -- Only people put tags on a customer: their word is put over the panel.
    CAST(NULL AS VARCHAR) AS tags,
    CASE WHEN c.customer IS NOT NULL
        THEN concat_ws(
            ';',
            CASE WHEN c.has_moved OR t.number IS NOT NULL THEN 'customer' ELSE 'prospect' END,
            CASE WHEN p.number IS NOT NULL THEN 'supplier' END
        )
    END AS roles,
    CASE WHEN c.customer IS NOT NULL
        THEN concat_ws(
            ';',
            CASE WHEN c.tax_id IS NULL THEN 'tax_id' END,
            CASE WHEN r.name IS NULL THEN 'name' END,
            CASE WHEN NOT coalesce(r.has_street, false) THEN 'street' END,
            CASE WHEN NOT coalesce(r.has_cep, false) THEN 'cep' END,
            CASE WHEN r.city IS NULL THEN 'city' END,
            CASE WHEN r.uf IS NULL THEN 'uf' END,
            CASE WHEN NOT coalesce(r.has_emails, false) THEN 'emails' END,
            CASE WHEN NOT coalesce(r.has_phone, false) THEN 'phone' END,
            -- No document names a person to speak to.
            'contact',
            CASE WHEN w.owner IS NULL THEN 'owner' END
        )
    END AS registration_missing,
    CASE WHEN c.customer IS NOT NULL
        THEN CAST(
            CAST(c.tax_id IS NOT NULL AS INT) + CAST(r.name IS NOT NULL AS INT)
            + CAST(coalesce(r.has_street, false) AS INT) + CAST(coalesce(r.has_cep, false) AS INT)
            + CAST(r.city IS NOT NULL AS INT) + CAST(r.uf IS NOT NULL AS INT)
            + CAST(coalesce(r.has_emails, false) AS INT) + CAST(coalesce(r.has_phone, false) AS INT)
            + CAST(w.owner IS NOT NULL AS INT)
            AS DOUBLE
        ) / 10.0
    END AS registration_completeness
FROM customers c
LEFT JOIN registrations r ON r.party = c.face_party
LEFT JOIN cycles y ON y.customer = c.customer
LEFT JOIN statuses s ON s.customer = c.customer
LEFT JOIN abc a ON a.customer = c.customer
LEFT JOIN previous_abc v ON v.customer = c.customer
LEFT JOIN rfm f ON f.customer = c.customer
LEFT JOIN branches b ON b.customer = c.customer
LEFT JOIN baskets k ON k.number = c.number
LEFT JOIN stopped_items i ON i.number = c.number
LEFT JOIN last_sellers l ON l.number = c.number
LEFT JOIN title_balances t ON t.number = c.number
LEFT JOIN margins g ON g.customer = c.customer
LEFT JOIN margin_abc h ON h.customer = c.customer
LEFT JOIN customer_owners w ON w.number = c.number
LEFT JOIN suppliers p ON p.number = c.number
