-- name: find_loop
SELECT loop, total FROM loops WHERE visit = :visit AND scope = :scope;

-- name: claim_kept_loop
-- A fork keeps loops of visits to come for the node they were of.
UPDATE loops SET scope = :scope
WHERE visit = :visit
  AND scope = 'kept:' || (SELECT node_id FROM visits WHERE visits.visit = :visit) || ':' || :scope
  AND NOT EXISTS (SELECT 1 FROM loops WHERE visit = :visit AND scope = :scope);

-- name: open_loop
-- The same call of a later attempt finds its loop again.
INSERT INTO loops (visit, scope, label, total) VALUES (:visit, :scope, :label, :total)
ON CONFLICT (visit, scope) DO UPDATE SET label = :label, total = :total
RETURNING loop;

-- name: is_set_aside
SELECT EXISTS (SELECT 1 FROM steps WHERE loop = :loop AND position IS NULL) AS found;

-- name: set_aside_state
SELECT state FROM steps WHERE loop = :loop AND key = :key AND position IS NULL;

-- name: set_total
UPDATE loops SET total = :total WHERE loop = :loop;

-- name: has_steps
SELECT EXISTS (SELECT 1 FROM steps WHERE loop = :loop) AS found;

-- part: columns
(loop, key, position, state, attempt, result, error_json, item_hash, finished_at, duration_s)

-- part: decided
(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: insert_step
-- A decided item that has no row yet.
INSERT INTO steps {columns}
VALUES {decided};

-- name: insert_eight
-- Eight of them, in two thirds of the time of one by one.
INSERT INTO steps {columns}
VALUES {decided}, {decided}, {decided}, {decided}, {decided}, {decided}, {decided}, {decided};

-- name: replace_step
-- A further attempt of an item replaces its row, and is the newest one of the list.
REPLACE INTO steps {columns}
VALUES {decided};

-- name: move_step
-- A decided item stands at another place of the list now.
UPDATE steps SET position = ? WHERE loop = ? AND key = ?;

-- name: remove_step
-- A decided item is no longer in the list.
UPDATE steps SET position = NULL WHERE loop = ? AND key = ?;

-- name: count_rerun
INSERT INTO reruns (loop, items) VALUES (:loop, :items) ON CONFLICT (loop) DO UPDATE SET items = items + :items;

-- name: results
-- A page of outcomes in item order.
SELECT key, position, state, result, error_json, item_hash FROM steps
WHERE loop = :loop AND position >= :first
ORDER BY position
LIMIT :limit;

-- name: result_of
SELECT key, position, state, result, error_json, item_hash FROM steps WHERE loop = :loop AND key = :key;

-- name: count_done
SELECT count(*) AS steps FROM steps WHERE state = 'done';

-- part: steps_of_a_page
SELECT steps.rowid AS id, steps.*, loops.visit, loops.scope, visits.node_id FROM steps
JOIN loops ON loops.loop = steps.loop
JOIN visits ON visits.visit = loops.visit
WHERE steps.rowid > :after AND loops.scope NOT GLOB 'kept:*'
  AND (:node_id IS NULL OR visits.node_id = :node_id)
  AND (:error IS NULL OR (steps.error_json IS NOT NULL AND {error_kind} = :error))

-- part: error_kind
-- The kind of an item's error: its message up to the first colon; empty where it cannot be read.
coalesce(CASE WHEN json_valid(steps.error_json) THEN substr(
    json_extract(steps.error_json, '$.message'), 1,
    instr(json_extract(steps.error_json, '$.message') || ':', ':') - 1
) END, '')

-- name: list_steps
-- A page of decided items in the order in which they were decided.
{steps_of_a_page}
  AND (:state IS NULL OR steps.state = :state)
ORDER BY steps.rowid
LIMIT :limit;

-- name: list_unsuccessful
-- The same of those that failed, or of those that were skipped: there is an index of them.
{steps_of_a_page}
  AND steps.state = :state AND steps.state <> 'done'
ORDER BY steps.rowid
LIMIT :limit;

-- name: due_again
-- The items of the open visits that did not succeed and are still in the list, by the kind of their error. Found by
-- the index of such items: by their loop, all that did succeed would be looked at.
SELECT {error_kind} AS kind, count(*) AS items, sum(steps.state = 'failed') AS failed FROM steps
WHERE steps.state IN ('failed', 'skipped') AND steps.state <> 'done' AND steps.position IS NOT NULL
  AND +steps.loop IN (
    SELECT loop FROM loops JOIN visits ON visits.visit = loops.visit
    WHERE visits.status IN ('running', 'paused', 'failed')
  )
GROUP BY kind;

-- name: forget_unsuccessful
-- Let the items that failed or were skipped be tried again; of skipped ones only those with this kind of error.
DELETE FROM steps
WHERE state <> 'done' AND loop IN (SELECT loop FROM loops WHERE visit = :visit)
  AND (:error IS NULL OR state = 'failed' OR {error_kind} = :error);

-- name: put_answer
INSERT INTO answers (visit, ordinal, value) VALUES (:visit, :ordinal, :value)
ON CONFLICT (visit, ordinal) DO NOTHING;

-- name: get_answer
SELECT value FROM answers WHERE visit = :visit AND ordinal = :ordinal;
