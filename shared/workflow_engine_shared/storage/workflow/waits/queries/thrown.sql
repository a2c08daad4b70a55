-- name: thrown_by
-- A row: the worker of this epoch holds the run. How much of what it threw has been brought to others.
SELECT runs.thrown, runs.is_test, flow_versions.flow_id,
       coalesce(CASE WHEN json_valid(runs.metadata) THEN json_extract(runs.metadata, '$.begun.depth') END, 0) AS depth
FROM runs JOIN flow_versions ON flow_versions.id = runs.flow_version_id
WHERE runs.thread_id = :thread_id AND runs.epoch = :epoch AND runs.status = 'running';

-- name: was_thrown
UPDATE runs SET thrown = :thrown WHERE thread_id = :thread_id;
