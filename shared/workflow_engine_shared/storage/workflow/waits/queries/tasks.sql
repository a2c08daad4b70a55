-- part: tasks
-- Forms, and the questions that runs stand still for.
SELECT * FROM (
    SELECT waits.thread_id, waits.key, waits.kind, waits.node_id, waits.state, waits.armed_at, waits.body, waits.due_at,
           waits.met_at, waits.how, waits.answer,
           runs.flow_version_id, runs.title AS run_title, flow_versions.flow_id, flow_versions.version
    FROM waits
    JOIN runs ON runs.thread_id = waits.thread_id
    JOIN flow_versions ON flow_versions.id = runs.flow_version_id
    WHERE waits.kind = 'form'
    UNION ALL
    SELECT runs.thread_id, 'question', 'question', NULL, 'armed', runs.last_event_at, runs.interrupt_json,
           NULL, NULL, NULL, NULL,
           runs.flow_version_id, runs.title, flow_versions.flow_id, flow_versions.version
    FROM runs JOIN flow_versions ON flow_versions.id = runs.flow_version_id
    WHERE runs.status = 'interrupted' AND runs.reason = 'question'
)

-- name: find_tasks
-- The newest first.
{tasks}
WHERE (:state IS NULL OR state = :state)
  AND (:flow_id IS NULL OR flow_id = :flow_id COLLATE NOCASE)
  AND (:thread_id IS NULL OR thread_id = :thread_id COLLATE NOCASE)
  AND (:assignee IS NULL OR CASE WHEN json_valid(body) THEN json_extract(body, '$.assignee') END = :assignee)
  AND (:armed_at IS NULL OR (armed_at, thread_id, key) < (:armed_at, :after_thread, :after_key))
ORDER BY armed_at DESC, thread_id DESC, key DESC
LIMIT :limit;

-- name: get_task
{tasks}
WHERE thread_id = :thread_id COLLATE NOCASE AND key = :key
LIMIT 1;
