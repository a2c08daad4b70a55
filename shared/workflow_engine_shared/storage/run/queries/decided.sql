-- name: made_from
-- What decided items were made from: of all that stand at this place of the list or behind it, or nowhere any more.
SELECT key, position, item_hash FROM steps WHERE loop = :loop AND (position >= :first OR position IS NULL);

-- name: one_hash
SELECT item_hash FROM steps WHERE loop = :loop LIMIT 1;

-- name: largest_number
-- The largest whole number among the keys.
SELECT key FROM steps
WHERE loop = :loop AND (key < :small_end OR (key >= :large_begin AND key < :large_end))
ORDER BY key DESC LIMIT 1;

-- name: decided_from
-- What is decided of the items at some places of the list, in its order; their state, unless they are done.
SELECT key, position, attempt, item_hash, result, CASE WHEN state <> 'done' THEN state END FROM steps
WHERE loop = :loop AND position >= :first AND position < :end
ORDER BY position;

-- name: done_from
-- The items at some places of the list that are done, in its order; but for those with large results.
SELECT position, key, item_hash, result FROM steps
WHERE loop = :loop AND position >= :first AND position < :end AND state = 'done' AND length(result) <= :most
ORDER BY position;

-- name: get_step
SELECT key, position, state, attempt, item_hash, result FROM steps WHERE loop = :loop AND key = :key;
