-- Drafts of flows, and runs that test them. A document of NULL: it was deleted, and its revision is not given again.
CREATE TABLE flow_drafts (
    flow_id TEXT PRIMARY KEY COLLATE NOCASE,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    dsl_json TEXT,
    based_on INTEGER,
    note TEXT,
    updated_at TEXT NOT NULL
) STRICT;
ALTER TABLE flow_versions ADD COLUMN origin TEXT NOT NULL DEFAULT 'author' CHECK (origin IN ('author', 'draft'));
ALTER TABLE runs ADD COLUMN is_test INTEGER NOT NULL DEFAULT 0 CHECK (is_test IN (0, 1));
CREATE INDEX runs_of_tests ON runs (finished_at) WHERE is_test = 1;
-- BPMN: the file that a version of a flow came in as.
ALTER TABLE flow_versions ADD COLUMN format TEXT NOT NULL DEFAULT 'dsl' CHECK (format IN ('dsl', 'bpmn'));
ALTER TABLE flow_versions ADD COLUMN source BLOB;

-- BPMN: how many of the messages and signals that a run threw to other runs have reached them.
ALTER TABLE runs ADD COLUMN thrown INTEGER NOT NULL DEFAULT 0;
-- Code that is kept with versions of flows, and runs that are executed with it.
ALTER TABLE flow_versions ADD COLUMN code_json TEXT;
ALTER TABLE flow_versions ADD COLUMN signature_json TEXT;
ALTER TABLE runs ADD COLUMN code TEXT;
