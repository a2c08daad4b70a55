-- name: insert_flow
-- No row: the id is taken.
INSERT INTO flows (id, name, created_at) VALUES (:id, :name, :now)
ON CONFLICT (id) DO NOTHING
RETURNING *;

-- part: name_zh
-- The Chinese name, as the newest version says.
(SELECT CASE WHEN json_valid(dsl_json) AND json_type(dsl_json, '$.name_zh') = 'text'
             THEN json_extract(dsl_json, '$.name_zh') END
 FROM flow_versions WHERE flow_id = flows.id AND origin = 'author' ORDER BY version DESC LIMIT 1) AS name_zh

-- name: get_flow
SELECT flows.*, {name_zh} FROM flows WHERE id = :id;

-- name: list_flows
-- A page of flows by id, with their newest and newest published version.
SELECT flows.*, {name_zh},
       (SELECT max(version) FROM flow_versions WHERE flow_id = flows.id AND origin = 'author') AS latest_version,
       (SELECT max(version) FROM flow_versions WHERE flow_id = flows.id AND published) AS published_version
FROM flows
WHERE flows.id > :after
ORDER BY flows.id
LIMIT :limit;

-- part: of_version
-- All but the source, which may be large.
id, flow_id, version, dsl_json, compiled_meta, published, created_at, origin, format, code_json,
signature_json, environment

-- name: insert_version
-- Version numbers count up from 1; those of drafts, which are in no list, from 2**30.
INSERT INTO flow_versions (flow_id, version, dsl_json, compiled_meta, created_at, origin, format, source)
VALUES (
    :flow_id,
    (SELECT coalesce(max(version), iif(:origin = 'draft', 1073741824, 0)) + 1 FROM flow_versions
     WHERE flow_id = :flow_id AND origin = :origin),
    :dsl_json, :compiled_meta, :now, :origin, iif(:source IS NULL, 'dsl', 'bpmn'), :source
)
RETURNING {of_version};

-- name: draft_version
-- The very same document, where a test of it was started before.
SELECT {of_version} FROM flow_versions
WHERE flow_id = :flow_id AND origin = 'draft' AND dsl_json = :dsl_json
LIMIT 1;

-- name: forget_draft_versions
-- Those that no run is of any more.
DELETE FROM flow_versions
WHERE origin = 'draft' AND created_at < :before AND NOT EXISTS (
    SELECT 1 FROM runs WHERE runs.flow_version_id = flow_versions.id
);

-- name: get_version
SELECT {of_version} FROM flow_versions WHERE flow_id = :flow_id AND version = :version;

-- name: get_version_by_id
SELECT {of_version} FROM flow_versions WHERE id = :id;

-- name: version_source
SELECT source FROM flow_versions WHERE id = :id;

-- name: latest_version
SELECT {of_version} FROM flow_versions WHERE flow_id = :flow_id AND origin = 'author' ORDER BY version DESC LIMIT 1;

-- name: latest_published
SELECT {of_version} FROM flow_versions WHERE flow_id = :flow_id AND published ORDER BY version DESC LIMIT 1;

-- name: list_versions
-- A page of versions, newest first.
SELECT {of_version} FROM flow_versions
WHERE flow_id = :flow_id AND origin = 'author' AND version < :before
ORDER BY version DESC
LIMIT :limit;

-- name: publish_version
-- What it calls is pinned by that, and why it is published is kept.
UPDATE flow_versions
SET published = 1, compiled_meta = :compiled_meta, code_json = coalesce(:code_json, code_json),
    signature_json = coalesce(:signature_json, signature_json)
WHERE flow_id = :flow_id AND version = :version
RETURNING {of_version};

-- name: signed_versions
SELECT flow_id, version FROM flow_versions
WHERE signature_json IS NOT NULL AND json_extract(signature_json, '$.key') = :key
ORDER BY flow_id, version
LIMIT :limit;

-- name: signed_runs
-- Runs that are not over, of versions that a key has signed.
SELECT thread_id FROM runs JOIN flow_versions ON flow_versions.id = runs.flow_version_id
WHERE finished_at IS NULL AND signature_json IS NOT NULL AND json_extract(signature_json, '$.key') = :key
ORDER BY seq
LIMIT :limit;

-- name: uses_of_functions
-- Which versions call which function, newest first.
SELECT refs.value AS name, flow_id, version
FROM flow_versions, json_each(
    CASE WHEN json_valid(flow_versions.compiled_meta) THEN flow_versions.compiled_meta ELSE '{}' END, '$.code_refs'
) AS refs
WHERE origin = 'author'
ORDER BY flow_id, version DESC;

-- name: open_runs_by_version
SELECT flow_version_id, count(*) AS runs FROM runs WHERE finished_at IS NULL GROUP BY flow_version_id;
