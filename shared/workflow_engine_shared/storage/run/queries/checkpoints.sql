-- name: insert_checkpoint
INSERT OR REPLACE INTO checkpoints (ns, checkpoint_id, thread_id, parent_id, ts, metadata, body, manifest)
VALUES (:ns, :checkpoint_id, :thread_id, :parent_id, :ts, :metadata, :body, :manifest);

-- name: insert_chunk
INSERT OR IGNORE INTO chunks (hash, body) VALUES (:hash, :body);

-- name: get_chunk
SELECT body FROM chunks WHERE hash = :hash;

-- name: chunk_size
SELECT length(body) AS size FROM chunks WHERE hash = :hash;

-- name: get_checkpoint
SELECT * FROM checkpoints
WHERE ns = :ns AND checkpoint_id = :checkpoint_id AND (:thread_id IS NULL OR thread_id = :thread_id);

-- name: latest_checkpoint
SELECT * FROM checkpoints
WHERE ns = :ns AND (:thread_id IS NULL OR thread_id = :thread_id)
ORDER BY checkpoint_id DESC
LIMIT 1;

-- name: list_checkpoints
-- Newest first.
SELECT * FROM checkpoints
WHERE (:ns IS NULL OR ns = :ns)
  AND (:before IS NULL OR checkpoint_id < :before)
  AND (:thread_id IS NULL OR thread_id = :thread_id)
ORDER BY checkpoint_id DESC
LIMIT :limit;

-- name: insert_write
INSERT OR REPLACE INTO writes (ns, checkpoint_id, thread_id, task_id, idx, channel, type, value, task_path)
VALUES (:ns, :checkpoint_id, :thread_id, :task_id, :idx, :channel, :type, :value, :task_path);

-- name: list_writes
SELECT task_id, channel, type, value FROM writes
WHERE ns = :ns AND checkpoint_id = :checkpoint_id AND thread_id = :thread_id
ORDER BY task_path, task_id, idx;

-- name: copy_checkpoints
INSERT OR REPLACE INTO checkpoints (ns, checkpoint_id, thread_id, parent_id, ts, metadata, body, manifest)
SELECT ns, checkpoint_id, :target, parent_id, ts, metadata, body, manifest
FROM checkpoints WHERE thread_id = :source;

-- name: copy_writes
INSERT OR REPLACE INTO writes (ns, checkpoint_id, thread_id, task_id, idx, channel, type, value, task_path)
SELECT ns, checkpoint_id, :target, task_id, idx, channel, type, value, task_path
FROM writes WHERE thread_id = :source;

-- name: prune_checkpoints
-- Of each namespace of a thread, keep the newest :keep checkpoints.
DELETE FROM checkpoints WHERE rowid IN (
    SELECT rowid FROM (
        SELECT rowid, row_number() OVER (PARTITION BY ns ORDER BY checkpoint_id DESC) AS place
        FROM checkpoints
        WHERE thread_id = :thread_id
    )
    WHERE place > :keep
);

-- name: prune_writes
-- Results kept for checkpoints that are gone.
DELETE FROM writes
WHERE thread_id = :thread_id AND NOT EXISTS (
    SELECT 1 FROM checkpoints
    WHERE checkpoints.ns = writes.ns AND checkpoints.checkpoint_id = writes.checkpoint_id
      AND checkpoints.thread_id = writes.thread_id
);

-- name: list_manifests
SELECT manifest FROM checkpoints;

-- name: list_chunks
SELECT hash FROM chunks;

-- name: delete_chunk
DELETE FROM chunks WHERE hash = ?;
