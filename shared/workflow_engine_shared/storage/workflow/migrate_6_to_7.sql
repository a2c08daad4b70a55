-- Environments of flows: the hash of the lock that a version was published with, and that a run is executed in.
ALTER TABLE flow_versions ADD COLUMN environment TEXT;
ALTER TABLE runs ADD COLUMN environment TEXT;
