-- What each customer bought in 12 months: how many lines and products, which product and which chapter
-- of the NCM brought most, what is left of it without taxes, and what was given away.
WITH products AS (
    SELECT number, product, sum(revenue_cents) AS revenue_cents, sum(net_revenue_cents) AS net_revenue_cents,
        sum(lines) AS lines, sum(goods_lines) AS goods_lines
    FROM basket_lines
    GROUP BY number, product
),
totals AS (
    SELECT number, sum(net_revenue_cents) AS net_revenue_12m_cents, sum(lines) AS items_12m,
        sum(goods_lines) AS goods_lines_12m,
        count(*) FILTER (WHERE lines > 0) AS mix_12m,
        max(revenue_cents) AS main_item_12m_cents
    FROM products
    GROUP BY number
),
main_items AS (
    SELECT p.number, min(p.product) AS main_item
    FROM products p
    JOIN totals t ON t.number = p.number AND t.main_item_12m_cents = p.revenue_cents
    GROUP BY p.number
),
chapters AS (
    SELECT number, chapter, sum(revenue_cents) AS revenue_cents
    FROM basket_lines
    WHERE chapter IS NOT NULL
    GROUP BY number, chapter
),
main_chapters AS (
    SELECT c.number, min(c.chapter) AS chapter, max(c.revenue_cents) AS main_category_12m_cents
    FROM chapters c
    JOIN (SELECT number, max(revenue_cents) AS greatest FROM chapters GROUP BY number) g
        ON g.number = c.number AND g.greatest = c.revenue_cents
    WHERE c.revenue_cents > 0
    GROUP BY c.number
),
given AS (
    SELECT party >> $level_bits AS number, sum(revenue_cents) AS bonus_12m_cents
    FROM bonuses
    WHERE day > $from_12m AND party IS NOT NULL
    GROUP BY party >> $level_bits
)
SELECT coalesce(t.number, g.number) AS number, t.net_revenue_12m_cents, t.items_12m, t.mix_12m, t.goods_lines_12m,
    i.main_item, t.main_item_12m_cents, c.main_category_12m_cents,
    CASE WHEN n.name IS NULL THEN c.chapter ELSE c.chapter || ' ' || n.name END AS main_category,
    g.bonus_12m_cents
FROM totals t
FULL JOIN given g ON g.number = t.number
LEFT JOIN main_items i ON i.number = t.number
LEFT JOIN main_chapters c ON c.number = t.number
LEFT JOIN ncm_chapters n ON n.chapter = c.chapter
