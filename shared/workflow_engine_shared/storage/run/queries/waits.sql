-- name: put_wait
INSERT INTO waits (key, visit, wait_json) VALUES (:key, :visit, :wait_json) ON CONFLICT (key) DO NOTHING;

-- name: end_wait
DELETE FROM waits WHERE key = :key;

-- name: open_waits
SELECT wait_json FROM waits ORDER BY visit;

-- name: waiting_visits
SELECT visit FROM waits;
