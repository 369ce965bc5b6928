-- From a note, or one of its lines, to a note it refers to that counts by the date.
SELECT DISTINCT r.document, r.line, r.target_line, t.document AS target, t.key AS target_key, t.party AS target_party,
    t.day AS target_day
FROM document_references r
JOIN targets t ON t.key = r.target
LEFT ANTI JOIN excluded x ON x.document = t.document
WHERE t.day <= $as_of
