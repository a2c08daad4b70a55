"""Examples for /openapi.json of what runs wait for. Stands alone: `examples` has those of everything else."""

from typing import Any

TIME = "2026-01-31T12:00:00.000Z"
_SCHEMA = {"type": "object", "properties": {"ok": {"type": "boolean", "title": "Export them?"}}, "required": ["ok"]}
TASK: dict[str, Any] = {
    "thread_id": "my-run", "key": "a12", "kind": "form", "state": "armed", "node_id": "approve",
    "label": "Approve the export", "label_zh": "确认导出", "title": "Export 48 pictures?",
    "title_zh": "导出 48 张图片？", "description": None, "description_zh": None,
    "schema": _SCHEMA, "ui": {"order": ["ok"]}, "show": {"state": {"found": 48}, "artifacts": ["grid.png"]},
    "question": None, "assignee": "ann", "due_at": "2026-01-31T22:00:00.000Z", "armed_at": TIME, "met_at": None,
    "how": None, "run_title": "双十一选品", "flow_id": "hello", "version": 1, "flow_name": "Hello",
    "flow_name_zh": "你好", "machine": None,
}  # fmt: skip
#: What GET /runs/{thread_id} says of it.
WAIT: dict[str, Any] = {
    "key": "a12", "kind": "form", "state": "armed", "node_id": "approve", "visit": 4, "ref": None, "correlation": None,
    "due_at": "2026-01-31T22:00:00.000Z", "armed_at": TIME, "title": "Export 48 pictures?",
    "title_zh": "导出 48 张图片？", "assignee": "ann",
}  # fmt: skip
#: And of the cluster that its items run on.
CLUSTER: dict[str, Any] = {
    "engine": "ray", "address": "10.0.0.5:6379", "lost": 0, "waiting_since": None,
    "lanes": [{"machine": "compute-1 (10.0.0.6)", "state": "working", "items": 40, "node": "hello"}],
}  # fmt: skip

REQUESTS: dict[tuple[str, str], Any] = {
    ("post", "/runs/{thread_id}/form"): {"key": "a12", "values": {"ok": True}},
    ("post", "/messages"): {"name": "parcel arrived", "correlation": {"order": 4711}, "payload": {"weight_kg": 2.5}},
}

ANSWERS: dict[tuple[str, str], Any] = {
    ("get", "/tasks"): {"items": [TASK], "next": None, "unreachable": []},
    ("get", "/runs/{thread_id}/tasks/{key}"): {
        **TASK, "state": "met", "met_at": TIME, "how": "answer", "values": {"ok": True},
    },
    ("post", "/runs/{thread_id}/form"): {"thread_id": "my-run", "key": "a12", "status": "pending", "signal_id": 42},
    ("post", "/messages"): {"reached": ["my-run"], "begun": [], "machines": []},
}  # fmt: skip
