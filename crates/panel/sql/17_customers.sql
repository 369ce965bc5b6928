-- One row per customer, and one for the consumers nobody identified: who it is and its own metrics.
SELECT CASE WHEN $level_bits > 0 THEN coalesce(p.root, p.shown_key) ELSE p.shown_key END AS customer,
    p.shown_key AS face,
    r.name,
    CASE WHEN p.is_tax_id THEN CASE WHEN $level_bits > 0 THEN coalesce(p.root, p.code) ELSE p.code END END AS tax_id,
    CASE WHEN p.kind = 'person' AND f.only_coupons THEN 'consumer' ELSE p.kind END AS customer_kind,
    r.uf,
    r.city,
    o.customer IS NOT NULL OR f.party IS NULL AS has_moved,
    o.rhythm['first_on'] AS first_purchase_on,
    o.rhythm['last_on'] AS last_purchase_on,
    CAST($as_of AS INT) - CAST(o.rhythm['last_on'] AS INT) AS days_since_purchase,
    coalesce(o.rhythm['days'], 0) AS purchase_days,
    coalesce(o.sale_documents, 0) AS sale_documents,
    coalesce(o.revenue_total_cents, 0) AS revenue_total_cents,
    coalesce(o.billed_total_cents, 0) AS billed_total_cents,
    coalesce(o.gross_revenue_total_cents, 0) AS gross_revenue_total_cents,
    coalesce(o.returns_total_cents, 0) AS returns_total_cents,
    coalesce(o.revenue_12m_cents, 0) AS revenue_12m_cents,
    coalesce(o.returns_12m_cents, 0) AS returns_12m_cents,
    CASE WHEN o.sale_documents > 0
        THEN (2 * o.gross_revenue_total_cents + o.sale_documents) / (2 * o.sale_documents)
    END AS average_ticket_cents,
    o.rhythm['median'] AS purchase_cycle_days,
    o.rhythm['p75'] AS purchase_cycle_p75_days,
    o.rhythm['only_gap'] AS only_gap_days,
    o.first_sale_on
FROM own o
FULL JOIN faces f ON f.customer = o.customer
LEFT JOIN parties p ON p.party = f.party
LEFT JOIN registrations r ON r.party = f.party
