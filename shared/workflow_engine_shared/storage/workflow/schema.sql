-- workflow.db: what flows exist, what runs were accepted, and every command and event of them.
--
-- Who writes what. flows, flow_versions, flow_drafts, workers: the supervisor. signals: both sides, append-only (only
-- `processed` changes). runs: only through the one guarded move (move_run in queries/moves.sql) - by the worker that holds the
-- run's epoch, or by the supervisor while no worker holds the run; what people call it by the supervisor at any time.
-- waits: armed by the worker that holds the run, met by whoever brings what it waits for (queries/waits.sql).
-- A row is the truth; frames on the pipe only ring.
--
-- Order is `id` or `seq`, never time: wall clocks step back.

CREATE TABLE flows (
    id TEXT PRIMARY KEY COLLATE NOCASE,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

-- An immutable DSL document of a flow.
CREATE TABLE flow_versions (
    id INTEGER PRIMARY KEY,
    flow_id TEXT NOT NULL COLLATE NOCASE REFERENCES flows (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    dsl_json TEXT NOT NULL,
    compiled_meta TEXT NOT NULL,  -- {"code_refs": [...], "nodes": n, "hash": "..."}
    published INTEGER NOT NULL DEFAULT 0 CHECK (published IN (0, 1)),
    created_at TEXT NOT NULL,
    origin TEXT NOT NULL DEFAULT 'author' CHECK (origin IN ('author', 'draft')),  -- draft: a test's, and in no list
    -- BPMN: the file as it came in. dsl_json then says what a flow's document says of its nodes and edges, for lists.
    format TEXT NOT NULL DEFAULT 'dsl' CHECK (format IN ('dsl', 'bpmn')),
    source BLOB,
    -- What its functions consisted of when it was published, see `rows.VersionCode`; NULL: it was not, or nobody looked.
    code_json TEXT,
    signature_json TEXT,  -- who vouches for it, see `signatures.statement.Signature`
    environment TEXT,  -- the hash of the lock of its environment; NULL: it has none, or was not published
    UNIQUE (flow_id, version)
) STRICT;

-- One execution of one flow version. The thread_id is unique without regard to case: it is a folder's name.
CREATE TABLE runs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    thread_id TEXT NOT NULL UNIQUE COLLATE NOCASE,
    flow_version_id INTEGER NOT NULL REFERENCES flow_versions (id),
    status TEXT NOT NULL,
    reason TEXT,
    epoch INTEGER NOT NULL DEFAULT 0 CHECK (epoch >= 0),  -- the number of the newest worker's hold, 0 before the first
    input_json TEXT NOT NULL,
    fingerprint TEXT NOT NULL,  -- hash of the start request: the same request again is answered with this run
    flows_dir TEXT NOT NULL,  -- where this run's functions are loaded from
    interrupt_json TEXT,
    error_json TEXT,
    crashes INTEGER NOT NULL DEFAULT 0 CHECK (crashes >= 0),  -- worker deaths since the last progress
    progress_mark TEXT,  -- the newest checkpoint at the last death: a newer one is progress
    due_at TEXT,  -- recovering: not before this moment
    created_at TEXT NOT NULL,
    queued_at TEXT NOT NULL,  -- when it last became pending: the queue's order
    started_at TEXT,
    finished_at TEXT,
    last_event_at TEXT NOT NULL,
    metadata TEXT NOT NULL DEFAULT '{}',  -- a JSON object, see `runs.Metadata`
    forked_from TEXT COLLATE NOCASE,  -- the run it was forked from, which may be deleted since
    forked_checkpoint TEXT,  -- where it was forked; its first worker copies that checkpoint
    forked_updates TEXT,  -- given to the node due there, as JSON
    title TEXT,  -- what people call it
    tags TEXT NOT NULL DEFAULT '[]',  -- a JSON list of texts
    error_code TEXT,  -- the one in error_json, for lists
    skipped_count INTEGER NOT NULL DEFAULT 0,  -- the one in metadata, for lists
    searchable INTEGER NOT NULL DEFAULT 0,  -- whether run_texts has what its title, tags and input say
    parent_id TEXT COLLATE NOCASE,  -- the run that started it and waits for its end; it may be deleted since
    parent_key TEXT CHECK ((parent_key IS NULL) = (parent_id IS NULL)),  -- which of that run's waits
    is_test INTEGER NOT NULL DEFAULT 0 CHECK (is_test IN (0, 1)),  -- of a draft; metadata says how
    thrown INTEGER NOT NULL DEFAULT 0,  -- BPMN: how many of the messages and signals it threw have reached other runs
    code TEXT,  -- the hash of the kept code that its functions are loaded from; NULL: they are loaded from flows_dir
    environment TEXT,  -- the hash of the lock of its environment; NULL: its flow has none, or its worker resolves it
    CONSTRAINT known_status CHECK (
        status IN ('pending', 'running', 'interrupted', 'recovering', 'finished', 'error', 'cancelled')
    ),
    CONSTRAINT finished_exactly_when_final CHECK ((finished_at IS NOT NULL) = (status IN ('finished', 'cancelled'))),
    CONSTRAINT error_needs_a_reason CHECK (status <> 'error' OR (reason IS NOT NULL AND error_json IS NOT NULL)),
    CONSTRAINT running_has_an_epoch CHECK (status <> 'running' OR epoch >= 1),
    CONSTRAINT fork_is_whole_or_absent CHECK (
        (forked_from IS NULL) = (forked_checkpoint IS NULL) AND (forked_from IS NULL) = (forked_updates IS NULL)
    )
) STRICT;

CREATE INDEX runs_by_status ON runs (status, queued_at);
CREATE INDEX runs_by_version ON runs (flow_version_id);
-- All that lists filter and sort by: they need not pass over the inputs, which may be long.
CREATE INDEX runs_listed ON runs (
    status, flow_version_id, created_at, started_at, finished_at, last_event_at, error_code, skipped_count, tags, title,
    thread_id
);
CREATE INDEX runs_to_index ON runs (seq) WHERE searchable = 0;
CREATE INDEX runs_by_error ON runs (error_code) WHERE error_code IS NOT NULL;
CREATE INDEX forks ON runs (forked_from) WHERE forked_from IS NOT NULL;
CREATE INDEX runs_of_tests ON runs (finished_at) WHERE is_test = 1;
CREATE INDEX runs_by_parent ON runs (parent_id) WHERE parent_id IS NOT NULL;

-- Commands to a run (processed = 0 until their effect is committed) and events of it (born processed).
CREATE TABLE signals (
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

CREATE INDEX signals_by_run ON signals (thread_id, id);
CREATE INDEX signals_waiting ON signals (thread_id) WHERE processed = 0;

-- What runs wait for, with a process or without one. An armed row is met once, in the transaction that also inserts the
-- `wait_request` and lets the run wait for a worker; a row that nobody waits for any more is off.
CREATE TABLE waits (
    thread_id TEXT NOT NULL COLLATE NOCASE REFERENCES runs (thread_id) ON DELETE CASCADE,
    key TEXT NOT NULL,  -- never used twice in a run
    kind TEXT NOT NULL CHECK (kind IN ('timer', 'form', 'question', 'message', 'child')),
    node_id TEXT NOT NULL,
    visit INTEGER NOT NULL,
    ref TEXT,  -- message: its name; child: its thread_id
    correlation TEXT,  -- which message of that name: canonical JSON
    due_at TEXT,  -- timer: when it comes; others: when they are given up
    body TEXT,  -- JSON, see `waits.rows.NewWait`
    state TEXT NOT NULL DEFAULT 'armed' CHECK (state IN ('armed', 'met', 'off')),
    armed_at TEXT NOT NULL,
    met_at TEXT,
    how TEXT CHECK (how IN ('answer', 'timer', 'timeout', 'message', 'child')),
    answer TEXT,  -- what came, as JSON
    CONSTRAINT met_is_whole CHECK ((state = 'met') = (met_at IS NOT NULL) AND (state = 'met') = (how IS NOT NULL)),
    PRIMARY KEY (thread_id, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX waits_due ON waits (due_at) WHERE state = 'armed' AND due_at IS NOT NULL;
CREATE INDEX waits_ref ON waits (kind, ref) WHERE state = 'armed';
CREATE INDEX waits_forms ON waits (armed_at) WHERE kind = 'form';

-- Every worker process that ever held a run.
CREATE TABLE workers (
    id INTEGER PRIMARY KEY,
    thread_id TEXT NOT NULL COLLATE NOCASE REFERENCES runs (thread_id) ON DELETE CASCADE,
    epoch INTEGER NOT NULL CHECK (epoch >= 1),
    instance TEXT NOT NULL UNIQUE,  -- random; pid and its creation time are hints only
    pid INTEGER NOT NULL,
    pid_created_at REAL NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    exit_code INTEGER,
    exit_reason TEXT,
    timed_out_visit INTEGER,  -- the visit whose limit it did not heed, if it was ended for that
    UNIQUE (thread_id, epoch)
) STRICT;

-- What a search looks through beside ids, titles and errors: title, tags and input without secrets, in one case. The
-- supervisor writes it when the first search after a change needs it.
CREATE TABLE run_texts (
    seq INTEGER PRIMARY KEY REFERENCES runs (seq) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;

-- Filters and orders of lists of runs that somebody saved under a name.
CREATE TABLE run_views (
    id TEXT PRIMARY KEY COLLATE NOCASE,
    name TEXT NOT NULL,
    query_json TEXT NOT NULL,  -- a JSON object: parameters of GET /runs
    created_at TEXT NOT NULL
) STRICT;

-- When runs are to be started by themselves. Written by the supervisor: by requests, and by its scheduler, which moves
-- `next_at` in the transaction that accepts the run.
CREATE TABLE schedules (
    id TEXT PRIMARY KEY COLLATE NOCASE,
    flow_id TEXT NOT NULL COLLATE NOCASE REFERENCES flows (id),
    version INTEGER,  -- NULL: the one that is published last when the time comes
    title TEXT,  -- what people call it, and its runs
    cron TEXT,
    every_s INTEGER CHECK (every_s > 0),
    at TEXT,
    since TEXT NOT NULL,  -- what every_s counts from
    timezone TEXT NOT NULL,
    input_json TEXT NOT NULL,
    overlap TEXT NOT NULL CHECK (overlap IN ('skip', 'queue', 'allow')),
    catch_up TEXT NOT NULL CHECK (catch_up IN ('none', 'last', 'all')),
    paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
    next_at TEXT,  -- the first time that nobody dealt with; NULL: there is none any more
    moved_at TEXT NOT NULL,  -- what the clock showed when next_at was worked out: later than now, it was set back
    missed_json TEXT,  -- what was missed last, see `rows.Missed`
    created_at TEXT NOT NULL,
    node_id TEXT,  -- BPMN: the start event whose timer it is, and where its runs begin
    timer TEXT,  -- what that timer says; a cycle goes on from `at`
    CONSTRAINT one_timetable CHECK ((cron IS NOT NULL) + (every_s IS NOT NULL) + (at IS NOT NULL) = 1)
) STRICT;

CREATE INDEX schedules_due ON schedules (next_at) WHERE paused = 0 AND next_at IS NOT NULL;

-- What became of each time of a schedule that came: one row, whatever dies and however clocks are set. The newest stay.
CREATE TABLE schedule_times (
    schedule_id TEXT NOT NULL COLLATE NOCASE REFERENCES schedules (id) ON DELETE CASCADE,
    time TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('started', 'waiting', 'skipped', 'refused')),
    thread_id TEXT COLLATE NOCASE,  -- the run, which may be deleted since
    code TEXT,  -- why there is none
    detail TEXT,
    decided_at TEXT NOT NULL,
    PRIMARY KEY (schedule_id, time),
    CONSTRAINT started_is_a_run CHECK ((outcome = 'started') = (thread_id IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX schedule_times_waiting ON schedule_times (schedule_id, time) WHERE outcome = 'waiting';

-- Hooks of hooks.toml: how far each has been looked at `signals`, and what became of its messages last.
CREATE TABLE hooks (
    name TEXT PRIMARY KEY,
    seen INTEGER NOT NULL,  -- what is due from signals up to this one stands in `deliveries`
    delivered_at TEXT,
    failed_at TEXT,
    problem TEXT  -- of the newest message, unless it was delivered
) STRICT;

-- Messages that are still to be delivered. The signal was committed with the change that it tells of.
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hook TEXT NOT NULL REFERENCES hooks (name) ON DELETE CASCADE,
    signal INTEGER NOT NULL,
    notice_json TEXT NOT NULL,  -- what is told, without secrets; each form makes its own text of it
    tries INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    UNIQUE (hook, signal)
) STRICT;

CREATE INDEX deliveries_due ON deliveries (due_at);

-- What is being drawn: any JSON, one a flow, which need not exist yet. A document of NULL: it was deleted, and its
-- revision is not given again.
CREATE TABLE flow_drafts (
    flow_id TEXT PRIMARY KEY COLLATE NOCASE,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    dsl_json TEXT,
    based_on INTEGER,  -- the version that it began as, or became last
    note TEXT,
    updated_at TEXT NOT NULL
) STRICT;

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
