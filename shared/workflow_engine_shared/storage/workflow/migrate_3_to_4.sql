-- Hooks of hooks.toml: how far each has been looked at `signals`, and what became of its messages last.
CREATE TABLE hooks (
    name TEXT PRIMARY KEY,
    seen INTEGER NOT NULL,  -- what is due from signals up to this one stands in `deliveries`
    delivered_at TEXT,
    failed_at TEXT,
    problem TEXT  -- of the newest message, unless it was delivered
) STRICT;

-- Messages that are still to be delivered. The signal was committed with the change that it tells of.
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hook TEXT NOT NULL REFERENCES hooks (name) ON DELETE CASCADE,
    signal INTEGER NOT NULL,
    notice_json TEXT NOT NULL,  -- what is told, without secrets; each form makes its own text of it
    tries INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    UNIQUE (hook, signal)
) STRICT;

CREATE INDEX deliveries_due ON deliveries (due_at);
