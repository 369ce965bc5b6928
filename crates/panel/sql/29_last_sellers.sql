-- Who sold to each customer last: the seller of its newest sale that names one.
SELECT m.party >> $level_bits AS number, last_value(CAST(d.seller AS VARCHAR) ORDER BY d.day, d.key) AS last_seller
FROM (SELECT document, key, day, seller FROM documents WHERE seller IS NOT NULL AND day <= $as_of) d
JOIN (SELECT DISTINCT document, party FROM movements WHERE kind = 'sale' AND party IS NOT NULL) m
    ON m.document = d.document
GROUP BY m.party >> $level_bits
