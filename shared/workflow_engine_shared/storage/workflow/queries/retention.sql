-- name: ended_before
-- Runs that are over since before a time, the oldest first.
SELECT thread_id FROM runs
WHERE status IN (SELECT value FROM json_each(:statuses)) AND finished_at < :limit
ORDER BY finished_at
LIMIT :number;
