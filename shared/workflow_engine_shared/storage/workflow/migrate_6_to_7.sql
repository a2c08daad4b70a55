-- Environments of flows: the hash of the lock that a version was published with, and that a run is executed in.
ALTER TABLE flow_versions ADD COLUMN environment TEXT;
ALTER TABLE runs ADD COLUMN environment TEXT;

-- Schedules that a timer start event of a BPMN file makes.
ALTER TABLE schedules ADD COLUMN node_id TEXT;
ALTER TABLE schedules ADD COLUMN timer TEXT;

-- BPMN: by which messages (signals are `signal:NAME`) runs of a flow begin, as its version says that is published last.
CREATE TABLE flow_starts (
    name TEXT NOT NULL,
    flow_id TEXT NOT NULL COLLATE NOCASE REFERENCES flows (id),
    node_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (name, flow_id, node_id)
) STRICT, WITHOUT ROWID;

-- Runs that messages and signals are to begin. A row goes in the transaction that accepts its run.
CREATE TABLE starts_due (
    thread_id TEXT PRIMARY KEY COLLATE NOCASE,  -- of the run
    flow_id TEXT NOT NULL COLLATE NOCASE REFERENCES flows (id),
    version INTEGER NOT NULL,
    node_id TEXT NOT NULL,
    name TEXT NOT NULL,
    payload_json TEXT NOT NULL,
    depth INTEGER NOT NULL,  -- so many runs before it began the next one by what they threw
    due_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Messages that came with an id: the same one again does nothing, and is answered as before.
CREATE TABLE messages_taken (
    id TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    reached TEXT NOT NULL,  -- the runs that waited for it, as a JSON list
    begun TEXT NOT NULL,  -- the runs that it began, as a JSON list
    taken_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX messages_taken_by_time ON messages_taken (taken_at);
