-- Hashes of version 1 were of items with keys only, and no two processes had to agree on them: such rows stay usable
-- as they were, by their key or their position.
UPDATE steps SET item_hash = NULL WHERE item_hash IS NOT NULL;

CREATE TABLE reruns (
    loop INTEGER PRIMARY KEY,
    items INTEGER NOT NULL
) STRICT;
