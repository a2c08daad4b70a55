-- name: move_run
-- Move a run, unless it has already left the statuses it may come from or another epoch holds it. No row: too late.
-- A status that somebody damaged counts as `error`: so it is shown, and so the run can be resumed or cancelled.
UPDATE runs SET
    status = :target,
    reason = :reason,
    error_json = :error_json,
    error_code = json_extract(:error_json, '$.code'),
    skipped_count = coalesce(json_extract(:metadata, '$.skipped'), skipped_count),
    interrupt_json = :interrupt_json,
    due_at = :due_at,
    crashes = coalesce(:crashes, crashes),
    progress_mark = coalesce(:progress_mark, progress_mark),
    metadata = CASE WHEN json_valid(metadata) THEN json_patch(metadata, :metadata) ELSE :metadata END,
    started_at = CASE WHEN :begins THEN coalesce(started_at, :now) ELSE started_at END,
    queued_at = CASE WHEN :target = 'pending' THEN :now ELSE queued_at END,
    finished_at = CASE WHEN :target IN ('finished', 'cancelled') THEN :now END,
    last_event_at = :now
WHERE thread_id = :thread_id
  AND CASE WHEN status IN (SELECT value FROM json_each(:statuses)) THEN status ELSE 'error' END
      IN (SELECT value FROM json_each(:sources))
  AND (:epoch IS NULL OR epoch = :epoch)
RETURNING thread_id;

-- name: fill_list_columns
-- A worker of an older renflow moves its run with that one's statement, which knows no columns for lists.
UPDATE runs SET
    error_code = CASE WHEN json_valid(error_json) THEN json_extract(error_json, '$.code') END,
    skipped_count = CASE
        WHEN json_valid(metadata) THEN coalesce(json_extract(metadata, '$.skipped'), skipped_count) ELSE skipped_count
    END
WHERE thread_id = :thread_id;

-- name: add_clock_set
UPDATE runs SET metadata = json_set(
    metadata, '$.clock_set_s', coalesce(json_extract(metadata, '$.clock_set_s'), 0.0) + :seconds
)
WHERE thread_id = :thread_id AND json_valid(metadata);

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

-- name: waits_off
-- What a final run will never get.
UPDATE waits SET state = 'off' WHERE thread_id = :thread_id AND state = 'armed';
