-- Whom the company bought from by the date.
SELECT DISTINCT d.party >> $level_bits AS number
FROM documents d
LEFT ANTI JOIN excluded x ON x.document = d.document
WHERE d.side = 'purchase' AND d.party IS NOT NULL AND d.day <= $as_of
