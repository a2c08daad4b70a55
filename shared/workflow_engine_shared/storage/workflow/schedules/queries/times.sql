-- name: insert_time
-- No row: this time was dealt with before.
INSERT INTO schedule_times (schedule_id, time, outcome, thread_id, code, detail, decided_at)
VALUES (:schedule_id, :time, :outcome, :thread_id, :code, :detail, :now)
ON CONFLICT (schedule_id, time) DO NOTHING
RETURNING time;

-- name: end_waiting
-- No row: it waits no more.
UPDATE schedule_times
SET outcome = :outcome, thread_id = :thread_id, code = :code, detail = :detail, decided_at = :now
WHERE schedule_id = :schedule_id AND time = :time AND outcome = 'waiting'
RETURNING time;

-- name: forget_times
-- All but the newest ones, and those that wait.
DELETE FROM schedule_times
WHERE
    schedule_id = :schedule_id
    AND outcome <> 'waiting'
    AND time <= (
        SELECT time FROM schedule_times WHERE schedule_id = :schedule_id ORDER BY time DESC LIMIT 1 OFFSET :kept
    );

-- name: list_times
-- The newest first, with where their runs stand.
SELECT schedule_times.*, runs.status
FROM schedule_times LEFT JOIN runs ON runs.thread_id = schedule_times.thread_id
WHERE schedule_id = :schedule_id AND time < :before
ORDER BY time DESC
LIMIT :limit;

-- name: count_waiting
SELECT count(*) AS waiting FROM schedule_times WHERE schedule_id = :schedule_id AND outcome = 'waiting';

-- name: busy_run
-- A run of the schedule that is going on, or waits for somebody.
SELECT runs.thread_id
FROM schedule_times JOIN runs ON runs.thread_id = schedule_times.thread_id
WHERE schedule_id = :schedule_id AND status IN (SELECT value FROM json_each(:statuses))
LIMIT 1;

-- name: schedules_waiting
-- Each schedule of which times wait for their turn.
SELECT * FROM schedules
WHERE paused = 0 AND id IN (SELECT schedule_id FROM schedule_times WHERE outcome = 'waiting');

-- name: first_waiting
SELECT schedule_times.*, NULL AS status FROM schedule_times
WHERE schedule_id = :schedule_id AND outcome = 'waiting'
ORDER BY time
LIMIT 1;

-- name: schedule_of_run
-- Of these schedules the one that started the run, as long as its time is remembered.
SELECT schedules.id, schedules.title
FROM schedules JOIN schedule_times ON schedule_id = schedules.id
WHERE schedules.id IN (SELECT value FROM json_each(:ids)) AND thread_id = :thread_id
LIMIT 1;
