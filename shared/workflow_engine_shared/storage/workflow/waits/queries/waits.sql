-- name: is_held
-- A row: the worker of this epoch holds the run.
SELECT thread_id FROM runs WHERE thread_id = :thread_id AND epoch = :epoch AND status = 'running';

-- name: arm
-- No row: it is there already, and stays as it is.
INSERT INTO waits (thread_id, key, kind, node_id, visit, ref, correlation, due_at, body, armed_at)
VALUES (:thread_id, :key, :kind, :node_id, :visit, :ref, :correlation, :due_at, :body, :now)
ON CONFLICT (thread_id, key) DO NOTHING
RETURNING key;

-- name: something_came
-- A row: something that the run waited for has come, and its worker has not taken it.
SELECT id FROM signals
WHERE thread_id = :thread_id AND processed = 0 AND type = 'wait_request'
  AND id NOT IN (SELECT value FROM json_each(:processed))
LIMIT 1;

-- name: turn_off_others
-- What the run waits for no more.
UPDATE waits SET state = 'off'
WHERE thread_id = :thread_id AND state = 'armed' AND key NOT IN (SELECT value FROM json_each(:keys));

-- name: turn_off
UPDATE waits SET state = 'off'
WHERE thread_id = :thread_id AND state = 'armed' AND key IN (SELECT value FROM json_each(:keys));

-- name: meet
-- The only way in. No row: it was met before, or nobody waits for it any more.
UPDATE waits SET state = 'met', met_at = :now, how = :how, answer = :answer
WHERE thread_id = :thread_id AND key = :key AND state = 'armed'
RETURNING *;

-- name: living
SELECT thread_id FROM runs WHERE thread_id = :thread_id AND status NOT IN ('finished', 'cancelled');

-- name: end_of_child
-- No row: no run waits for the end of this one, or it has not ended.
SELECT thread_id, status, parent_id, parent_key, error_json FROM runs
WHERE thread_id = :thread_id AND parent_id IS NOT NULL AND status IN ('finished', 'cancelled', 'error');

-- name: waits_for_nothing_else
-- A row: the run has no process and goes on by itself when something comes.
SELECT thread_id FROM runs
WHERE thread_id = :thread_id AND status = 'interrupted' AND reason IN ('waiting', 'form');

-- name: pause_waiting
-- The run is interrupted as before, and goes on when somebody says so. No row: it does not wait.
UPDATE runs SET reason = 'paused', interrupt_json = :interrupt_json, last_event_at = :now
WHERE thread_id = :thread_id AND status = 'interrupted' AND reason IN ('waiting', 'form')
RETURNING thread_id;

-- name: waits_of
SELECT * FROM waits WHERE thread_id = :thread_id ORDER BY armed_at, key;

-- name: open_waits_of
SELECT * FROM waits WHERE thread_id = :thread_id AND state = 'armed' ORDER BY armed_at, key;

-- name: waits_in_short
-- Of runs that wait for something: how much it is, how much of it people have to do, and since when it is that.
SELECT thread_id, count(*) AS count, sum(kind = 'form') AS forms, max(armed_at) AS newest_at FROM waits
WHERE thread_id IN (SELECT value FROM json_each(:thread_ids)) AND state = 'armed'
GROUP BY thread_id;

-- name: get_wait
SELECT * FROM waits WHERE thread_id = :thread_id AND key = :key;

-- name: due_waits
SELECT * FROM waits
WHERE state = 'armed' AND due_at IS NOT NULL AND due_at <= :now
  AND (:only IS NULL OR thread_id IN (SELECT value FROM json_each(:only)))
ORDER BY due_at
LIMIT :limit;

-- name: next_wait_time
SELECT min(due_at) AS due_at FROM waits
WHERE state = 'armed' AND due_at IS NOT NULL
  AND (:only IS NULL OR thread_id IN (SELECT value FROM json_each(:only)));

-- name: armed_later
-- What was armed by a clock that was set back since, and has a time.
SELECT * FROM waits WHERE state = 'armed' AND due_at IS NOT NULL AND armed_at > :horizon LIMIT :limit;

-- name: date_anew
UPDATE waits SET armed_at = :armed_at, due_at = :due_at
WHERE thread_id = :thread_id AND key = :key AND state = 'armed';

-- name: tell_anew
-- A run that says when it goes on says when it does now.
UPDATE runs SET interrupt_json = json_set(interrupt_json, '$.value.due_at', :due_at)
WHERE thread_id = :thread_id AND status = 'interrupted' AND reason = 'waiting'
  AND CASE WHEN json_valid(interrupt_json) THEN json_extract(interrupt_json, '$.value.due_at') END = :was;

-- name: awaited_messages
-- Names of messages that runs wait for.
SELECT DISTINCT ref FROM waits
WHERE kind = 'message' AND state = 'armed' AND ref IS NOT NULL AND (:thread_id IS NULL OR thread_id = :thread_id)
LIMIT :limit;

-- name: count_open_waits
SELECT kind, count(*) AS waits FROM waits WHERE state = 'armed' GROUP BY kind;

-- name: waits_for_message
-- One that has a correlation takes only messages with this one, unless a run is named and no correlation is.
SELECT * FROM waits
WHERE kind = 'message' AND ref = :name AND state = 'armed'
  AND (:thread_id IS NULL OR thread_id = :thread_id)
  AND (correlation IS NULL OR correlation = :correlation OR (:correlation IS NULL AND :thread_id IS NOT NULL))
ORDER BY armed_at, thread_id, key;
