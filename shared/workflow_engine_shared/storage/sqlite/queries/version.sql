-- name: source_id
-- Which SQLite this is: distributions mend bugs without changing the version.
SELECT sqlite_version() AS version, sqlite_source_id() AS source_id;
