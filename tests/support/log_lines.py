"""Lines of a run's log as tests write them, and the log as it is paged through."""

import json
from typing import Any

from support.api import Api


def line(seq: int, message: str = "", level: str = "INFO", node: str | None = "n") -> dict[str, Any]:
    return {
        "ts": "2026-01-01T00:00:00.000Z",
        "level": level,
        "thread_id": "t",
        "node_id": node,
        "message": message or f"line {seq}",
        "context": {},
        "seq": seq,
    }


def text(*lines: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in lines)


def pages(api: Api, path: str, **params: Any) -> list[list[dict[str, Any]]]:
    found: list[list[dict[str, Any]]] = []
    cursor = None
    while True:
        page = api.get(path, **params, **({"cursor": cursor} if cursor else {})).json()
        found.append(page["items"])
        cursor = page["next"]
        if cursor is None:
            return found
