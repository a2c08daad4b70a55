-- What the run waits for. An older renflow would wait for it anew, and must not begin.
CREATE TABLE waits (
    key TEXT PRIMARY KEY,
    visit INTEGER NOT NULL,
    wait_json TEXT NOT NULL
) STRICT;

-- A visit that nobody waits for any more is cancelled; one that is over says by which edges the run went on.
CREATE TABLE visits_of_6 (
    visit INTEGER PRIMARY KEY,
    node_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('running', 'paused', 'finished', 'failed', 'skipped', 'cancelled')),
    attempt INTEGER NOT NULL DEFAULT 1 CHECK (attempt >= 1),
    started_at TEXT NOT NULL,
    finished_at TEXT,
    error_json TEXT,
    edges TEXT,
    CONSTRAINT finished_exactly_when_over CHECK ((finished_at IS NULL) = (status IN ('running', 'paused')))
) STRICT;

INSERT INTO visits_of_6 (visit, node_id, status, attempt, started_at, finished_at, error_json)
SELECT visit, node_id,
       CASE WHEN status = 'finished' AND error_json LIKE '{"code":"NOT_AWAITED",%' THEN 'cancelled' ELSE status END,
       attempt, started_at, finished_at, error_json
FROM visits;

DROP TABLE visits;

ALTER TABLE visits_of_6 RENAME TO visits;

CREATE INDEX visits_by_node ON visits (node_id, visit);
