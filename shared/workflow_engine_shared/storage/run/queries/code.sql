-- name: known_code
SELECT name, hash FROM code;

-- name: pin_code
INSERT INTO code (name, hash) VALUES (:name, :hash)
ON CONFLICT (name) DO UPDATE SET hash = :hash;
