-- Parties on the customers' side of some note by the date, or in a list of customers or of titles, whether
-- they bought or not, and whether all that was seen of them is NFC-e. A list bears no date of its own: who
-- is in it is known at every date.
SELECT d.party, bool_and(d.model = 65) AS only_coupons
FROM documents d
LEFT ANTI JOIN (
    SELECT t.document FROM targets t JOIN events e ON e.target = t.key WHERE e.kind IN ('cancellation', 'denial')
) x ON x.document = d.document
LEFT ANTI JOIN own_parties o ON o.party = d.party
WHERE (d.side IN ('sale', 'title') AND d.day <= $as_of OR d.side = 'registration') AND d.party IS NOT NULL
GROUP BY d.party
