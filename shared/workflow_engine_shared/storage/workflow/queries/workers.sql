-- name: insert_worker
INSERT INTO workers (thread_id, epoch, instance, pid, pid_created_at, started_at)
VALUES (:thread_id, :epoch, :instance, :pid, :pid_created_at, :now);

-- name: end_worker
-- Record a worker's end once.
UPDATE workers SET
    ended_at = :now, exit_code = :exit_code, exit_reason = :exit_reason, timed_out_visit = :timed_out_visit
WHERE thread_id = :thread_id AND epoch = :epoch AND ended_at IS NULL;

-- name: list_workers
SELECT * FROM workers WHERE thread_id = :thread_id ORDER BY epoch;

-- name: unended_workers
SELECT * FROM workers WHERE ended_at IS NULL ORDER BY id;
