-- Code that is kept with versions of flows, and runs that are executed with it.
ALTER TABLE flow_versions ADD COLUMN code_json TEXT;
ALTER TABLE flow_versions ADD COLUMN signature_json TEXT;
ALTER TABLE runs ADD COLUMN code TEXT;
