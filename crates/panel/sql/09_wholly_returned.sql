-- Notes of which as much came back, by reference, as they were worth: their day is no purchase day.
-- What refers to a note for a coupon, or to a delivery, speaks of the coupon or the advance billing.
-- A return of several notes at once takes them back oldest first.
WITH stands_for AS (
    SELECT note AS document, coupon AS target FROM coupon_buyers
    UNION
    SELECT document, billing AS target FROM covered_deliveries
),
own_links AS (
    SELECT DISTINCT document, line FROM links WHERE line IS NOT NULL
),
returned AS (
    SELECT r.document, coalesce(o.line, 0) AS scope, sum(r.revenue_cents) AS revenue_cents
    FROM return_lines r
    LEFT JOIN own_links o ON o.document = r.document AND o.line = r.line
    GROUP BY r.document, coalesce(o.line, 0)
),
worth AS (
    SELECT document, key, min(day) AS day, sum(revenue_cents) AS revenue_cents
    FROM target_items
    WHERE is_sale
    GROUP BY document, key
),
taken_from AS (
    SELECT DISTINCT l.document, coalesce(l.line, 0) AS scope, coalesce(s.target, l.target) AS target
    FROM links l
    LEFT JOIN stands_for s ON s.document = l.target
),
shared AS (
    SELECT r.revenue_cents AS returned, t.target, w.revenue_cents AS worth,
        sum(w.revenue_cents) OVER (
            PARTITION BY r.document, r.scope ORDER BY w.day, w.key ROWS UNBOUNDED PRECEDING
        ) - w.revenue_cents AS taken_before
    FROM returned r
    JOIN taken_from t ON t.document = r.document AND t.scope = r.scope
    JOIN worth w ON w.document = t.target
)
SELECT target AS document
FROM shared
GROUP BY target
HAVING sum(greatest(0, least(returned - taken_before, worth))) >= max(worth)
