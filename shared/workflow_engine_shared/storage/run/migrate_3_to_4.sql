-- How long a visit was at work before it was set aside or tried again: `started_at` is of the newest beginning.
CREATE TABLE spent (
    visit INTEGER PRIMARY KEY,
    seconds REAL NOT NULL CHECK (seconds >= 0)
) STRICT;
