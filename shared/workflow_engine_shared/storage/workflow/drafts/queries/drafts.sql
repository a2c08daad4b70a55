-- name: get_draft
-- A row without a document is one that was deleted: its number is not given again.
SELECT * FROM flow_drafts WHERE flow_id = :flow_id;

-- name: list_drafts
-- A page of drafts by their flows' ids, without the documents.
SELECT flow_id, revision, based_on, note, updated_at, length(CAST(dsl_json AS BLOB)) AS size
FROM flow_drafts
WHERE dsl_json IS NOT NULL AND flow_id > :after
ORDER BY flow_id
LIMIT :limit;

-- name: insert_draft
INSERT INTO flow_drafts (flow_id, revision, dsl_json, based_on, note, updated_at)
VALUES (:flow_id, 1, :dsl_json, :based_on, :note, :now)
RETURNING *;

-- name: change_draft
UPDATE flow_drafts
SET revision = revision + 1, dsl_json = :dsl_json, based_on = :based_on, note = :note, updated_at = :now
WHERE flow_id = :flow_id
RETURNING *;

-- name: delete_draft
UPDATE flow_drafts SET revision = revision + 1, dsl_json = NULL, based_on = NULL, note = NULL, updated_at = :now
WHERE flow_id = :flow_id
RETURNING *;

-- name: base_draft
-- It is what that version says: nothing of the draft itself changes.
UPDATE flow_drafts SET based_on = :based_on WHERE flow_id = :flow_id AND revision = :revision RETURNING *;

-- name: flows_among
SELECT id FROM flows WHERE id IN (SELECT value FROM json_each(:ids));
