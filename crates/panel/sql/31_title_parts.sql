-- Every title at the date, part by part: what of it was settled, and how late; what is open, and how
-- late so far. Titles are those of tables and the instalments of notes that count; where both tell of
-- one (the same company, due date and amount), the table's counts, for it knows what was paid. What was
-- paid of a note pays its instalments in the order they are due.
WITH stated AS (
    SELECT document, party, coalesce(CAST(number AS VARCHAR), '') AS number, issued_on, due_on, credit, amount_cents,
        paid_on,
        CASE
            WHEN paid_on > $as_of THEN 0
            WHEN paid_cents IS NULL AND open_cents IS NULL AND paid_on IS NULL THEN 0
            WHEN paid_cents IS NULL AND open_cents IS NULL THEN amount_cents
            -- What is neither paid nor open was forgiven, and is settled too.
            ELSE least(
                amount_cents,
                greatest(coalesce(paid_cents, 0), amount_cents - greatest(coalesce(open_cents, amount_cents), 0), 0)
            )
        END AS settled_cents
    FROM titles
    WHERE issued_on IS NULL OR issued_on <= $as_of
),
payments AS (
    SELECT document, paid_on,
        sum(paid_cents) OVER (PARTITION BY document ORDER BY paid_on) - paid_cents AS paid_from,
        sum(paid_cents) OVER (PARTITION BY document ORDER BY paid_on) AS paid_to
    FROM (
        SELECT d.document, s.paid_on, sum(s.amount_cents) AS paid_cents
        FROM settlements s
        LEFT ANTI JOIN (
            SELECT target, protocol FROM events WHERE kind = 'settlement_cancellation' AND protocol IS NOT NULL
        ) c ON c.target = s.target AND c.protocol = s.protocol
        JOIN documents d ON d.key = s.target
        WHERE s.paid_on <= $as_of
        GROUP BY d.document, s.paid_on
    )
),
instalments AS (
    SELECT r.document, r.party, r.ordinal, CAST(r.number AS VARCHAR) AS number, r.day AS issued_on, r.due_on,
        r.amount_cents
    FROM receivables r
    LEFT SEMI JOIN (SELECT document FROM documents WHERE side = 'sale') d ON d.document = r.document
    LEFT ANTI JOIN excluded x ON x.document = r.document
    WHERE r.party IS NOT NULL AND r.day <= $as_of
),
paid_instalments AS (
    SELECT i.document, i.ordinal, p.paid_on, least(i.owed_to, p.paid_to) - greatest(i.owed_from, p.paid_from) AS settled_cents
    FROM (
        SELECT i.document, i.ordinal,
            sum(i.amount_cents) OVER owed - i.amount_cents AS owed_from,
            sum(i.amount_cents) OVER owed AS owed_to
        FROM instalments i
        LEFT SEMI JOIN payments p ON p.document = i.document
        WINDOW owed AS (PARTITION BY i.document ORDER BY i.due_on, i.ordinal ROWS UNBOUNDED PRECEDING)
    ) i
    JOIN payments p ON p.document = i.document
    WHERE least(i.owed_to, p.paid_to) > greatest(i.owed_from, p.paid_from)
),
noted AS (
    SELECT i.document, i.party, i.ordinal, i.number, i.issued_on, i.due_on, i.amount_cents
    FROM instalments i
    LEFT ANTI JOIN (SELECT party >> $branch_bits AS company, due_on, amount_cents FROM stated WHERE NOT credit) s
        ON s.company = (i.party >> $branch_bits) AND s.due_on = i.due_on AND s.amount_cents = i.amount_cents
)
SELECT document, party, number, issued_on, due_on AS day, 'settled_title' AS kind,
    settled_cents AS amount_cents, paid_on,
    greatest(CAST(paid_on AS INT) - CAST(due_on AS INT), 0) AS days_late
FROM stated
WHERE NOT credit AND settled_cents > 0 AND paid_on IS NOT NULL
UNION ALL
-- Nobody knows how late what was paid on no day.
SELECT document, party, number, issued_on, due_on AS day, 'settled_title' AS kind,
    settled_cents AS amount_cents, paid_on, CAST(NULL AS INT) AS days_late
FROM stated
WHERE NOT credit AND settled_cents > 0 AND paid_on IS NULL
UNION ALL
SELECT document, party, number, issued_on, due_on AS day,
    CASE WHEN credit THEN 'credit' ELSE 'open_title' END AS kind,
    CASE WHEN credit THEN settled_cents - amount_cents ELSE amount_cents - settled_cents END AS amount_cents,
    CAST(NULL AS DATE) AS paid_on,
    CASE WHEN NOT credit THEN greatest(CAST($as_of AS INT) - CAST(due_on AS INT), 0) END AS days_late
FROM stated
WHERE settled_cents < amount_cents
UNION ALL
SELECT n.document, n.party, n.number, n.issued_on, n.due_on AS day, 'settled_title' AS kind,
    p.settled_cents AS amount_cents, p.paid_on,
    greatest(CAST(p.paid_on AS INT) - CAST(n.due_on AS INT), 0) AS days_late
FROM noted n
JOIN paid_instalments p ON p.document = n.document AND p.ordinal = n.ordinal
UNION ALL
SELECT n.document, n.party, n.number, n.issued_on, n.due_on AS day, 'open_title' AS kind,
    n.amount_cents - coalesce(p.settled_cents, 0) AS amount_cents, CAST(NULL AS DATE) AS paid_on,
    greatest(CAST($as_of AS INT) - CAST(n.due_on AS INT), 0) AS days_late
FROM noted n
LEFT JOIN (
    SELECT document, ordinal, sum(settled_cents) AS settled_cents FROM paid_instalments GROUP BY document, ordinal
) p ON p.document = n.document AND p.ordinal = n.ordinal
WHERE n.amount_cents > coalesce(p.settled_cents, 0)
