-- name: source_id
-- Which SQLite this is: distributions mend bugs without changing the version.
SELECT sqlite_version() AS version, sqlite_source_id() AS source_id;

-- name: objects
-- Everything that stands in a database, but for SQLite's own tables.
SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name;
