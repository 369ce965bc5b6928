-- What each customer bought in 12 months, line by line: how many, how many products, which of them and
-- which chapter of the NCM brought most; what of it is left without taxes, and what was given away.
WITH lines AS (
    SELECT party >> $level_bits AS customer, CAST(product AS VARCHAR) AS product,
        substr(CAST(ncm AS VARCHAR), 1, 2) AS chapter,
        sum(revenue_cents) AS revenue_cents,
        sum(net_revenue_cents) AS net_revenue_cents,
        count(*) FILTER (WHERE kind = 'sale') AS lines
    FROM movements
    WHERE day > $from_12m AND party IS NOT NULL
    GROUP BY party >> $level_bits, CAST(product AS VARCHAR), substr(CAST(ncm AS VARCHAR), 1, 2)
),
products AS (
    SELECT customer, product, sum(revenue_cents) AS revenue_cents, sum(net_revenue_cents) AS net_revenue_cents,
        sum(lines) AS lines
    FROM lines
    GROUP BY customer, product
),
by_product AS (
    SELECT customer, sum(net_revenue_cents) AS net_revenue_12m_cents, sum(lines) AS items_12m,
        count(*) FILTER (WHERE lines > 0) AS mix_12m,
        max(revenue_cents) AS main_item_12m_cents,
        first_value(product ORDER BY revenue_cents DESC, product) AS main_item
    FROM products
    GROUP BY customer
),
by_chapter AS (
    SELECT customer, max(revenue_cents) AS main_category_12m_cents,
        first_value(chapter ORDER BY revenue_cents DESC, chapter) AS chapter
    FROM (
        SELECT customer, chapter, sum(revenue_cents) AS revenue_cents
        FROM lines
        WHERE chapter IS NOT NULL
        GROUP BY customer, chapter
    )
    WHERE revenue_cents > 0
    GROUP BY customer
),
given AS (
    SELECT party >> $level_bits AS customer, sum(revenue_cents) AS bonus_12m_cents
    FROM bonuses
    WHERE day > $from_12m AND party IS NOT NULL
    GROUP BY party >> $level_bits
)
SELECT coalesce(p.customer, g.customer) AS number, p.net_revenue_12m_cents, p.items_12m, p.mix_12m,
    p.main_item, p.main_item_12m_cents, c.main_category_12m_cents, c.chapter AS main_chapter,
    CASE WHEN n.name IS NULL THEN c.chapter ELSE c.chapter || ' ' || n.name END AS main_category,
    g.bonus_12m_cents
FROM by_product p
FULL JOIN given g ON g.customer = p.customer
LEFT JOIN by_chapter c ON c.customer = p.customer
LEFT JOIN ncm_chapters n ON n.chapter = c.chapter
