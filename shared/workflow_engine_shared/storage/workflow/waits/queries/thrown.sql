-- name: thrown_by
-- A row: the worker of this epoch holds the run. How much of what it threw has been brought to others.
SELECT thrown FROM runs WHERE thread_id = :thread_id AND epoch = :epoch AND status = 'running';

-- name: was_thrown
UPDATE runs SET thrown = :thrown WHERE thread_id = :thread_id;
