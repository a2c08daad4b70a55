-- name: insert_checkpoint
INSERT OR REPLACE INTO checkpoints (ns, checkpoint_id, parent_id, ts, metadata, body, manifest)
VALUES (:ns, :checkpoint_id, :parent_id, :ts, :metadata, :body, :manifest);

-- name: insert_chunk
INSERT OR IGNORE INTO chunks (hash, body) VALUES (:hash, :body);

-- name: get_chunk
SELECT body FROM chunks WHERE hash = :hash;

-- name: get_checkpoint
SELECT * FROM checkpoints WHERE ns = :ns AND checkpoint_id = :checkpoint_id;

-- name: latest_checkpoint
SELECT * FROM checkpoints WHERE ns = :ns ORDER BY checkpoint_id DESC LIMIT 1;

-- name: list_checkpoints
-- Newest first.
SELECT * FROM checkpoints
WHERE (:ns IS NULL OR ns = :ns) AND (:before IS NULL OR checkpoint_id < :before)
ORDER BY checkpoint_id DESC
LIMIT :limit;

-- name: insert_write
INSERT OR REPLACE INTO writes (ns, checkpoint_id, task_id, idx, channel, type, value, task_path)
VALUES (:ns, :checkpoint_id, :task_id, :idx, :channel, :type, :value, :task_path);

-- name: list_writes
SELECT task_id, channel, type, value FROM writes
WHERE ns = :ns AND checkpoint_id = :checkpoint_id
ORDER BY task_id, idx;

-- name: delete_writes
DELETE FROM writes;

-- name: delete_checkpoints
DELETE FROM checkpoints;

-- name: delete_chunks
DELETE FROM chunks;
