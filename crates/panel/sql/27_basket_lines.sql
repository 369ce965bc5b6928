-- What each customer's movements of 12 months come to, product by product and chapter by chapter.
SELECT party >> $level_bits AS number, CAST(product AS VARCHAR) AS product,
    substr(CAST(ncm AS VARCHAR), 1, 2) AS chapter,
    sum(revenue_cents) AS revenue_cents,
    sum(net_revenue_cents) AS net_revenue_cents,
    count(*) FILTER (WHERE kind = 'sale') AS lines,
    count(*) FILTER (WHERE kind IN ('sale', 'return') AND revenue_cents <> 0) AS goods_lines
FROM movements
WHERE day > $from_12m AND party IS NOT NULL
GROUP BY party >> $level_bits, CAST(product AS VARCHAR), substr(CAST(ncm AS VARCHAR), 1, 2)
