-- part: chosen
-- Whether a run is one of those asked for; what is NULL asks for nothing. :folded is :q in one case.
(:statuses IS NULL OR status IN (SELECT value FROM json_each(:statuses)))
  AND (:flow_id IS NULL OR flow_version_id IN (SELECT id FROM flow_versions WHERE flow_versions.flow_id = :flow_id))
  AND (:error IS NULL OR error_code = :error)
  AND (NOT :skipped OR skipped_count > 0)
  AND (NOT :without_tests OR seq NOT IN (SELECT tests.seq FROM runs AS tests WHERE tests.is_test = 1))
  AND (:started_from IS NULL OR coalesce(started_at, created_at) >= :started_from)
  AND (:started_to IS NULL OR coalesce(started_at, created_at) < :started_to)
  AND (:tags IS NULL OR NOT EXISTS (
      SELECT 1 FROM json_each(:tags) AS wanted
      WHERE NOT EXISTS (
          SELECT 1 FROM json_each(CASE WHEN json_valid(tags) THEN tags ELSE '[]' END) AS own
          WHERE own.value = wanted.value
      )
  ))
  AND (:q IS NULL
      OR instr(lower(thread_id), :folded) > 0
      OR instr(lower(coalesce(title, '')), :folded) > 0
      OR seq IN (
          SELECT run_texts.seq FROM run_texts WHERE instr(run_texts.text, :folded) > 0
          UNION ALL
          SELECT failed.seq FROM runs AS failed
          WHERE failed.error_code IS NOT NULL AND CASE WHEN json_valid(failed.error_json) THEN
              instr(json_extract(failed.error_json, '$.message'), :q) > 0
              OR instr(lower(json_extract(failed.error_json, '$.message')), :folded) > 0
              OR instr(lower(failed.error_code), :folded) > 0
          END
      ))

-- part: key
-- What a list is sorted by. Of durations, runs that have not begun come before all others; of statuses, what is at work.
CASE :sort
    WHEN 'created' THEN seq
    WHEN 'started' THEN coalesce(started_at, created_at)
    WHEN 'duration' THEN coalesce(
        julianday(CASE WHEN status IN ('pending', 'running', 'recovering') THEN :now
                       ELSE coalesce(finished_at, last_event_at) END)
        - julianday(started_at),
        -1.0
    )
    WHEN 'status' THEN CASE status
        WHEN 'running' THEN 1 WHEN 'recovering' THEN 2 WHEN 'pending' THEN 3 WHEN 'interrupted' THEN 4
        WHEN 'error' THEN 5 WHEN 'finished' THEN 6 WHEN 'cancelled' THEN 7 ELSE 8
    END
    WHEN 'flow' THEN (SELECT lower(flow_versions.flow_id) FROM flow_versions WHERE flow_versions.id = flow_version_id)
    ELSE lower(coalesce(title, thread_id))
END

-- name: newest
-- A page of all runs, as the table has them.
SELECT seq, seq AS place FROM runs WHERE seq < :place_seq ORDER BY seq DESC LIMIT :limit;

-- name: oldest
SELECT seq, seq AS place FROM runs WHERE seq > :place_seq ORDER BY seq LIMIT :limit;

-- name: descending
-- A page of runs, each with its place in the order: its key, and its seq where keys are the same.
SELECT seq, {key} AS place FROM runs
WHERE {chosen} AND (NOT :goes_on OR ({key}, seq) < (:place, :place_seq))
ORDER BY place DESC, seq DESC
LIMIT :limit;

-- name: ascending
SELECT seq, {key} AS place FROM runs
WHERE {chosen} AND (NOT :goes_on OR ({key}, seq) > (:place, :place_seq))
ORDER BY place, seq
LIMIT :limit;

-- name: total
SELECT count(*) AS runs FROM runs WHERE {chosen};

-- name: every
-- As quick as it can be counted.
SELECT count(*) AS runs FROM runs;

-- name: matching
-- The oldest first: those that come meanwhile are behind.
-- Whether one waits stands in its row, which is not passed over for that.
SELECT thread_id, status, skipped_count AS skipped,
       status = 'interrupted' AND seq IN (
           SELECT seq FROM runs WHERE status = 'interrupted' AND reason IN ('waiting', 'form')
       ) AS waits
FROM runs
WHERE {chosen} AND (:only IS NULL OR thread_id IN (SELECT value FROM json_each(:only)))
ORDER BY +seq
LIMIT :limit;

-- name: tags_in_use
SELECT own.value AS name, count(*) AS runs
FROM runs, json_each(CASE WHEN json_valid(tags) THEN tags ELSE '[]' END) AS own
GROUP BY own.value
ORDER BY runs DESC, name
LIMIT :limit;

-- name: errors_in_use
SELECT error_code AS name, count(*) AS runs FROM runs
WHERE error_code IS NOT NULL
GROUP BY error_code
ORDER BY runs DESC, name
LIMIT :limit;

-- name: without_text
-- Runs that a search cannot look through yet, the newest first.
SELECT seq FROM runs
WHERE searchable = 0
ORDER BY seq DESC
LIMIT :limit;

-- name: number_without_text
SELECT count(*) AS runs FROM runs WHERE searchable = 0;

-- name: insert_text
INSERT INTO run_texts (seq, text) SELECT seq, :text FROM runs WHERE seq = :seq
ON CONFLICT (seq) DO UPDATE SET text = excluded.text;

-- name: has_its_text
UPDATE runs SET searchable = 1 WHERE seq = :seq;
