-- name: objects
-- Everything that stands in a database, but for SQLite's own tables.
SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name;
