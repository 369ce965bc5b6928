-- Recency, frequency and monetary value of who bought in 12 months: a score from 1 to 5 by how many
-- buyers are strictly worse, and the segment that the three give.
WITH ranked AS (
    SELECT customer, count(*) OVER () AS rfm_buyers,
        CAST(rank() OVER (ORDER BY days_since_purchase DESC) AS BIGINT) - 1 AS rfm_less_recent,
        CAST(rank() OVER (ORDER BY purchase_days_12m) AS BIGINT) - 1 AS rfm_less_frequent,
        CAST(rank() OVER (ORDER BY revenue_12m_cents) AS BIGINT) - 1 AS rfm_less_revenue
    FROM customers
    WHERE customer IS NOT NULL AND customer_kind <> 'consumer' AND purchase_days_12m > 0
),
scored AS (
    SELECT customer, rfm_buyers, rfm_less_recent, rfm_less_frequent, rfm_less_revenue,
        1 + 5 * rfm_less_recent / rfm_buyers AS rfm_recency,
        1 + 5 * rfm_less_frequent / rfm_buyers AS rfm_frequency,
        1 + 5 * rfm_less_revenue / rfm_buyers AS rfm_monetary
    FROM ranked
),
averaged AS (
    -- The mean of frequency and monetary, half rounding up.
    SELECT *, (rfm_frequency + rfm_monetary + 1) / 2 AS frequency_monetary
    FROM scored
)
SELECT customer, rfm_buyers, rfm_less_recent, rfm_less_frequent, rfm_less_revenue,
    rfm_recency, rfm_frequency, rfm_monetary,
    CASE
        WHEN rfm_recency = 5 AND frequency_monetary = 5 THEN 'campeoes'
        WHEN rfm_recency >= 4 AND frequency_monetary >= 4 THEN 'leais'
        WHEN rfm_recency >= 4 AND frequency_monetary >= 2 THEN 'promissores'
        WHEN rfm_recency = 5 THEN 'novos'
        WHEN rfm_recency = 4 THEN 'pouco_frequentes'
        WHEN rfm_recency = 3 AND frequency_monetary >= 4 THEN 'precisam_de_atencao'
        WHEN rfm_recency = 3 AND frequency_monetary >= 2 THEN 'medianos'
        WHEN rfm_recency = 3 THEN 'quase_adormecidos'
        WHEN rfm_recency = 2 AND frequency_monetary >= 4 THEN 'em_risco'
        WHEN rfm_recency = 2 AND frequency_monetary >= 2 THEN 'esfriando'
        WHEN rfm_recency = 2 THEN 'adormecidos'
        WHEN frequency_monetary >= 4 THEN 'nao_podemos_perder'
        WHEN frequency_monetary >= 2 THEN 'hibernando'
        ELSE 'perdidos'
    END AS rfm_segment
FROM averaged
