-- Parties on the customers' side of some note by the date, whether they bought or not, and whether
-- all that was seen of them is NFC-e.
SELECT d.party, bool_and(d.model = 65) AS only_coupons
FROM documents d
LEFT ANTI JOIN (
    SELECT t.document FROM targets t JOIN events e ON e.target = t.key WHERE e.kind IN ('cancellation', 'denial')
) x ON x.document = d.document
LEFT ANTI JOIN own_parties o ON o.party = d.party
WHERE d.side = 'sale' AND d.day <= $as_of AND d.party IS NOT NULL
GROUP BY d.party
