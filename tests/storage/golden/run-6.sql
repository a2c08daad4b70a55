PRAGMA application_id=1380273714;
PRAGMA user_version=6;
BEGIN TRANSACTION;
CREATE TABLE answers (
    visit INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (visit, ordinal)
) STRICT;
INSERT INTO "answers" VALUES(2,1,X'A3796573');
CREATE TABLE applied_signals (
    signal_id INTEGER PRIMARY KEY
) STRICT;
INSERT INTO "applied_signals" VALUES(7);
CREATE TABLE artifacts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE  -- below the run's outputs
) STRICT;
INSERT INTO "artifacts" VALUES(1,'products.xlsx');
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
CREATE TABLE chunks (
    hash BLOB PRIMARY KEY,
    body BLOB NOT NULL
) STRICT;
CREATE TABLE code (
    name TEXT PRIMARY KEY,
    hash TEXT NOT NULL
) STRICT;
INSERT INTO "code" VALUES('shop','abc');
CREATE TABLE error_kinds (
    loop INTEGER NOT NULL,
    kind TEXT NOT NULL,
    items INTEGER NOT NULL,
    PRIMARY KEY (loop, kind)
) STRICT;
INSERT INTO "error_kinds" VALUES(1,'no',1);
CREATE TABLE loops (
    loop INTEGER PRIMARY KEY,
    visit INTEGER NOT NULL,
    scope TEXT NOT NULL,  -- which call of the visit it is: the function's name and the call's number
    label TEXT NOT NULL,
    total INTEGER, done INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0,  -- items, when their number is known
    UNIQUE (visit, scope)
) STRICT;
INSERT INTO "loops" VALUES(1,2,'map_steps#1','items',4,2,0,1);
CREATE TABLE overlays (
    id INTEGER PRIMARY KEY,
    visit INTEGER NOT NULL,
    updates BLOB NOT NULL
) STRICT;
CREATE TABLE owner (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    epoch INTEGER NOT NULL CHECK (epoch >= 1)
) STRICT;
INSERT INTO "owner" VALUES(1,3);
CREATE TABLE refusals (
    id INTEGER PRIMARY KEY,
    detail TEXT NOT NULL UNIQUE,  -- what was tried, the path, the rule
    times INTEGER NOT NULL
) STRICT;
INSERT INTO "refusals" VALUES(1,'list /home/me/pictures: it is yours.',2);
CREATE TABLE reruns (
    loop INTEGER PRIMARY KEY,
    items INTEGER NOT NULL
) STRICT;
INSERT INTO "reruns" VALUES(1,5);
CREATE TABLE spent (
    visit INTEGER PRIMARY KEY,
    seconds REAL NOT NULL CHECK (seconds >= 0)
) STRICT;
INSERT INTO "spent" VALUES(2,18.5);
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
INSERT INTO "steps" VALUES(1,X'A26B30',0,'done',1,X'81A16E00',NULL,X'00000000000000000000000000000000','2024-01-01T00:00:04.000Z',0.5);
INSERT INTO "steps" VALUES(1,X'A26B31',1,'done',1,X'81A16E01',NULL,X'01010101010101010101010101010101','2024-01-01T00:00:05.000Z',0.5);
INSERT INTO "steps" VALUES(1,X'A26B32',2,'skipped',1,NULL,'{"code":"USER_CODE_ERROR","message":"no"}',X'02020202020202020202020202020202','2024-01-01T00:00:06.000Z',0.5);
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
INSERT INTO "visits" VALUES(1,'shop','finished',1,'2024-01-01T00:00:01.000Z','2024-01-01T00:00:02.000Z',NULL,'[0]');
INSERT INTO "visits" VALUES(2,'scrape','running',2,'2024-01-01T00:00:03.000Z',NULL,NULL,NULL);
INSERT INTO "visits" VALUES(3,'approve','running',1,'2024-01-01T00:00:04.000Z',NULL,NULL,NULL);
CREATE TABLE waits (
    key TEXT PRIMARY KEY,
    visit INTEGER NOT NULL,
    wait_json TEXT NOT NULL
) STRICT;
INSERT INTO "waits" VALUES('a3',3,'{"key":"a3","visit":3,"node_id":"approve","armed_at":"2024-01-01T00:00:04.000Z","kind":"form","due_at":null,"ends":null,"seconds":null,"ref":null,"correlation":null,"body":{"title":"Export?","schema":{"type":"object"},"ui":{},"show":{"state":{},"artifacts":[]}}}');
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
CREATE INDEX visits_by_node ON visits (node_id, visit);
CREATE INDEX steps_in_order ON steps (loop, position);
CREATE INDEX steps_unsuccessful ON steps (state) WHERE state <> 'done';
COMMIT;
