-- name: claim_run
-- Allocate the next epoch for a run that waits for a worker. No row: it waits no more.
UPDATE runs SET epoch = epoch + 1
WHERE thread_id = :thread_id AND status IN ('pending', 'recovering')
RETURNING epoch;

-- name: queue_has
-- No row: fewer runs wait.
SELECT 1 FROM runs WHERE status = 'pending' LIMIT 1 OFFSET :before;

-- name: due_runs
-- Runs that wait for a worker and may have one now, first queued first.
SELECT thread_id, status, environment FROM runs
WHERE status IN ('pending', 'recovering') AND (due_at IS NULL OR due_at <= :now OR due_at > :horizon)
ORDER BY queued_at, seq
LIMIT :limit;
