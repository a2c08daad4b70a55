-- name: owner
SELECT epoch FROM main.owner;

-- name: take_ownership
-- The fence has looked: no newer epoch owns the run.
INSERT INTO owner (one, epoch) VALUES (1, :epoch) ON CONFLICT (one) DO UPDATE SET epoch = :epoch;

-- name: begin_visit
INSERT INTO visits (visit, node_id, status, attempt, started_at)
VALUES (:visit, :node_id, 'running', 1, :now)
ON CONFLICT (visit) DO NOTHING;

-- name: end_visit
UPDATE visits SET status = :status, finished_at = :now, error_json = :error_json, edges = :edges WHERE visit = :visit;

-- name: keep_spent
-- What a visit took since its newest beginning: until it ended, else until :until; nothing where that is not known.
INSERT INTO spent (visit, seconds)
SELECT visit, max(0.0, (julianday(coalesce(finished_at, :until)) - julianday(started_at)) * 86400.0)
FROM visits
WHERE visit = :visit AND status IN ('running', 'failed') AND coalesce(finished_at, :until) IS NOT NULL
ON CONFLICT (visit) DO UPDATE SET seconds = seconds + excluded.seconds;

-- name: spent_by_node
-- Per node: the seconds of its visits that their rows do not tell any more.
SELECT node_id, sum(seconds) AS seconds FROM spent JOIN visits ON visits.visit = spent.visit GROUP BY node_id;

-- name: pause_visit
UPDATE visits SET status = 'paused', error_json = NULL, finished_at = NULL WHERE visit = :visit;

-- name: try_visit_again
-- A further attempt of a visit: after an exception, an error or the death of its worker.
UPDATE visits SET
    status = 'running', attempt = attempt + 1, started_at = :now, finished_at = NULL, error_json = :error_json,
    edges = NULL
WHERE visit = :visit;

-- name: continue_visit
-- A paused visit goes on: not a new attempt.
UPDATE visits SET status = 'running', started_at = :now WHERE visit = :visit AND status = 'paused';

-- name: visits_until
-- A run's visits up to one of them, oldest first.
SELECT * FROM visits WHERE visit <= :last ORDER BY visit;

-- name: visits_from
-- A run's visits from one of them on, oldest first; from 0: the newest one.
SELECT * FROM visits WHERE visit >= CASE :first WHEN 0 THEN (SELECT max(visit) FROM visits) ELSE :first END
ORDER BY visit LIMIT :limit;

-- name: put_visit
-- A visit as another run's database has it.
INSERT INTO visits (visit, node_id, status, attempt, started_at, finished_at, error_json, edges)
VALUES (:visit, :node_id, :status, :attempt, :started_at, :finished_at, :error_json, :edges);

-- name: visits_of
-- These visits, oldest first; unknown ones are left out.
SELECT * FROM visits WHERE visit IN (SELECT value FROM json_each(:visits)) ORDER BY visit;

-- name: nodes_of
-- Which nodes some visits were of.
SELECT visit, node_id FROM visits WHERE visit IN (SELECT value FROM json_each(:visits));

-- name: latest_visit
SELECT * FROM visits ORDER BY visit DESC LIMIT 1;

-- name: open_visits
-- The visits that the run has not left behind, oldest first.
SELECT * FROM visits WHERE status IN ('running', 'paused', 'failed') ORDER BY visit;

-- name: visits_by_node
-- Per node: its newest visit, how many visits, and the seconds between beginning and end of those that ended.
SELECT latest.*, totals.visits, totals.duration_s
FROM (
    SELECT node_id, min(visit) AS first, max(visit) AS last, count(*) AS visits,
           sum(CASE WHEN finished_at IS NULL THEN 0.0
               ELSE max(0.0, (julianday(finished_at) - julianday(started_at)) * 86400.0) END) AS duration_s
    FROM visits
    GROUP BY node_id
) AS totals
JOIN visits AS latest ON latest.visit = totals.last
ORDER BY totals.first;

-- name: edges
-- By which edges visits went on, and how often by the same ones.
SELECT edges, count(*) AS visits FROM visits WHERE edges IS NOT NULL GROUP BY edges;

-- name: insert_overlay
INSERT INTO overlays (visit, updates) VALUES (:visit, :updates);

-- name: drop_overlay
DELETE FROM overlays WHERE visit = :visit;

-- name: overlays_of
SELECT updates FROM overlays WHERE visit = :visit ORDER BY id;

-- name: apply_signal
-- No row: the signal's effect was committed before.
INSERT INTO applied_signals (signal_id) VALUES (:signal_id)
ON CONFLICT (signal_id) DO NOTHING
RETURNING signal_id;
