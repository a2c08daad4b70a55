-- What people call a run, what lists filter runs by, and views of lists that somebody saved.
ALTER TABLE runs ADD COLUMN title TEXT;
ALTER TABLE runs ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE runs ADD COLUMN error_code TEXT;
ALTER TABLE runs ADD COLUMN skipped_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN searchable INTEGER NOT NULL DEFAULT 0;

UPDATE runs SET error_code = cast(json_extract(error_json, '$.code') AS TEXT) WHERE json_valid(error_json);
UPDATE runs SET skipped_count = cast(json_extract(metadata, '$.skipped') AS INTEGER)
WHERE json_valid(metadata) AND json_type(metadata, '$.skipped') = 'integer';

CREATE INDEX runs_listed ON runs (
    status, flow_version_id, created_at, started_at, finished_at, last_event_at, error_code, skipped_count, tags, title,
    thread_id
);
CREATE INDEX runs_to_index ON runs (seq) WHERE searchable = 0;
CREATE INDEX runs_by_error ON runs (error_code) WHERE error_code IS NOT NULL;

CREATE TABLE run_texts (
    seq INTEGER PRIMARY KEY REFERENCES runs (seq) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE run_views (
    id TEXT PRIMARY KEY COLLATE NOCASE,
    name TEXT NOT NULL,
    query_json TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
