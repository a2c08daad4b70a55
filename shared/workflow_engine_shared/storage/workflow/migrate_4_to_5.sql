-- What runs wait for without a process, and runs that others started and wait for.
ALTER TABLE runs ADD COLUMN parent_id TEXT COLLATE NOCASE;
ALTER TABLE runs ADD COLUMN parent_key TEXT CHECK ((parent_key IS NULL) = (parent_id IS NULL));
CREATE INDEX runs_by_parent ON runs (parent_id) WHERE parent_id IS NOT NULL;

-- A CHECK cannot be changed: the table is made anew, with the ids that hooks count by and those that were used.
CREATE TABLE signals_of_5 (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    thread_id TEXT NOT NULL COLLATE NOCASE REFERENCES runs (thread_id) ON DELETE CASCADE,
    type TEXT NOT NULL,
    payload_json TEXT NOT NULL DEFAULT '{}',
    ts TEXT NOT NULL,
    processed INTEGER NOT NULL DEFAULT 0 CHECK (processed IN (0, 1)),
    CONSTRAINT known_type CHECK (
        type IN (
            'pause_request', 'resume_request', 'cancel_request', 'wait_request',
            'start', 'interrupt', 'resume', 'finish', 'error', 'crash', 'restart', 'cancel',
            'code_changed', 'dependency_installed', 'stalled', 'wait_armed', 'wait_met'
        )
    ),
    CONSTRAINT events_are_born_processed CHECK (processed = 1 OR type LIKE '%!_request' ESCAPE '!')
) STRICT;

INSERT INTO signals_of_5 (id, thread_id, type, payload_json, ts, processed)
SELECT id, thread_id, type, payload_json, ts, processed FROM signals ORDER BY id;
DELETE FROM sqlite_sequence WHERE name = 'signals_of_5';
INSERT INTO sqlite_sequence (name, seq) SELECT 'signals_of_5', seq FROM sqlite_sequence WHERE name = 'signals';
DROP TABLE signals;
ALTER TABLE signals_of_5 RENAME TO signals;
CREATE INDEX signals_by_run ON signals (thread_id, id);
CREATE INDEX signals_waiting ON signals (thread_id) WHERE processed = 0;

CREATE TABLE waits (
    thread_id TEXT NOT NULL COLLATE NOCASE REFERENCES runs (thread_id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('timer', 'form', 'question', 'message', 'child')),
    node_id TEXT NOT NULL,
    visit INTEGER NOT NULL,
    ref TEXT,
    correlation TEXT,
    due_at TEXT,
    body TEXT,
    state TEXT NOT NULL DEFAULT 'armed' CHECK (state IN ('armed', 'met', 'off')),
    armed_at TEXT NOT NULL,
    met_at TEXT,
    how TEXT CHECK (how IN ('answer', 'timer', 'timeout', 'message', 'child')),
    answer TEXT,
    CONSTRAINT met_is_whole CHECK ((state = 'met') = (met_at IS NOT NULL) AND (state = 'met') = (how IS NOT NULL)),
    PRIMARY KEY (thread_id, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX waits_due ON waits (due_at) WHERE state = 'armed' AND due_at IS NOT NULL;
CREATE INDEX waits_ref ON waits (kind, ref) WHERE state = 'armed';
CREATE INDEX waits_forms ON waits (armed_at) WHERE kind = 'form';
