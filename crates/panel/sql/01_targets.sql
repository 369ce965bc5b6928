-- Notes that events or other notes speak of. What follows is decided among these few, so that the
-- many that nobody speaks of are read only once.
SELECT document, key, party, day
FROM documents
WHERE key IN (
    SELECT target FROM events
    UNION ALL
    SELECT target FROM document_references
)
