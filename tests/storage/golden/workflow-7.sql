PRAGMA application_id=1380273713;
PRAGMA user_version=7;
BEGIN TRANSACTION;
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
INSERT INTO "deliveries" VALUES(1,'team',9,'{"id":9}',1,'2024-01-01T00:00:05.000Z','2024-01-01T00:00:10.000Z');
CREATE TABLE flow_drafts (
    flow_id TEXT PRIMARY KEY COLLATE NOCASE,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    dsl_json TEXT,
    based_on INTEGER,
    note TEXT,
    updated_at TEXT NOT NULL
) STRICT;
INSERT INTO "flow_drafts" VALUES('flow',3,'{"nodes":[]}',1,'not done','2024-01-01T00:00:00.000Z');
INSERT INTO "flow_drafts" VALUES('gone',2,NULL,NULL,NULL,'2024-01-01T00:00:00.000Z');
CREATE TABLE flow_starts (
    name TEXT NOT NULL,
    flow_id TEXT NOT NULL COLLATE NOCASE REFERENCES flows (id),
    node_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (name, flow_id, node_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "flow_starts" VALUES('order','flow','start',2);
CREATE TABLE flow_versions (
    id INTEGER PRIMARY KEY,
    flow_id TEXT NOT NULL COLLATE NOCASE REFERENCES flows (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    dsl_json TEXT NOT NULL,
    compiled_meta TEXT NOT NULL,  -- {"code_refs": [...], "nodes": n, "hash": "..."}
    published INTEGER NOT NULL DEFAULT 0 CHECK (published IN (0, 1)),
    created_at TEXT NOT NULL, origin TEXT NOT NULL DEFAULT 'author' CHECK (origin IN ('author', 'draft')), format TEXT NOT NULL DEFAULT 'dsl' CHECK (format IN ('dsl', 'bpmn')), source BLOB, code_json TEXT, signature_json TEXT, environment TEXT,
    UNIQUE (flow_id, version)
) STRICT;
INSERT INTO "flow_versions" VALUES(1,'flow',1,'{"nodes":[{"id":"start","type":"start"}],"edges":[]}','{}',0,'2024-01-01T00:00:00.000Z','author','dsl',NULL,NULL,NULL,'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee');
INSERT INTO "flow_versions" VALUES(2,'flow',1073741825,'{}','{}',0,'2024-01-01T00:00:00.000Z','draft','dsl',NULL,NULL,NULL,NULL);
INSERT INTO "flow_versions" VALUES(3,'flow',2,'{}','{}',0,'2024-01-01T00:00:00.000Z','author','bpmn',X'3C2F3E',NULL,NULL,NULL);
CREATE TABLE flows (
    id TEXT PRIMARY KEY COLLATE NOCASE,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
INSERT INTO "flows" VALUES('flow','Flow','2024-01-01T00:00:00.000Z');
CREATE TABLE hooks (
    name TEXT PRIMARY KEY,
    seen INTEGER NOT NULL,  -- what is due from signals up to this one stands in `deliveries`
    delivered_at TEXT,
    failed_at TEXT,
    problem TEXT  -- of the newest message, unless it was delivered
) STRICT;
INSERT INTO "hooks" VALUES('team',9,'2024-01-01T00:00:05.000Z','2024-01-01T00:00:06.000Z','The server answered 503.');
CREATE TABLE messages_taken (
    id TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    reached TEXT NOT NULL,  -- the runs that waited for it, as a JSON list
    begun TEXT NOT NULL,  -- the runs that it began, as a JSON list
    taken_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "messages_taken" VALUES('m-1','print-of-m-1','[]','["flow-0a1b2c3d"]','2024-01-01T00:00:00.000Z');
CREATE TABLE run_texts (
    seq INTEGER PRIMARY KEY REFERENCES runs (seq) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;
INSERT INTO "run_texts" VALUES(1,'r-pending');
INSERT INTO "run_texts" VALUES(2,'r-running');
INSERT INTO "run_texts" VALUES(3,'r-interrupted');
CREATE TABLE run_views (
    id TEXT PRIMARY KEY COLLATE NOCASE,
    name TEXT NOT NULL,
    query_json TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
INSERT INTO "run_views" VALUES('view-1','Failed today','{"status": "error", "started_from": "-24h"}','2026-01-01T00:00:00.000Z');
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
    forked_updates TEXT, title TEXT, tags TEXT NOT NULL DEFAULT '[]', error_code TEXT, skipped_count INTEGER NOT NULL DEFAULT 0, searchable INTEGER NOT NULL DEFAULT 0, parent_id TEXT COLLATE NOCASE, parent_key TEXT CHECK ((parent_key IS NULL) = (parent_id IS NULL)), is_test INTEGER NOT NULL DEFAULT 0 CHECK (is_test IN (0, 1)), thrown INTEGER NOT NULL DEFAULT 0, code TEXT, environment TEXT,  -- given to the node due there, as JSON
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
INSERT INTO "runs" VALUES(1,'r-pending',1,'pending',NULL,0,'{"n":1}','print-of-r-pending','/flows',NULL,NULL,0,NULL,NULL,'2024-01-01T00:00:00.000Z','2024-01-01T00:00:00.000Z',NULL,NULL,'2024-01-01T00:00:00.000Z','{}',NULL,NULL,NULL,NULL,'[]',NULL,0,1,NULL,NULL,0,0,NULL,'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee');
INSERT INTO "runs" VALUES(2,'r-running',1,'running',NULL,1,'{"n":1}','print-of-r-running','/flows',NULL,NULL,0,NULL,NULL,'2024-01-01T00:00:01.000Z','2024-01-01T00:00:01.000Z','2024-01-01T00:00:01.000Z',NULL,'2024-01-01T00:00:01.000Z','{}',NULL,NULL,NULL,NULL,'[]',NULL,0,1,NULL,NULL,0,0,NULL,NULL);
INSERT INTO "runs" VALUES(3,'r-interrupted',1,'interrupted','paused',1,'{"n":1}','print-of-r-interrupted','/flows','{"kind":"pause","value":null,"node":"scrape","ordinal":null}',NULL,0,NULL,NULL,'2024-01-01T00:00:02.000Z','2024-01-01T00:00:02.000Z','2024-01-01T00:00:02.000Z',NULL,'2024-01-01T00:00:02.000Z','{}',NULL,NULL,NULL,NULL,'[]',NULL,0,1,NULL,NULL,0,0,NULL,NULL);
INSERT INTO "runs" VALUES(4,'r-recovering',1,'recovering','crash',1,'{"n":1}','print-of-r-recovering','/flows',NULL,NULL,1,'c1','2024-01-01T00:00:03.000Z','2024-01-01T00:00:03.000Z','2024-01-01T00:00:03.000Z','2024-01-01T00:00:03.000Z',NULL,'2024-01-01T00:00:03.000Z','{"streak":{}}',NULL,NULL,NULL,NULL,'[]',NULL,0,0,NULL,NULL,0,0,NULL,NULL);
INSERT INTO "runs" VALUES(5,'r-finished',1,'finished',NULL,1,'{"n":1}','print-of-r-finished','/flows',NULL,NULL,0,NULL,NULL,'2024-01-01T00:00:04.000Z','2024-01-01T00:00:04.000Z','2024-01-01T00:00:04.000Z','2024-01-01T00:00:04.000Z','2024-01-01T00:00:04.000Z','{}',NULL,NULL,NULL,NULL,'[]',NULL,0,0,NULL,NULL,0,0,NULL,NULL);
INSERT INTO "runs" VALUES(6,'r-error',1,'error','node_error',1,'{"n":1}','print-of-r-error','/flows',NULL,'{"code":"USER_CODE_ERROR","message":"ValueError: no","node":"scrape","hint":"Mend it.","traceback":null}',0,NULL,NULL,'2024-01-01T00:00:05.000Z','2024-01-01T00:00:05.000Z','2024-01-01T00:00:05.000Z',NULL,'2024-01-01T00:00:05.000Z','{}',NULL,NULL,NULL,'双十一 选品','["spring", "大促"]','USER_CODE_ERROR',0,0,NULL,NULL,0,0,NULL,NULL);
INSERT INTO "runs" VALUES(7,'r-cancelled',1,'cancelled',NULL,0,'{"n":1}','print-of-r-cancelled','/flows',NULL,NULL,0,NULL,NULL,'2024-01-01T00:00:06.000Z','2024-01-01T00:00:06.000Z',NULL,'2024-01-01T00:00:06.000Z','2024-01-01T00:00:06.000Z','{}',NULL,NULL,NULL,NULL,'[]',NULL,0,0,NULL,NULL,0,0,NULL,NULL);
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
INSERT INTO "schedule_times" VALUES('s-cron','2024-01-01T03:00:00.000Z','started','r-cancelled',NULL,NULL,'2024-01-01T00:00:00.000Z');
INSERT INTO "schedule_times" VALUES('s-cron','2024-01-02T03:00:00.000Z','skipped',NULL,'OVERLAP','Run r is going on.','2024-01-01T00:00:00.000Z');
INSERT INTO "schedule_times" VALUES('s-cron','2024-01-03T03:00:00.000Z','refused',NULL,'NOT_PUBLISHED','The flow has no published version to start.','2024-01-01T00:00:00.000Z');
INSERT INTO "schedule_times" VALUES('s-cron','2024-01-04T03:00:00.000Z','waiting',NULL,NULL,NULL,'2024-01-01T00:00:00.000Z');
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
    created_at TEXT NOT NULL, node_id TEXT, timer TEXT,
    CONSTRAINT one_timetable CHECK ((cron IS NOT NULL) + (every_s IS NOT NULL) + (at IS NOT NULL) = 1)
) STRICT;
INSERT INTO "schedules" VALUES('s-cron','flow',NULL,'Nightly','0 3 * * *',NULL,NULL,'2024-01-01T00:00:00.000Z','Europe/Berlin','{}','skip','last',0,'2024-01-01T00:00:00.000Z','2024-01-01T00:00:00.000Z','{"times":8,"first":"2024-01-01T00:00:00.000Z","last":"2024-01-01T00:00:00.000Z","made_up":1,"noticed_at":"2024-01-01T00:00:00.000Z"}','2024-01-01T00:00:00.000Z',NULL,NULL);
INSERT INTO "schedules" VALUES('s-every','flow',NULL,'Nightly',NULL,3600,NULL,'2024-01-01T00:00:00.000Z','Europe/Berlin','{}','queue','all',1,'2024-01-01T00:00:00.000Z','2024-01-01T00:00:00.000Z',NULL,'2024-01-01T00:00:00.000Z',NULL,NULL);
INSERT INTO "schedules" VALUES('s-at','flow',NULL,'Nightly',NULL,NULL,'2024-01-01T00:00:00.000Z','2024-01-01T00:00:00.000Z','Europe/Berlin','{}','allow','none',0,NULL,'2024-01-01T00:00:00.000Z',NULL,'2024-01-01T00:00:00.000Z',NULL,NULL);
INSERT INTO "schedules" VALUES('s-timer','flow',NULL,NULL,NULL,NULL,'2024-01-01T01:00:00.000Z','2024-01-01T00:00:00.000Z','UTC','{}','allow','last',0,'2024-01-01T01:00:00.000Z','2024-01-01T00:00:00.000Z',NULL,'2024-01-01T00:00:00.000Z','start','R3/PT1H');
CREATE TABLE "signals" (
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
INSERT INTO "signals" VALUES(1,'r-running','start','{"epoch": 1}','2024-01-01T00:00:01.000Z',1);
INSERT INTO "signals" VALUES(2,'r-interrupted','start','{"epoch": 1}','2024-01-01T00:00:02.000Z',1);
INSERT INTO "signals" VALUES(3,'r-interrupted','interrupt','{"reason": "paused", "node": "scrape"}','2024-01-01T00:00:02.000Z',1);
INSERT INTO "signals" VALUES(4,'r-recovering','start','{"epoch": 1}','2024-01-01T00:00:03.000Z',1);
INSERT INTO "signals" VALUES(5,'r-recovering','crash','{"epoch": 1, "exit_code": -9, "message": "The worker was killed.", "due_at": "2024-01-01T00:00:03.000Z"}','2024-01-01T00:00:03.000Z',1);
INSERT INTO "signals" VALUES(6,'r-finished','start','{"epoch": 1}','2024-01-01T00:00:04.000Z',1);
INSERT INTO "signals" VALUES(7,'r-finished','finish','{}','2024-01-01T00:00:04.000Z',1);
INSERT INTO "signals" VALUES(8,'r-error','start','{"epoch": 1}','2024-01-01T00:00:05.000Z',1);
INSERT INTO "signals" VALUES(9,'r-error','error','{"reason": "node_error", "code": "USER_CODE_ERROR", "message": "ValueError: no", "node": "scrape"}','2024-01-01T00:00:05.000Z',1);
INSERT INTO "signals" VALUES(10,'r-cancelled','cancel','{"took_s": null}','2024-01-01T00:00:06.000Z',1);
INSERT INTO "signals" VALUES(11,'r-interrupted','wait_request','{"key":"a2","how":"timer","value":null}','2024-01-01T00:00:02.000Z',1);
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
INSERT INTO "starts_due" VALUES('flow-0a1b2c3d','flow',2,'start','order','{"n": 1}',0,'2024-01-01T00:00:00.000Z');
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
INSERT INTO "waits" VALUES('r-interrupted','a2','timer','rest',2,NULL,NULL,'2024-01-01T00:00:02.000Z',NULL,'met','2024-01-01T00:00:01.000Z','2024-01-01T00:00:02.000Z','timer','null');
INSERT INTO "waits" VALUES('r-interrupted','a3','form','approve',3,NULL,NULL,'2024-01-02T00:00:00.000Z','{"title":"Approve"}','armed','2024-01-01T00:00:03.000Z',NULL,NULL,NULL);
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
CREATE INDEX runs_by_status ON runs (status, queued_at);
CREATE INDEX runs_by_version ON runs (flow_version_id);
CREATE INDEX forks ON runs (forked_from) WHERE forked_from IS NOT NULL;
CREATE INDEX runs_listed ON runs (
    status, flow_version_id, created_at, started_at, finished_at, last_event_at, error_code, skipped_count, tags, title,
    thread_id
);
CREATE INDEX runs_to_index ON runs (seq) WHERE searchable = 0;
CREATE INDEX runs_by_error ON runs (error_code) WHERE error_code IS NOT NULL;
CREATE INDEX schedules_due ON schedules (next_at) WHERE paused = 0 AND next_at IS NOT NULL;
CREATE INDEX schedule_times_waiting ON schedule_times (schedule_id, time) WHERE outcome = 'waiting';
CREATE INDEX deliveries_due ON deliveries (due_at);
CREATE INDEX runs_by_parent ON runs (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX signals_by_run ON signals (thread_id, id);
CREATE INDEX signals_waiting ON signals (thread_id) WHERE processed = 0;
CREATE INDEX waits_due ON waits (due_at) WHERE state = 'armed' AND due_at IS NOT NULL;
CREATE INDEX waits_ref ON waits (kind, ref) WHERE state = 'armed';
CREATE INDEX waits_forms ON waits (armed_at) WHERE kind = 'form';
CREATE INDEX runs_of_tests ON runs (finished_at) WHERE is_test = 1;
CREATE INDEX messages_taken_by_time ON messages_taken (taken_at);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('runs',7);
INSERT INTO "sqlite_sequence" VALUES('deliveries',1);
INSERT INTO "sqlite_sequence" VALUES('signals',11);
COMMIT;
