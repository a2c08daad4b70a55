-- name: list_views
SELECT * FROM run_views ORDER BY lower(name), id;

-- name: insert_view
INSERT INTO run_views (id, name, query_json, created_at) VALUES (:id, :name, :query_json, :now) RETURNING *;

-- name: change_view
UPDATE run_views SET name = coalesce(:name, name), query_json = coalesce(:query_json, query_json)
WHERE id = :id
RETURNING *;

-- name: delete_view
DELETE FROM run_views WHERE id = :id RETURNING id;
