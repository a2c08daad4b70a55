-- name: versions_in_environments
-- Versions that were published with an environment, newest first.
SELECT flow_id, version, environment FROM flow_versions
WHERE environment IS NOT NULL
ORDER BY flow_id, version DESC;

-- name: runs_in_environments
-- Runs that are not over, of those that have an environment.
SELECT thread_id, status, environment FROM runs
WHERE environment IS NOT NULL AND finished_at IS NULL
ORDER BY seq;

-- name: set_environment
-- What the worker that holds the run resolved. No row: another one holds it.
UPDATE runs SET environment = :environment
WHERE thread_id = :thread_id AND epoch = :epoch AND status = 'running'
RETURNING thread_id;

-- name: lock_version
-- The packages of a version, resolved once.
UPDATE flow_versions SET environment = :environment
WHERE flow_id = :flow_id AND version = :version AND environment IS NULL;
