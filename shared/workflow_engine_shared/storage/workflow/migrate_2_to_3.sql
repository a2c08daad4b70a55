-- Schedules: when runs are to be started by themselves, and what became of each time that came.
CREATE TABLE schedules (
    id TEXT PRIMARY KEY COLLATE NOCASE,
    flow_id TEXT NOT NULL COLLATE NOCASE REFERENCES flows (id),
    version INTEGER,
    title TEXT,
    cron TEXT,
    every_s INTEGER CHECK (every_s > 0),
    at TEXT,
    since TEXT NOT NULL,
    timezone TEXT NOT NULL,
    input_json TEXT NOT NULL,
    overlap TEXT NOT NULL CHECK (overlap IN ('skip', 'queue', 'allow')),
    catch_up TEXT NOT NULL CHECK (catch_up IN ('none', 'last', 'all')),
    paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
    next_at TEXT,
    moved_at TEXT NOT NULL,
    missed_json TEXT,
    created_at TEXT NOT NULL,
    CONSTRAINT one_timetable CHECK ((cron IS NOT NULL) + (every_s IS NOT NULL) + (at IS NOT NULL) = 1)
) STRICT;

CREATE INDEX schedules_due ON schedules (next_at) WHERE paused = 0 AND next_at IS NOT NULL;

CREATE TABLE schedule_times (
    schedule_id TEXT NOT NULL COLLATE NOCASE REFERENCES schedules (id) ON DELETE CASCADE,
    time TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('started', 'waiting', 'skipped', 'refused')),
    thread_id TEXT COLLATE NOCASE,
    code TEXT,
    detail TEXT,
    decided_at TEXT NOT NULL,
    PRIMARY KEY (schedule_id, time),
    CONSTRAINT started_is_a_run CHECK ((outcome = 'started') = (thread_id IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX schedule_times_waiting ON schedule_times (schedule_id, time) WHERE outcome = 'waiting';
