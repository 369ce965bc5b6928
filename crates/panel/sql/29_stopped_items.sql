-- How many products each customer bought on several days and has not bought for several times their
-- own median gap.
SELECT number, count(*) AS stopped_items
FROM (
    SELECT number, purchase_rhythm(dates) AS rhythm
    FROM (
        SELECT party >> $level_bits AS number, CAST(product AS VARCHAR) AS product, purchase_dates(day) AS dates
        FROM movements
        WHERE is_purchase AND party IS NOT NULL
        GROUP BY party >> $level_bits, CAST(product AS VARCHAR)
    )
)
WHERE rhythm['days'] >= $stopped_days
    AND CAST($as_of AS INT) - CAST(rhythm['last_on'] AS INT) >= $stopped_factor * rhythm['median']
GROUP BY number
