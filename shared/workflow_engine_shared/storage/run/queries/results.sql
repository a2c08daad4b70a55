-- name: add_artifact
INSERT INTO artifacts (name) VALUES (:name) ON CONFLICT (name) DO NOTHING;

-- name: artifacts
SELECT name FROM artifacts ORDER BY id;

-- name: add_refusal
INSERT INTO refusals (detail, times) VALUES (:detail, :times)
ON CONFLICT (detail) DO UPDATE SET times = times + :times;

-- name: count_refusals
SELECT coalesce(sum(times), 0) AS times FROM refusals;

-- name: refusals
SELECT detail FROM refusals ORDER BY id LIMIT :limit;
