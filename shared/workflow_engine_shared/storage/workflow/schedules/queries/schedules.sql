-- name: insert_schedule
INSERT INTO schedules (
    id, flow_id, version, title, cron, every_s, at, since, timezone, input_json, overlap, catch_up, next_at, moved_at,
    created_at, node_id, timer
)
VALUES (
    :id, :flow_id, :version, :title, :cron, :every_s, :at, :since, :timezone, :input_json, :overlap, :catch_up, :next_at,
    :now, :now, :node_id, :timer
)
RETURNING *;

-- name: change_schedule
UPDATE schedules
SET
    version = :version, title = :title, cron = :cron, every_s = :every_s, at = :at, since = :since,
    timezone = :timezone, input_json = :input_json, overlap = :overlap, catch_up = :catch_up, next_at = :next_at,
    moved_at = :now, node_id = :node_id, timer = :timer
WHERE id = :id
RETURNING *;

-- name: get_schedule
SELECT * FROM schedules WHERE id = :id;

-- name: list_schedules
SELECT * FROM schedules
WHERE id > :after AND (:flow_id IS NULL OR flow_id = :flow_id)
ORDER BY id
LIMIT :limit;

-- name: count_schedules
SELECT count(*) AS schedules FROM schedules;

-- name: start_timers
SELECT * FROM schedules WHERE flow_id = :flow_id AND node_id IS NOT NULL ORDER BY id;

-- name: pause_schedule
UPDATE schedules SET paused = 1 WHERE id = :id RETURNING *;

-- name: resume_schedule
UPDATE schedules SET paused = 0, next_at = :next_at, moved_at = :now WHERE id = :id RETURNING *;

-- name: delete_schedule
-- Its times go with it, its runs stay.
DELETE FROM schedules WHERE id = :id RETURNING id;

-- name: due_schedules
-- Those with a time that has come, or whose next time was worked out by a clock that was set back since.
SELECT * FROM schedules
WHERE paused = 0 AND next_at IS NOT NULL AND (next_at <= :now OR moved_at > :now)
ORDER BY next_at
LIMIT :limit;

-- name: next_schedule_time
SELECT min(next_at) AS next_at FROM schedules WHERE paused = 0 AND next_at IS NOT NULL;

-- name: move_schedule
-- No row: somebody paused, changed or deleted it meanwhile.
UPDATE schedules
SET next_at = :next_at, moved_at = :now, missed_json = coalesce(:missed_json, missed_json)
WHERE id = :id AND paused = 0 AND next_at = :before
RETURNING id;
