-- name: living_children
-- Runs that this one started and that are not over.
SELECT thread_id FROM runs WHERE parent_id = :thread_id AND status NOT IN ('finished', 'cancelled') ORDER BY seq;

-- name: awaited_children
-- Runs that this one started, that are not over, and whose end it still waits for.
SELECT runs.thread_id FROM waits JOIN runs ON runs.thread_id = waits.ref
WHERE waits.thread_id = :thread_id AND waits.kind = 'child' AND waits.state = 'armed'
  AND runs.status NOT IN ('finished', 'cancelled')
ORDER BY runs.seq;

-- name: children_of
-- Runs that this one started, the oldest first.
SELECT thread_id, parent_key, status, reason FROM runs WHERE parent_id = :thread_id ORDER BY seq LIMIT :limit;

-- name: asked_to_end
SELECT id FROM signals WHERE thread_id = :thread_id AND type = 'cancel_request' AND processed = 0 LIMIT 1;
