-- What the run waits for. An older renflow would wait for it anew, and must not begin.
CREATE TABLE waits (
    key TEXT PRIMARY KEY,
    visit INTEGER NOT NULL,
    wait_json TEXT NOT NULL
) STRICT;
