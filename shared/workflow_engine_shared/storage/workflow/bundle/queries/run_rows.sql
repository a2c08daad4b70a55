-- name: run_row
SELECT * FROM runs WHERE thread_id = :thread_id;

-- name: signal_rows
SELECT * FROM signals WHERE thread_id = :thread_id ORDER BY id;

-- name: worker_rows
-- Those that are gone: nobody will record the end of another one elsewhere.
SELECT * FROM workers WHERE thread_id = :thread_id AND ended_at IS NOT NULL ORDER BY epoch;

-- name: wait_rows
SELECT * FROM waits WHERE thread_id = :thread_id ORDER BY armed_at, key;

-- name: insert_runs
INSERT INTO runs (
    thread_id, flow_version_id, status, reason, epoch, input_json, fingerprint, flows_dir, interrupt_json,
    error_json, crashes, progress_mark, due_at, created_at, queued_at, started_at, finished_at, last_event_at,
    metadata, forked_from, forked_checkpoint, forked_updates, title, tags, error_code, skipped_count, is_test,
    thrown, code, environment
)
VALUES (
    :thread_id, :flow_version_id, :status, :reason, :epoch, :input_json, :fingerprint, :flows_dir,
    :interrupt_json, :error_json, :crashes, :progress_mark, :due_at, :created_at, :queued_at, :started_at,
    :finished_at, :last_event_at, :metadata, :forked_from, :forked_checkpoint, :forked_updates, :title, :tags,
    :error_code, :skipped_count, :is_test, :thrown, :code, :environment
);

-- name: insert_signals
INSERT INTO signals (
    thread_id, type, payload_json, ts, processed
)
VALUES (
    :thread_id, :type, :payload_json, :ts, :processed
);

-- name: insert_workers
INSERT INTO workers (
    thread_id, epoch, instance, pid, pid_created_at, started_at, ended_at, exit_code, exit_reason, timed_out_visit
)
VALUES (
    :thread_id, :epoch, :instance, :pid, :pid_created_at, :started_at, :ended_at, :exit_code, :exit_reason,
    :timed_out_visit
);

-- name: insert_waits
INSERT INTO waits (
    thread_id, key, kind, node_id, visit, ref, correlation, due_at, body, state, armed_at, met_at, how, answer
)
VALUES (
    :thread_id, :key, :kind, :node_id, :visit, :ref, :correlation, :due_at, :body, :state, :armed_at, :met_at,
    :how, :answer
);
