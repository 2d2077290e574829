-- Readers stand in the archive by name: the snapshot is a copy of it, and addresses are no part of what is published.
UPDATE archive.deliveries AS d SET
    recipient = g.name,
    last_code = regexp_replace(d.last_code, '[^\s<>()"'',;:]+@[^\s<>()"'',;:]+', g.name, 'g')
FROM archive.digests AS g
WHERE g.digest_id = d.digest_id;
