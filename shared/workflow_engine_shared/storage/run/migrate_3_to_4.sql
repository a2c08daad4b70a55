-- Sums of items, which were counted whenever somebody looked.
ALTER TABLE loops ADD COLUMN done INTEGER NOT NULL DEFAULT 0;
ALTER TABLE loops ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE loops ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0;

UPDATE loops SET
    done = (SELECT count(*) FROM steps
            WHERE steps.loop = loops.loop AND steps.state = 'done' AND steps.position IS NOT NULL),
    failed = (SELECT count(*) FROM steps
              WHERE steps.loop = loops.loop AND steps.state = 'failed' AND steps.position IS NOT NULL),
    skipped = (SELECT count(*) FROM steps
               WHERE steps.loop = loops.loop AND steps.state = 'skipped' AND steps.position IS NOT NULL);

CREATE INDEX steps_unsuccessful ON steps (state) WHERE state <> 'done';

CREATE TABLE error_kinds (
    loop INTEGER NOT NULL,
    kind TEXT NOT NULL,
    items INTEGER NOT NULL,
    PRIMARY KEY (loop, kind)
) STRICT;

INSERT INTO error_kinds (loop, kind, items)
SELECT loop,
       coalesce(CASE WHEN json_valid(error_json) THEN substr(
           json_extract(error_json, '$.message'), 1,
           instr(json_extract(error_json, '$.message') || ':', ':') - 1
       ) END, '') AS error,
       count(*)
FROM steps
WHERE state <> 'done'
GROUP BY loop, error
ORDER BY min(rowid);

-- How long a visit was at work before it was set aside or tried again: `started_at` is of the newest beginning.
CREATE TABLE spent (
    visit INTEGER PRIMARY KEY,
    seconds REAL NOT NULL CHECK (seconds >= 0)
) STRICT;
