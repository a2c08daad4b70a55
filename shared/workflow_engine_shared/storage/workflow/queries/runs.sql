-- name: insert_run
-- No row: the thread_id is taken.
INSERT INTO runs (
    thread_id, flow_version_id, status, input_json, fingerprint, flows_dir, created_at, queued_at, last_event_at,
    metadata, forked_from, forked_checkpoint, forked_updates
)
VALUES (
    :thread_id, :flow_version_id, 'pending', :input_json, :fingerprint, :flows_dir, :now, :now, :now,
    :metadata, :forked_from, :forked_checkpoint, :forked_updates
)
ON CONFLICT (thread_id) DO NOTHING
RETURNING thread_id;

-- part: whole_runs
-- Each run with the flow and the version it is of.
SELECT runs.*, flow_versions.flow_id, flow_versions.version
FROM runs JOIN flow_versions ON flow_versions.id = runs.flow_version_id

-- name: get_run
{whole_runs}
WHERE thread_id = :thread_id;

-- name: list_runs
-- A page of runs, newest first.
{whole_runs}
WHERE seq < :before
  AND (:statuses IS NULL OR status IN (SELECT value FROM json_each(:statuses)))
  AND (:flow_id IS NULL OR flow_id = :flow_id)
  AND (:q IS NULL OR instr(lower(thread_id), lower(:q)) > 0)
ORDER BY seq DESC
LIMIT :limit;

-- name: runs_in_status
-- All runs in some statuses, first queued first.
{whole_runs}
WHERE status IN (SELECT value FROM json_each(:statuses))
ORDER BY queued_at, seq;

-- name: count_by_status
SELECT status, count(*) AS runs FROM runs GROUP BY status;

-- name: move_run
-- Move a run, unless it has already left the statuses it may come from or another epoch holds it. No row: too late.
UPDATE runs SET
    status = :target,
    reason = :reason,
    error_json = :error_json,
    interrupt_json = :interrupt_json,
    due_at = :due_at,
    crashes = coalesce(:crashes, crashes),
    progress_mark = coalesce(:progress_mark, progress_mark),
    started_at = CASE WHEN :target = 'running' THEN coalesce(started_at, :now) ELSE started_at END,
    queued_at = CASE WHEN :target = 'pending' THEN :now ELSE queued_at END,
    finished_at = CASE WHEN :target IN ('finished', 'cancelled') THEN :now END,
    last_event_at = :now
WHERE thread_id = :thread_id
  AND status IN (SELECT value FROM json_each(:sources))
  AND (:epoch IS NULL OR epoch = :epoch)
RETURNING thread_id;

-- name: insert_event
INSERT INTO signals (thread_id, type, payload_json, ts, processed)
VALUES (:thread_id, :type, :payload_json, :now, 1)
RETURNING id;

-- name: cancel_asked_at
-- When a run was first asked to end.
SELECT ts FROM signals WHERE thread_id = :thread_id AND type = 'cancel_request' ORDER BY id LIMIT 1;

-- name: waiting_ids
-- Commands that a final run will never take.
SELECT id FROM signals WHERE thread_id = :thread_id AND processed = 0;

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

-- name: runs_by_id
{whole_runs}
WHERE thread_id IN (SELECT value FROM json_each(:thread_ids));
