-- Coupons and NFC-e for which a note was issued later: the note does not count beside them, and gives
-- them its buyer. Of several notes for one coupon the newest gives it.
SELECT coupon, note, buyer, place
FROM (
    SELECT l.target AS coupon, c.document AS note, c.party AS buyer,
        row_number() OVER (PARTITION BY l.target ORDER BY c.day DESC, c.key DESC) AS place
    FROM (SELECT DISTINCT document, key, party, day FROM conditional WHERE class = 'coupon_duplicate') c
    JOIN (SELECT DISTINCT document, target FROM links) l ON l.document = c.document
)
