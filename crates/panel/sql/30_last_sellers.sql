-- Who sold to each customer last: the seller of its newest sale that names one; of one day's the one of
-- greatest key. Day (10 characters), key (filled to 64) and seller as one text: the greatest is the newest.
SELECT m.party >> $level_bits AS number,
    substr(max(CAST(d.day AS VARCHAR) || rpad(d.key, 64, ' ') || CAST(d.seller AS VARCHAR)), 75) AS last_seller
FROM (SELECT document, key, day, seller FROM documents WHERE seller IS NOT NULL AND day <= $as_of) d
JOIN (SELECT DISTINCT document, party FROM movements WHERE kind = 'sale' AND party IS NOT NULL) m
    ON m.document = d.document
GROUP BY m.party >> $level_bits
