-- name: tables
SELECT name FROM sqlite_schema;
