-- run.db: the progress of one run. One writer: the worker that holds the run's lock and whose epoch stands in `owner`.
-- Everybody else opens it read-only.

-- The epoch that may write; never goes down.
CREATE TABLE owner (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    epoch INTEGER NOT NULL CHECK (epoch >= 1)
) STRICT;

-- One row a superstep. `manifest` maps each key of the run's state to the chunks that hold its value; `body` is the
-- graph's bookkeeping (channel versions) without any state. The thread is the run, always; it stands here because the
-- graph library addresses checkpoints by it.
CREATE TABLE checkpoints (
    ns TEXT NOT NULL,
    checkpoint_id TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    parent_id TEXT,
    ts TEXT NOT NULL,
    metadata BLOB NOT NULL,
    body BLOB NOT NULL,
    manifest BLOB NOT NULL,
    PRIMARY KEY (ns, checkpoint_id, thread_id)
) STRICT;

-- Values of the state, content-addressed (xxh3-128 of the body): what did not change is stored once.
CREATE TABLE chunks (
    hash BLOB PRIMARY KEY,
    body BLOB NOT NULL
) STRICT;

-- Results of tasks that finished before their superstep did.
CREATE TABLE writes (
    ns TEXT NOT NULL,
    checkpoint_id TEXT NOT NULL,
    thread_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    idx INTEGER NOT NULL,
    channel TEXT NOT NULL,
    type TEXT NOT NULL,
    value BLOB NOT NULL,
    task_path TEXT NOT NULL,
    PRIMARY KEY (ns, checkpoint_id, thread_id, task_id, idx)
) STRICT;

-- One row an execution of a node, written in the transaction of the checkpoint before (its start) and after it
-- (its finish).
CREATE TABLE visits (
    visit INTEGER PRIMARY KEY,
    node_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('running', 'paused', 'finished', 'failed', 'skipped', 'cancelled')),
    attempt INTEGER NOT NULL DEFAULT 1 CHECK (attempt >= 1),
    started_at TEXT NOT NULL,
    finished_at TEXT,
    error_json TEXT,
    edges TEXT,  -- by which the run went on: a list of their places among the edges of the flow, as JSON
    CONSTRAINT finished_exactly_when_over CHECK ((finished_at IS NULL) = (status IN ('running', 'paused')))
) STRICT;

CREATE INDEX visits_by_node ON visits (node_id, visit);

-- How long a visit was at work before it was set aside or tried again: `started_at` is of the newest beginning.
CREATE TABLE spent (
    visit INTEGER PRIMARY KEY,
    seconds REAL NOT NULL CHECK (seconds >= 0)
) STRICT;

-- A loop of durable steps inside a visit: one `map_steps` call, or all `step` calls of the visit together.
CREATE TABLE loops (
    loop INTEGER PRIMARY KEY,
    visit INTEGER NOT NULL,
    scope TEXT NOT NULL,  -- which call of the visit it is: the function's name and the call's number
    label TEXT NOT NULL,
    total INTEGER,  -- items, when their number is known
    done INTEGER NOT NULL DEFAULT 0,  -- items of the list by their state: kept with them, in the same transaction
    failed INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    UNIQUE (visit, scope)
) STRICT;

-- The step journal: one row an item whose outcome is decided. What is in no row is pending.
CREATE TABLE steps (
    loop INTEGER NOT NULL REFERENCES loops (loop),
    key BLOB NOT NULL,
    position INTEGER,  -- the item's index in the newest pass; NULL: it is no longer in the list
    state TEXT NOT NULL CHECK (state IN ('done', 'failed', 'skipped')),
    attempt INTEGER NOT NULL CHECK (attempt >= 1),
    result BLOB,
    error_json TEXT,
    item_hash BLOB,  -- of the item or the arguments it was made from; without a key, then its number among equals
    finished_at TEXT NOT NULL,
    duration_s REAL NOT NULL,
    PRIMARY KEY (loop, key),
    CONSTRAINT error_exactly_when_not_done CHECK ((error_json IS NULL) = (state = 'done'))
) STRICT;

CREATE INDEX steps_in_order ON steps (loop, position);

CREATE INDEX steps_unsuccessful ON steps (state) WHERE state <> 'done';

-- How many items did not succeed, by the kind of their error; kept with them as well.
CREATE TABLE error_kinds (
    loop INTEGER NOT NULL,
    kind TEXT NOT NULL,
    items INTEGER NOT NULL,
    PRIMARY KEY (loop, kind)
) STRICT;

-- How many items of a loop ran again because their journaled result was made from something else.
CREATE TABLE reruns (
    loop INTEGER PRIMARY KEY,
    items INTEGER NOT NULL
) STRICT;

-- Answers to a visit's questions, by their order in it.
CREATE TABLE answers (
    visit INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (visit, ordinal)
) STRICT;

-- The code that the newest attempt ran with.
CREATE TABLE code (
    name TEXT PRIMARY KEY,
    hash TEXT NOT NULL
) STRICT;

-- State updates given from outside for the visit at hand; merged into the state when the visit ends.
CREATE TABLE overlays (
    id INTEGER PRIMARY KEY,
    visit INTEGER NOT NULL,
    updates BLOB NOT NULL
) STRICT;

-- Signals whose effect is committed here: replaying one is a no-op.
CREATE TABLE applied_signals (
    signal_id INTEGER PRIMARY KEY
) STRICT;

-- What open visits wait for: a time, a message, a person. Written with the checkpoint that makes the visit due, taken away
-- with the one behind it.
CREATE TABLE waits (
    key TEXT PRIMARY KEY,  -- what the tokens know the visit by: never used twice in a run
    visit INTEGER NOT NULL,
    wait_json TEXT NOT NULL  -- all that was decided when it began, its time above all
) STRICT;

-- Files that functions gave to artifact(), in the order of their first time.
CREATE TABLE artifacts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE  -- below the run's outputs
) STRICT;

-- What the file guard kept functions from, and how often.
CREATE TABLE refusals (
    id INTEGER PRIMARY KEY,
    detail TEXT NOT NULL UNIQUE,  -- what was tried, the path, the rule
    times INTEGER NOT NULL
) STRICT;
