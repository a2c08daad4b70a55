-- part: step_error
-- The kind of an item's error: its message up to the first colon.
substr(
    json_extract(steps.error_json, '$.message'), 1,
    instr(json_extract(steps.error_json, '$.message') || ':', ':') - 1
)

-- part: visit_error
substr(
    json_extract(visits.error_json, '$.message'), 1,
    instr(json_extract(visits.error_json, '$.message') || ':', ':') - 1
)

-- name: count_skipped
-- Items that are no longer in their list are nobody's loss. "Not done" is said, too: the index of such items says it.
SELECT (
    SELECT count(*) FROM steps
    WHERE state = 'skipped' AND state <> 'done' AND position IS NOT NULL AND (:error IS NULL OR {step_error} = :error)
) + (
    SELECT count(*) FROM visits WHERE status = 'skipped' AND (:error IS NULL OR {visit_error} = :error)
) AS skipped;

-- name: concerned_visits
SELECT loops.visit FROM steps JOIN loops ON loops.loop = steps.loop
WHERE state = 'skipped' AND state <> 'done' AND position IS NOT NULL AND loops.visit >= :first
  AND (:error IS NULL OR {step_error} = :error)
UNION
SELECT visit FROM visits
WHERE status = 'skipped' AND visit >= :first AND (:error IS NULL OR {visit_error} = :error)
ORDER BY 1;

-- name: end_of
SELECT finished_at FROM visits WHERE visit = :visit;

-- name: loops_of_past
-- Of visits that were over where a fork begins.
SELECT * FROM loops
WHERE visit <= :numbered AND visit NOT IN (SELECT value FROM json_each(:due))
ORDER BY loop;

-- name: loops_of
-- A loop that is kept for a visit to come is named after the node it was of.
SELECT loops.loop, loops.visit, loops.label, loops.total,
       CASE WHEN :kept THEN 'kept:' || visits.node_id || ':' || loops.scope ELSE loops.scope END AS scope
FROM loops JOIN visits ON visits.visit = loops.visit
WHERE loops.visit = :visit
ORDER BY loops.loop;

-- name: put_loop
INSERT INTO loops (visit, scope, label, total) VALUES (:visit, :scope, :label, :total) RETURNING loop;

-- name: all_steps
SELECT key, position, state, attempt, result, error_json, item_hash, finished_at, duration_s FROM steps
WHERE loop = :loop ORDER BY rowid;

-- name: steps_to_keep
-- Of visits to come only what is known by the content it was made from.
SELECT key, position, state, attempt, result, error_json, item_hash, finished_at, duration_s FROM steps
WHERE loop = :loop AND (NOT :hashed OR item_hash IS NOT NULL)
  AND (state = 'done' OR (state = 'skipped' AND :error IS NOT NULL AND {step_error} <> :error))
ORDER BY rowid;

-- name: put_step
INSERT INTO steps (loop, key, position, state, attempt, result, error_json, item_hash, finished_at, duration_s)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: answers_of
SELECT visit, ordinal, value FROM answers WHERE visit = :visit;

-- name: put_answer
INSERT INTO answers (visit, ordinal, value) VALUES (?, ?, ?);

-- name: overlays_of
SELECT visit, updates FROM overlays WHERE visit = :visit ORDER BY id;

-- name: put_overlay
INSERT INTO overlays (visit, updates) VALUES (?, ?);
