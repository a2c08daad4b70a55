-- part: kind
-- The kind of the error in a row: its message up to the first colon; empty where it cannot be read.
coalesce(CASE WHEN json_valid(:error_json) THEN substr(
    json_extract(:error_json, '$.message'), 1,
    instr(json_extract(:error_json, '$.message') || ':', ':') - 1
) END, '')

-- part: kind_of_step
coalesce(CASE WHEN json_valid(steps.error_json) THEN substr(
    json_extract(steps.error_json, '$.message'), 1,
    instr(json_extract(steps.error_json, '$.message') || ':', ':') - 1
) END, '')

-- name: add
UPDATE loops SET done = done + :done, failed = failed + :failed, skipped = skipped + :skipped WHERE loop = :loop;

-- name: add_error
INSERT INTO error_kinds (loop, kind, items) VALUES (:loop, {kind}, 1)
ON CONFLICT (loop, kind) DO UPDATE SET items = items + 1;

-- name: take_error
UPDATE error_kinds SET items = items - 1 WHERE loop = :loop AND kind = {kind};

-- name: drop_empty_kinds
DELETE FROM error_kinds WHERE loop = :loop AND items < 1;

-- name: loops_of_visit
SELECT loop FROM loops WHERE visit = :visit;

-- name: recount
UPDATE loops SET
    done = (SELECT count(*) FROM steps
            WHERE steps.loop = :loop AND steps.state = 'done' AND steps.position IS NOT NULL),
    failed = (SELECT count(*) FROM steps
              WHERE steps.loop = :loop AND steps.state = 'failed' AND steps.position IS NOT NULL),
    skipped = (SELECT count(*) FROM steps
               WHERE steps.loop = :loop AND steps.state = 'skipped' AND steps.position IS NOT NULL)
WHERE loop = :loop;

-- name: drop_kinds
DELETE FROM error_kinds WHERE loop = :loop;

-- name: recount_errors
INSERT INTO error_kinds (loop, kind, items)
SELECT loop, {kind_of_step} AS error, count(*) FROM steps
WHERE loop = :loop AND state <> 'done'
GROUP BY error
ORDER BY min(rowid);

-- name: reruns
SELECT loop, items FROM reruns;

-- name: loop_summaries
-- Per loop, oldest first: how many items stand where.
SELECT loops.loop, loops.visit, loops.scope, loops.label, loops.total, visits.node_id,
       loops.done, loops.failed, loops.skipped
FROM loops
JOIN visits ON visits.visit = loops.visit
WHERE loops.scope NOT GLOB 'kept:*' AND (:visit IS NULL OR loops.visit = :visit)
ORDER BY loops.loop;

-- name: error_groups
-- How many items did not succeed, by the kind of their error; the most frequent first, of equals the earliest.
SELECT kind, sum(items) AS items FROM error_kinds
GROUP BY kind
ORDER BY sum(items) DESC, min(rowid);

-- name: counted_summaries
-- The same of a run whose database has no sums: it was over before they were kept.
SELECT loops.loop, loops.visit, loops.scope, loops.label, loops.total, visits.node_id,
       coalesce(sum(steps.state = 'done'), 0) AS done,
       coalesce(sum(steps.state = 'failed'), 0) AS failed,
       coalesce(sum(steps.state = 'skipped'), 0) AS skipped
FROM loops
JOIN visits ON visits.visit = loops.visit
LEFT JOIN steps ON steps.loop = loops.loop AND steps.position IS NOT NULL
WHERE loops.scope NOT GLOB 'kept:*' AND (:visit IS NULL OR loops.visit = :visit)
GROUP BY loops.loop
ORDER BY loops.loop;

-- name: counted_error_groups
SELECT {kind_of_step} AS kind, count(*) AS items FROM steps
WHERE steps.state <> 'done'
GROUP BY kind
ORDER BY items DESC, min(steps.rowid);
