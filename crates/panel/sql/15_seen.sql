-- Parties on the customers' side of some note by the date, or in a list of customers, or who owe by a title
-- that existed by then, whether they bought or not, and whether all that was seen of them is NFC-e. A list
-- bears no date of its own, nor may a title: who is in it is known at every date.
SELECT s.party, bool_and(s.is_coupon) AS only_coupons
FROM (
    SELECT d.party, d.model = 65 AS is_coupon
    FROM documents d
    LEFT ANTI JOIN (
        SELECT t.document FROM targets t JOIN events e ON e.target = t.key WHERE e.kind IN ('cancellation', 'denial')
    ) x ON x.document = d.document
    WHERE (d.side = 'sale' AND d.day <= $as_of OR d.side = 'registration') AND d.party IS NOT NULL
    UNION ALL
    SELECT party, false AS is_coupon
    FROM titles
    WHERE issued_on IS NULL OR issued_on <= $as_of
) s
LEFT ANTI JOIN own_parties o ON o.party = s.party
GROUP BY s.party
