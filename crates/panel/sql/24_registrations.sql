-- What is known of each face: whether anyone said its street, CEP, e-mails and phone; of the other fields the observation of the best source, the newest, and of
-- one day's the one of greatest content.
SELECT o.party,
    last_value(o.name ORDER BY o.rank, o.observed_on, o.tie) FILTER (WHERE o.name IS NOT NULL) AS name,
    last_value(o.uf ORDER BY o.rank, o.observed_on, o.tie) FILTER (WHERE o.uf IS NOT NULL) AS uf,
    last_value(o.city ORDER BY o.rank, o.observed_on, o.tie) FILTER (WHERE o.city IS NOT NULL) AS city,
    count(o.street) > 0 AS has_street,
    count(o.cep) > 0 AS has_cep,
    count(o.emails) > 0 AS has_emails,
    count(o.phone) > 0 AS has_phone
FROM observations o
LEFT SEMI JOIN faces f ON f.party = o.party
LEFT ANTI JOIN excluded x ON x.document = o.document
WHERE o.role = 'registration' AND (o.observed_on <= $as_of OR o.undated)
GROUP BY o.party
