-- What each customer's own movements give. The row without customer is the consumers nobody identified.
SELECT party >> $level_bits AS customer,
    count(DISTINCT document) FILTER (WHERE kind = 'sale') AS sale_documents,
    sum(revenue_cents) AS revenue_total_cents,
    sum(billed_cents) AS billed_total_cents,
    coalesce(sum(revenue_cents) FILTER (WHERE kind IN ('sale', 'complement')), 0) AS gross_revenue_total_cents,
    coalesce(-sum(revenue_cents) FILTER (WHERE kind = 'return'), 0) AS returns_total_cents,
    coalesce(sum(revenue_cents) FILTER (WHERE day > $from_12m), 0) AS revenue_12m_cents,
    coalesce(-sum(revenue_cents) FILTER (WHERE kind = 'return' AND day > $from_12m), 0) AS returns_12m_cents,
    min(day) FILTER (WHERE kind = 'sale') AS first_sale_on,
    purchase_rhythm(day) FILTER (WHERE is_purchase) AS rhythm
FROM movements
GROUP BY party >> $level_bits
