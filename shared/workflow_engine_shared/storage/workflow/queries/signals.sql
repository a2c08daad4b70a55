-- name: insert_command
INSERT INTO signals (thread_id, type, payload_json, ts, processed)
VALUES (:thread_id, :type, :payload_json, :now, 0)
RETURNING id;

-- name: waiting_commands
-- Commands of one run whose effect is not committed yet, oldest first.
SELECT id, thread_id, type, payload_json, ts FROM signals
WHERE thread_id = :thread_id AND processed = 0
ORDER BY id;

-- name: commands_waiting_for
-- The same of many runs.
SELECT id, thread_id, type, payload_json, ts FROM signals
WHERE thread_id IN (SELECT value FROM json_each(:thread_ids)) AND processed = 0
ORDER BY id;

-- name: resume_payloads
-- What a run was given by all resumes so far.
SELECT payload_json FROM signals WHERE thread_id = :thread_id AND type = 'resume_request' ORDER BY id;

-- name: runs_with_commands
-- The runs that have commands waiting. What came for a run without a worker waits for its next one.
SELECT DISTINCT signals.thread_id
FROM signals JOIN runs ON runs.thread_id = signals.thread_id
WHERE signals.processed = 0 AND (signals.type <> 'wait_request' OR runs.status = 'running');

-- name: mark_processed
UPDATE signals SET processed = 1 WHERE id IN (SELECT value FROM json_each(:ids)) AND processed = 0;

-- name: list_signals
-- A page of commands and events of one run, oldest first.
SELECT id, thread_id, type, payload_json, ts, processed FROM signals
WHERE thread_id = :thread_id AND id > :after
ORDER BY id
LIMIT :limit;

-- name: crashes_after
-- How many workers died of themselves since an event, and the newest event now.
SELECT coalesce(max(id), :after) AS newest,
       coalesce(
           sum(
               type = 'crash'
               OR (
                   type = 'error'
                   AND CASE WHEN json_valid(payload_json) THEN json_extract(payload_json, '$.reason') END IS 'crash_loop'
               )
           ), 0
       ) AS crashes
FROM signals
WHERE id > :after AND CASE WHEN json_valid(payload_json) THEN json_extract(payload_json, '$.imported') END IS NULL;

-- name: newest_signal
SELECT coalesce(max(id), 0) AS newest FROM signals;
