-- name: forget_starts
DELETE FROM flow_starts WHERE flow_id = :flow_id;

-- name: put_start
INSERT INTO flow_starts (name, flow_id, node_id, version) VALUES (:name, :flow_id, :node_id, :version)
ON CONFLICT DO NOTHING;

-- name: starts_by_name
SELECT name, flow_id, node_id, version FROM flow_starts WHERE name = :name ORDER BY flow_id, node_id;

-- name: names_of_starts
SELECT DISTINCT name FROM flow_starts ORDER BY name LIMIT :limit;

-- name: insert_due_start
INSERT INTO starts_due (thread_id, flow_id, version, node_id, name, payload_json, depth, due_at)
VALUES (:thread_id, :flow_id, :version, :node_id, :name, :payload_json, :depth, :now);

-- name: due_starts
SELECT * FROM starts_due
WHERE :only IS NULL OR thread_id IN (SELECT value FROM json_each(:only))
ORDER BY due_at, thread_id
LIMIT :limit;

-- name: end_due_start
DELETE FROM starts_due WHERE thread_id = :thread_id;

-- name: message_taken
SELECT fingerprint, reached, begun FROM messages_taken WHERE id = :id;

-- name: keep_message
INSERT INTO messages_taken (id, fingerprint, reached, begun, taken_at)
VALUES (:id, :fingerprint, :reached, :begun, :now);

-- name: forget_message
DELETE FROM messages_taken WHERE id = :id;

-- name: forget_messages
DELETE FROM messages_taken WHERE taken_at < :before;
