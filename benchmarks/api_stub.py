"""What the API is held against: FastAPI on uvicorn with one SQLite table, and nothing else. Started by api_load.py."""

import sqlite3
import sys
import threading
from typing import Any

import uvicorn
from fastapi import FastAPI

app = FastAPI()
_LOCAL = threading.local()


def connection() -> sqlite3.Connection:
    if not hasattr(_LOCAL, "con"):
        _LOCAL.con = sqlite3.connect(sys.argv[1], isolation_level=None)
        _LOCAL.con.execute("PRAGMA journal_mode = WAL")
        _LOCAL.con.execute("PRAGMA synchronous = FULL")
        _LOCAL.con.execute("CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY, name TEXT, body TEXT)")
    return _LOCAL.con  # type: ignore[no-any-return]


@app.get("/healthz")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/runs")
def list_runs(limit: int = 50) -> list[dict[str, Any]]:
    rows = connection().execute("SELECT id, name, body FROM runs ORDER BY id DESC LIMIT ?", (limit,))
    return [{"id": each[0], "name": each[1], "body": each[2]} for each in rows]


@app.get("/runs/{name}")
def get_run(name: str) -> dict[str, Any]:
    row = connection().execute("SELECT id, name, body FROM runs WHERE name = ? LIMIT 1", (name,)).fetchone()
    return {"id": row[0], "name": row[1], "body": row[2]} if row else {}


@app.post("/runs/start", status_code=201)
def start(body: dict[str, Any]) -> dict[str, Any]:
    connection().execute("INSERT INTO runs (name, body) VALUES (?, ?)", (body["thread_id"], str(body)))
    return body


if __name__ == "__main__":
    # An idle connection is kept while the other side is measured.
    port = int(sys.argv[2])
    uvicorn.run(app, port=port, http="h11", access_log=False, log_level="warning", timeout_keep_alive=75)
