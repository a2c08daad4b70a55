-- name: list_hooks
SELECT hooks.*, (SELECT count(*) FROM deliveries WHERE hook = hooks.name) AS waiting FROM hooks ORDER BY name;

-- name: insert_hook
-- It begins with what happens from now on.
INSERT INTO hooks (name, seen) SELECT :name, coalesce(max(id), 0) FROM signals WHERE true
ON CONFLICT (name) DO NOTHING;

-- name: forget_hooks
-- Those that are not in the file any more, with what they had yet to tell.
DELETE FROM hooks WHERE name NOT IN (SELECT value FROM json_each(:names));

-- name: endings_after
-- Signals that hooks may tell of, oldest first; not those of a run that was imported, told where they happened.
SELECT * FROM signals
WHERE id > :after AND CASE WHEN json_valid(payload_json) THEN json_extract(payload_json, '$.imported') END IS NULL AND (
    type IN ('finish', 'error')
    OR (type = 'interrupt' AND payload_json LIKE '%"question"%')
    OR (type = 'wait_armed' AND payload_json LIKE '%"kind": "form"%')
)
ORDER BY id LIMIT :limit;

-- name: hook_saw
UPDATE hooks SET seen = max(seen, :seen) WHERE name = :name;

-- name: insert_delivery
INSERT INTO deliveries (hook, signal, notice_json, created_at, due_at)
VALUES (:hook, :signal, :notice_json, :now, :now)
ON CONFLICT (hook, signal) DO NOTHING;

-- name: due_deliveries
-- What is due later than anything can be was written before the clock was set back.
SELECT * FROM deliveries WHERE due_at <= :now OR due_at > :horizon ORDER BY id LIMIT :limit;

-- name: delete_delivery
DELETE FROM deliveries WHERE id = :id;

-- name: hook_delivered
UPDATE hooks SET delivered_at = :now, problem = NULL WHERE name = :name;

-- name: hook_failed
UPDATE hooks SET failed_at = :now, problem = :problem WHERE name = :name;

-- name: try_later
UPDATE deliveries SET tries = tries + 1, due_at = :due_at WHERE id = :id;

-- name: postpone
-- What else a hook has to tell waits for the one that failed.
UPDATE deliveries SET due_at = max(due_at, :due_at) WHERE hook = :hook AND id <> :id;
