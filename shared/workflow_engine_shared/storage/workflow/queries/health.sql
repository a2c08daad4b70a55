-- name: objects
-- Everything that stands in a database, but for SQLite's own tables.
SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name;

-- name: epochs
-- Which runs there are, and which of their workers was the last.
SELECT thread_id, epoch FROM runs ORDER BY seq;

-- name: raise_epoch
-- For a copy that nobody uses: the next worker's epoch lies above every one that the run's own database has seen.
UPDATE runs SET epoch = :epoch WHERE thread_id = :thread_id AND epoch < :epoch;
