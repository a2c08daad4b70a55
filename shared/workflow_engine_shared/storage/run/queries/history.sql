-- name: history
-- How far the run came that this database is of, and whose it is. Without checkpoints: only visits are known.
SELECT
    (SELECT max(visit) FROM visits) AS visits,
    (SELECT thread_id FROM checkpoints WHERE ns = '' ORDER BY checkpoint_id DESC LIMIT 1) AS thread_id;

-- name: owner
SELECT epoch FROM owner;
