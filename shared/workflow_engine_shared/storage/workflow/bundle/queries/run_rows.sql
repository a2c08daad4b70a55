-- name: run_row
SELECT * FROM runs WHERE thread_id = :thread_id;

-- name: signal_rows
SELECT * FROM signals WHERE thread_id = :thread_id ORDER BY id;

-- name: worker_rows
-- Those that are gone: nobody will record the end of another one elsewhere.
SELECT * FROM workers WHERE thread_id = :thread_id AND ended_at IS NOT NULL ORDER BY epoch;

-- name: wait_rows
SELECT * FROM waits WHERE thread_id = :thread_id ORDER BY armed_at, key;

-- name: columns
-- What a table has in this version.
SELECT name FROM pragma_table_info(:tab);
