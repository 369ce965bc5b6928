-- Notes that do not count at any date: cancelled or denied, which never existed; without protocol,
-- unless the settings let them in; and, after a company of ours was added to the settings, what we
-- sold to it before.
SELECT t.document
FROM targets t
JOIN events e ON e.target = t.key
WHERE e.kind IN ('cancellation', 'denial')
UNION
SELECT d.document
FROM documents d
LEFT ANTI JOIN (SELECT target FROM events WHERE kind = 'authorisation') a ON a.target = d.key
WHERE NOT d.proven AND NOT $include_unproven
UNION
SELECT d.document
FROM documents d
LEFT SEMI JOIN own_parties o ON o.party = d.party
