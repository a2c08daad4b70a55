-- BPMN: the file that a version of a flow came in as.
ALTER TABLE flow_versions ADD COLUMN format TEXT NOT NULL DEFAULT 'dsl' CHECK (format IN ('dsl', 'bpmn'));
ALTER TABLE flow_versions ADD COLUMN source BLOB;

-- BPMN: how many of the messages and signals that a run threw to other runs have reached them.
ALTER TABLE runs ADD COLUMN thrown INTEGER NOT NULL DEFAULT 0;
