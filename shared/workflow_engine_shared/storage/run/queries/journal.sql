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

-- name: set_total
UPDATE loops SET total = :total WHERE loop = :loop;

-- name: has_steps
SELECT EXISTS (SELECT 1 FROM steps WHERE loop = :loop) AS found;

-- name: made_from
-- All decided items: what they were made from.
SELECT key, position, item_hash FROM steps WHERE loop = :loop;

-- name: get_step
SELECT key, position, state, attempt, item_hash, result FROM steps WHERE loop = :loop AND key = :key;

-- name: put_step
-- A decided item; a further attempt of a failed one replaces its row.
INSERT OR REPLACE INTO steps
    (loop, key, position, state, attempt, result, error_json, item_hash, finished_at, duration_s)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: move_step
-- A decided item stands at another place of the list now.
UPDATE steps SET position = ? WHERE loop = ? AND key = ?;

-- name: remove_step
-- A decided item is no longer in the list.
UPDATE steps SET position = NULL WHERE loop = ? AND key = ?;

-- name: count_rerun
INSERT INTO reruns (loop, items) VALUES (:loop, :items) ON CONFLICT (loop) DO UPDATE SET items = items + :items;

-- name: reruns
SELECT loop, items FROM reruns;

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

-- name: loop_summaries
-- Per loop, oldest first: how many items stand where. Items are counted in the index of their places, and those that are
-- not done in one pass over the table: to look each item of the index up in the table takes ten times as long.
SELECT loops.loop, loops.visit, loops.scope, loops.label, loops.total, visits.node_id,
       (SELECT count(*) FROM steps WHERE steps.loop = loops.loop AND steps.position IS NOT NULL)
           - coalesce(undone.failed, 0) - coalesce(undone.skipped, 0) AS done,
       coalesce(undone.failed, 0) AS failed,
       coalesce(undone.skipped, 0) AS skipped
FROM loops
JOIN visits ON visits.visit = loops.visit
LEFT JOIN (
    SELECT loop, sum(state = 'failed') AS failed, sum(state = 'skipped') AS skipped
    FROM steps NOT INDEXED
    WHERE state <> 'done' AND position IS NOT NULL
    GROUP BY loop
) AS undone ON undone.loop = loops.loop
WHERE loops.scope NOT GLOB 'kept:*'
ORDER BY loops.loop;

-- name: loop_summaries_of_visit
-- The same of one visit, which may have few of many items.
SELECT loops.loop, loops.visit, loops.scope, loops.label, loops.total, visits.node_id,
       coalesce(sum(steps.state = 'done'), 0) AS done,
       coalesce(sum(steps.state = 'failed'), 0) AS failed,
       coalesce(sum(steps.state = 'skipped'), 0) AS skipped
FROM loops
JOIN visits ON visits.visit = loops.visit
LEFT JOIN steps ON steps.loop = loops.loop AND steps.position IS NOT NULL
WHERE loops.visit = :visit AND loops.scope NOT GLOB 'kept:*'
GROUP BY loops.loop
ORDER BY loops.loop;

-- part: error_kind
-- The kind of an item's error: its message up to the first colon; empty where it cannot be read.
coalesce(CASE WHEN json_valid(steps.error_json) THEN substr(
    json_extract(steps.error_json, '$.message'), 1,
    instr(json_extract(steps.error_json, '$.message') || ':', ':') - 1
) END, '')

-- name: list_steps
-- A page of decided items in the order of loops and keys' rows.
SELECT steps.rowid AS id, steps.*, loops.visit, loops.scope, visits.node_id FROM steps
JOIN loops ON loops.loop = steps.loop
JOIN visits ON visits.visit = loops.visit
WHERE steps.rowid > :after AND loops.scope NOT GLOB 'kept:*'
  AND (:state IS NULL OR steps.state = :state)
  AND (:node_id IS NULL OR visits.node_id = :node_id)
  AND (:error IS NULL OR {error_kind} = :error)
ORDER BY steps.rowid
LIMIT :limit;

-- name: error_groups
-- How many items did not succeed, by the kind of their error; the most frequent first, of equals the earliest.
SELECT {error_kind} AS kind, count(*) AS items FROM steps
WHERE steps.state <> 'done'
GROUP BY kind
ORDER BY items DESC, min(steps.rowid);

-- name: due_again
-- The items of the visit at hand that did not succeed and are still in the list, by the kind of their error.
SELECT {error_kind} AS kind, count(*) AS items, sum(steps.state = 'failed') AS failed FROM steps
WHERE steps.state <> 'done' AND steps.position IS NOT NULL
  AND steps.loop IN (SELECT loop FROM loops WHERE visit = (SELECT max(visit) FROM visits))
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
