-- Files that functions gave to artifact(), in the order of their first time.
CREATE TABLE artifacts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE  -- below the run's outputs
) STRICT;

-- What the file guard kept functions from, and how often.
CREATE TABLE refusals (
    id INTEGER PRIMARY KEY,
    detail TEXT NOT NULL UNIQUE,  -- what was tried, the path, the rule
    times INTEGER NOT NULL
) STRICT;
