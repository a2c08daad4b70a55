-- name: insert_run
-- No row: the thread_id is taken.
INSERT INTO runs (
    thread_id, flow_version_id, status, input_json, fingerprint, flows_dir, created_at, queued_at, last_event_at,
    forked_from, forked_checkpoint, forked_updates, metadata, title, tags, parent_id, parent_key,
    is_test, code, environment
)
VALUES (
    :thread_id, :flow_version_id, 'pending', :input_json, :fingerprint, :flows_dir, :now, :now, :now,
    :forked_from, :forked_checkpoint, :forked_updates, :metadata, :title, :tags, :parent_id,
    :parent_key, :is_test, :code, :environment
)
ON CONFLICT (thread_id) DO NOTHING
RETURNING *,
    (SELECT flow_id FROM flow_versions WHERE id = flow_version_id) AS flow_id,
    (SELECT version FROM flow_versions WHERE id = flow_version_id) AS version;

-- part: whole_runs
-- Each run with the flow and the version it is of.
SELECT runs.*, flow_versions.flow_id, flow_versions.version
FROM runs JOIN flow_versions ON flow_versions.id = runs.flow_version_id

-- name: get_run
{whole_runs}
WHERE thread_id = :thread_id;

-- name: runs_in_status
-- All runs in some statuses, first queued first.
{whole_runs}
WHERE status IN (SELECT value FROM json_each(:statuses))
ORDER BY queued_at, seq;

-- name: count_by_status
SELECT status, count(*) AS runs FROM runs GROUP BY status;

-- name: delete_run
-- Its signals and workers go with it. No row: it is not over, or not there.
DELETE FROM runs
WHERE thread_id = :thread_id AND status IN (SELECT value FROM json_each(:statuses))
RETURNING thread_id;

-- name: waiting_fork
-- A fork of this run whose worker has yet to copy from it.
SELECT thread_id FROM runs
WHERE forked_from = :thread_id AND started_at IS NULL AND finished_at IS NULL
LIMIT 1;

-- name: rename_run
-- No row: it is not there.
UPDATE runs SET title = :title, tags = :tags, searchable = 0 WHERE thread_id = :thread_id RETURNING thread_id;

-- name: move_to_version
-- No row: it is at work, or over, or not there.
UPDATE runs
SET flow_version_id = :version_id, code = :code, environment = :environment,
    metadata = json_set(metadata, '$.subflows', json(:subflows))
WHERE thread_id = :thread_id AND status IN ('interrupted', 'error')
RETURNING thread_id;

-- name: runs_by_seq
{whole_runs}
WHERE seq IN (SELECT value FROM json_each(:seqs));

-- name: runs_by_id
{whole_runs}
WHERE thread_id IN (SELECT value FROM json_each(:thread_ids));

-- name: tests_ended_before
-- Test runs that are over since before a time, the oldest first.
SELECT thread_id FROM runs
WHERE is_test = 1 AND finished_at < :limit
ORDER BY finished_at
LIMIT :number;

-- name: ended_before
-- Runs that are over since before a time, the oldest first.
SELECT thread_id FROM runs
WHERE status IN (SELECT value FROM json_each(:statuses)) AND finished_at < :limit
ORDER BY finished_at
LIMIT :number;
