"""Examples for /openapi.json: of every answer and every body. A test holds each against its schema."""

from typing import Any

from workflow_engine_supervisor.http.openapi import examples_of_code, examples_of_designer, examples_of_waits
from workflow_engine_supervisor.http.openapi.examples_of_code import CODE, CODE_CHANGES, DSL, SIGNATURE
from workflow_engine_supervisor.http.openapi.examples_of_waits import CLUSTER, TIME, WAIT

_FLOW = {
    "id": "hello", "name": "Hello", "name_zh": "你好", "created_at": TIME, "latest_version": 1, "published_version": 1,
}  # fmt: skip
_NOTES = {"note": "Asks for the name once only", "publish_note": "Approved by Li, 2026-11-27"}
_VERSION = {
    "flow_id": "hello", "version": 1, "published": True, "created_at": TIME, "format": "dsl", **_NOTES,
    "hash": "9f2c3a1b5d7e8f60", "nodes": 3, "edges": 2, "code_refs": ["hello.greet"], "subflows": [],
    "code": CODE, "signature": SIGNATURE,
}  # fmt: skip
_STATUS = {
    "status": "running", "reason": None, "pause_requested": False, "cancel_requested": False,
    "interrupt": None, "open_waits": None, "error": None, "skipped": 0,
}  # fmt: skip
_TIMES = {
    "created_at": TIME, "queued_at": TIME, "started_at": TIME, "finished_at": None, "last_event_at": TIME,
    "duration_s": 12.5,
}  # fmt: skip
_TITLE = {"title": "双十一选品", "tags": ["spring"]}
_FLOW_NAME = {"flow_name": "Hello", "flow_name_zh": "你好"}
_SUMMARY = {
    "thread_id": "my-run", **_TITLE, "flow_id": "hello", "version": 1, **_FLOW_NAME, **_STATUS, "times": _TIMES,
    "test": None,
}  # fmt: skip
_PROGRESS = {
    "node": "hello", "visit": 1, "label": "greetings", "done": 40, "failed": 0, "skipped": 0, "total": 100, "rate": 8.0,
    "eta_s": 7.5,
}  # fmt: skip
_PROCESS = {
    "pid": 4711, "instance": "worker_01k7", "epoch": 1, "responsive": True, "cpu_percent": 98.5, "rss_mb": 82.4,
    "threads": 6, "children": 0, "open_files": 21, "uptime_s": 12.5,
}  # fmt: skip
_RUN = {
    **_SUMMARY,
    "input": {"name": "Ann"},
    "forked_from": None, "parent": None, "children": [], "waits": [WAIT], "schedule": None, "begun": None,
    "current_nodes": ["hello"], "code": None, "environment": None,
    "subflows": [{"node": "hello", "flow_id": "greet", "version": 3}], "open_visits": [
        {"node": "hello", "visit": 1, "attempt": 1, "status": "running", "started_at": TIME, "progress": _PROGRESS}
    ],
    "progress": _PROGRESS,
    "nodes": [
        {
            "id": "hello", "label": "Greet", "label_zh": "问候", "status": "running", "visits": 1, "started_at": TIME,
            "duration_s": 12.5,
        }
    ],
    "edges": [{"edge": 0, "source": "start", "target": "hello", "taken": 1}],
    "process": _PROCESS, "cluster": CLUSTER,
    "attempts": [
        {"epoch": 1, "pid": 4711, "started_at": TIME, "ended_at": None, "exit_code": None, "exit_reason": None}
    ],
    "disk_mb": 0.4, "file_guard": {"refusals": 0, "details": []}, "result": None,
}  # fmt: skip
_COMPARED = {
    "thread_id": "my-run", "title": "双十一选品", "flow_id": "hello", "version": 1, **_FLOW_NAME,
    "status": "finished", "duration_s": 12.5, "skipped": 0,
    "items": {"total": 0, "done": 0, "failed": 0, "skipped": 0},
}  # fmt: skip
_ACCEPTED = {"thread_id": "my-run", "status": "running", "signal_id": 42}
_CHECKPOINT = {
    "checkpoint_id": "1f0c", "parent_id": None, "ts": TIME, "step": 1, "node": "hello", "visit": 1,
    "due": [{"node": "end", "visit": 2}],
    "keys": ["name", "greeting"], "changed": ["greeting"], "size": 48,
}  # fmt: skip
_VIEW = {
    "id": "view-5f2c9a1e7b3d4860", "name": "Failed today", "query": {"status": "error", "started_from": "-24h"},
    "created_at": TIME,
}  # fmt: skip
_SCHEDULE = {
    "id": "nightly-5f2c9a1e", "title": "Nightly", "flow_id": "hello", "version": None, "cron": "30 2 * * *",
    "every_s": None, "at": None, "timezone": "Europe/Berlin", "input": {"name": "Ann"}, "overlap": "skip",
    "node_id": None, "timer": None, "catch_up": "last", "state": "active",
    "next": [{"time": "2026-03-29T01:00:00.000Z", "local": "2026-03-29T03:00:00+02:00", "clocks": "skipped"}],
    "waiting": 0, "last": None, "last_missed": None, "created_at": TIME,
}  # fmt: skip
_FILE = {"name": "greetings.xlsx", "size": 18_204, "modified": TIME, "content_type": "application/vnd.ms-excel"}
_UPLOADED = {"path": "goods/products.csv", "received": 5_242_880, "complete": True}
_UPLOAD = {"id": "upload-5f2c9a1e7b3d4860", "expires_at": TIME, "files": [_UPLOADED]}
_FLOW_FILE = {
    "id": "hello", "path": "/home/ann/flows/hello/flow.json", "name": "Hello", "name_zh": "你好", "description": None,
    "description_zh": None, "state": "new", "problem": None,
}  # fmt: skip
_LINE = {
    "ts": TIME, "level": "INFO", "thread_id": "my-run", "node_id": "hello", "message": "hello Ann", "context": {},
    "seq": 7,
}  # fmt: skip

_SETTINGS: dict[str, Any] = {
    "retention_days": {"value": 30.0, "source": "config.toml"}, "home_max_bytes": {"value": 0, "source": "default"},
    "due": 12,
}  # fmt: skip
#: The body of a request; {} means that no field is needed.
REQUESTS: dict[tuple[str, str], Any] = {
    ("post", "/flows"): {"name": "Hello", "id": "hello", "dsl": DSL, "publish": True},
    ("post", "/flows/{flow_id}/versions"): {"dsl": DSL, "note": "Asks for the name once only"},
    ("post", "/flows/{flow_id}/versions/{version}/publish"): {"note": "Approved by Li, 2026-11-27"},
    ("post", "/runs/start"): {"flow_id": "hello", "thread_id": "my-run", "input": {"name": "Ann"}, **_TITLE},
    ("post", "/uploads"): {},
    ("post", "/uploads/{upload_id}/unpack"): {"path": "goods.zip"},
    ("post", "/flow-files/{flow_id}/publish"): {},
    ("post", "/runs/{thread_id}/rename"): _TITLE,
    ("post", "/runs/bulk"): {"command": "retry", "filter": {"status": "error", "tag": "spring"}, "dry_run": True},
    ("post", "/run-views"): {"name": "Failed today", "query": _VIEW["query"]},
    ("put", "/run-views/{view_id}"): {"name": "Failed since yesterday"},
    ("post", "/schedules"): {key: _SCHEDULE[key] for key in ("flow_id", "title", "cron", "timezone", "input")},
    ("post", "/schedules/preview"): {"cron": "30 2 * * *", "timezone": "Europe/Berlin"},
    ("put", "/schedules/{schedule_id}"): {"cron": "0 4 * * *", "set": {"name": "Bob"}},
    ("post", "/schedules/{schedule_id}/pause"): {},
    ("post", "/schedules/{schedule_id}/resume"): {},
    ("post", "/schedules/{schedule_id}/run-now"): {},
    ("post", "/runs/import"): {"upload": "upload-5f2c9a1e7b3d4860", "path": "my-run.renflow.zip"},
    ("post", "/runs/{thread_id}/fork"): {"updates": {"name": "Bob"}, "thread_id": "my-fork"},
    ("post", "/runs/{thread_id}/rerun"): {"input": {"name": "Bob"}, "thread_id": "my-rerun"},
    ("post", "/runs/{thread_id}/pause"): {},
    ("post", "/runs/{thread_id}/resume"): {"updates": {"name": "Bob"}},
    ("post", "/runs/{thread_id}/retry"): {"error": "TimeoutError"},
    ("post", "/runs/{thread_id}/cancel"): {},
    ("post", "/runs/{thread_id}/stacks"): {},
    ("post", "/ticket"): {},
    ("patch", "/settings"): {"retention_days": 30},
    ("post", "/hooks/test"): {"name": "team"},
    **examples_of_waits.REQUESTS,
    **examples_of_designer.REQUESTS,
}

#: What a success looks like.
ANSWERS: dict[tuple[str, str], Any] = {
    ("post", "/flows"): _FLOW,
    ("get", "/flows"): {"items": [_FLOW], "next": None},
    ("get", "/flows/{flow_id}"): _FLOW,
    ("post", "/flows/{flow_id}/versions"): _VERSION | {"published": False, "publish_note": None},
    ("get", "/flows/{flow_id}/versions"): {"items": [_VERSION], "next": None},
    ("get", "/flows/{flow_id}/versions/{version}"): {
        **_VERSION, "dsl": DSL, "bpmn": None, "code_changes": CODE_CHANGES,
    },
    ("post", "/flows/{flow_id}/versions/{version}/publish"): _VERSION,
    ("get", "/flow-files"): {"items": [_FLOW_FILE], "next": None},
    ("post", "/flow-files/{flow_id}/publish"): _VERSION,
    ("post", "/uploads"): _UPLOAD | {"files": []},
    ("get", "/uploads/{upload_id}"): _UPLOAD,
    ("put", "/uploads/{upload_id}/files/{path}"): _UPLOADED,
    ("post", "/uploads/{upload_id}/unpack"): _UPLOAD | {"folder": "goods", "passed_over": 0},
    ("post", "/runs/start"): _RUN | {"status": "pending", "process": None, "cluster": None, "attempts": []},
    ("get", "/runs"): {
        "items": [_SUMMARY | {"node": "hello", "progress": _PROGRESS, "process": _PROCESS}], "next": "WyJydW5zIiwxXQ",
        "total": 312,
    },
    ("get", "/runs/{thread_id}"): _RUN,
    ("post", "/runs/{thread_id}/rename"): _RUN,
    ("post", "/runs/bulk"): {
        "command": "retry", "dry_run": True, "total": 1, "more": 0,
        "counts": {"accepted": 1, "not_allowed": 0, "changed": 0, "failed": 0},
        "items": [{"thread_id": "my-run", "outcome": "accepted", "status": "error", "code": None, "detail": None,
                   "started": None}],
    },
    ("get", "/run-facets"): {
        "tags": [{"name": "spring", "runs": 12}], "errors": [{"name": "USER_CODE_ERROR", "runs": 3}],
    },
    ("get", "/run-views"): {"items": [_VIEW], "next": None},
    ("post", "/run-views"): _VIEW,
    ("put", "/run-views/{view_id}"): _VIEW | {"name": "Failed since yesterday"},
    ("post", "/schedules"): _SCHEDULE,
    ("post", "/schedules/preview"): {"timezone": "Europe/Berlin", "next": _SCHEDULE["next"]},
    ("get", "/schedules"): {"items": [_SCHEDULE], "next": None},
    ("get", "/schedules/{schedule_id}"): _SCHEDULE,
    ("put", "/schedules/{schedule_id}"): _SCHEDULE | {"cron": "0 4 * * *", "input": {"name": "Bob"}},
    ("post", "/schedules/{schedule_id}/pause"): _SCHEDULE | {"state": "paused", "next": []},
    ("post", "/schedules/{schedule_id}/resume"): _SCHEDULE,
    ("post", "/schedules/{schedule_id}/run-now"): _RUN | {"schedule": {"id": _SCHEDULE["id"], "title": "Nightly"}},
    ("get", "/schedules/{schedule_id}/runs"): {
        "items": [
            {
                "time": TIME, "outcome": "started", "thread_id": "nightly-5f2c9a1e-20260131T120000Z",
                "status": "finished", "code": None, "detail": None, "decided_at": TIME,
            }
        ],
        "next": None,
    },
    ("post", "/runs/{thread_id}/fork"): _RUN
    | {"thread_id": "my-fork", "forked_from": {"thread_id": "my-run", "checkpoint_id": "1f0c"}},
    ("post", "/runs/{thread_id}/rerun"): _RUN | {"thread_id": "my-rerun", "input": {"name": "Bob"}},
    ("get", "/runs/{thread_id}/compare/{other}"): {
        "first": _COMPARED, "second": _COMPARED | {"thread_id": "my-rerun"},
        "input": [{"key": "name", "kind": "changed", "first": "Ann", "second": "Bob"}],
        "state": [{"key": "greeting", "kind": "changed", "first": "Hello, Ann", "second": "Hello, Bob"}],
        "files": [{"name": "greetings.xlsx", "first": 18_204, "second": 18_211}], "more_files": 0,
    },
    ("post", "/runs/{thread_id}/pause"): _ACCEPTED,
    ("post", "/runs/{thread_id}/resume"): _ACCEPTED | {"status": "pending"},
    ("post", "/runs/{thread_id}/retry"): _ACCEPTED | {"status": "pending"},
    ("post", "/runs/{thread_id}/cancel"): _ACCEPTED,
    ("get", "/runs/{thread_id}/state"): {
        "checkpoint_id": "1f0c",
        "values": {"name": "Ann", "greeting": "Hello, Ann"},
        "truncated": False,
    },
    ("get", "/runs/{thread_id}/checkpoints"): {"items": [_CHECKPOINT], "next": None},
    ("get", "/runs/{thread_id}/steps"): {"items": [], "next": None, "loops": [], "errors": [], "again": 0},
    ("get", "/runs/{thread_id}/history"): {
        "items": [{"id": 41, "type": "resume_request", "ts": TIME, "processed": True,
                   "payload": {"updates": {"name": "Bob"}}}],
        "next": None,
    },
    ("get", "/runs/{thread_id}/metrics"): {
        "thread_id": "my-run", "interval_s": 2.0, "times": [TIME], "cpu_percent": [98.5], "rss_mb": [82.4],
        "threads": [6], "children": [0], "open_files": [21], "items_per_s": [8.0],
    },
    ("get", "/runs/{thread_id}/artifacts"): {"items": [_FILE], "next": None, "total": 1},
    ("get", "/runs/{thread_id}/artifacts/{name}/preview"): {
        **_FILE, "kind": "table", "columns": ["name",
        "greeting"],
        "rows": [["Ann", "Hello, Ann"]], "text": None, "image": None, "width": None, "height": None,
        "truncated": False,
    },
    ("post", "/runs/{thread_id}/stacks"): {"thread_id": "my-run",
    "stacks": "Thread 0x7f31 (most recent call first): ..."},
    ("get", "/runs/{thread_id}/artifacts/{name}"): "the file's bytes",
    ("get", "/runs/{thread_id}/bundle"): "the file's bytes",
    ("post", "/runs/import"): _RUN,
    ("get", "/runs/{thread_id}/logs"): {
        "items": [_LINE], "next": None, "position": "WyJsb2dzIl0", "previous": None, "counts": {"INFO": 7},
        "counted": True,
        "dropped": 0, "removed": 0,
    },
    ("get", "/runs/{thread_id}/events"): 'id: 3f2a91bc-17\nevent: log\ndata: {"type": "log"}\n\n',
    ("get", "/events"): 'id: 3f2a91bc-18\nevent: deleted\ndata: {"type": "deleted"}\n\n',
    ("get", "/functions"): {
        "items": [
            {
                "name": "hello.greet", "module": "greeting", "file": "greeting.py", "line": 4, "doc": "Greets.",
                "requires": [],
                "parameters": {"type": "object"}, "signature": "(state)", "source_hash": "9f2c3a1b5d7e8f60",
                "used_in": [], "in_environments": False,
                "health": "ok", "reason": None, "disabled": False,
            }
        ],
        "next": None,
        "problems": [],
    },
    ("get", "/hooks"): {
        "items": [
            {
                "name": "team", "to": "feishu", "target": "https://open.feishu.cn", "on": ["finish", "error"],
                "flows": [], "waiting": 0, "delivered_at": TIME, "failed_at": None, "problem": None,
            }
        ],
        "next": None,
        "problems": [],
    },
    ("post", "/hooks/test"): {"items": [{"name": "team", "ok": True, "detail": None}]},
    ("get", "/system"): {
        "version": "0.1.0", "instance": "supervisor_01k7", "pid": 4700, "started_at": TIME, "uptime_s": 3600.0,
        "home": "/home/ann/.ren", "flows": "/home/ann/flows", "python": "3.13.1", "platform": "Linux-6.8-x86_64",
        "cpu_count": 8, "rss_mb": 62.5, "disk_free_mb": 120_000.0, "disk_total_mb": 500_000.0, "runs": {"running": 1},
        "workers": {"active": 1, "warm": 1, "starting": 0, "max_active": 8}, "degraded": False, "sqlite": "3.51.3",
        "sqlite_source": "2026-01-20 ...", "active_elsewhere": 0,
        "sqlite_wal_reset_bug": False, "versions": {"langgraph": "1.2.20"},
        "limits": {
            "max_active_runs": 8, "max_queued_runs": 10_000, "body_bytes": 1_048_576, "data_body_bytes": 8_388_608,
            "head_bytes": 65_536, "json_depth": 64,
            "json_keys": 50_000, "json_key_chars": 256, "events_kept": 10_000, "log_max_bytes": 10_485_760,
            "grace_s": 10.0,
        },
        "settings": {"home": "/home/ann/.ren", "port": 8000, "token": False, "grace": 10.0, "mask_keys": []},
        "warnings": [],
    },
    ("get", "/settings"): _SETTINGS,
    ("patch", "/settings"): _SETTINGS,
    ("get", "/metrics"): 'renflow_runs{status="running"} 1.0\n',
    ("get", "/healthz"): {"status": "ok", "instance": "supervisor_01k7", "version": "0.1.0"},
    ("post", "/ticket"): {"ticket": "dGlja2V0", "expires_in_s": 30.0},
    **examples_of_waits.ANSWERS,
    **examples_of_designer.ANSWERS,
    **examples_of_code.ANSWERS,
}  # fmt: skip

#: What stands in addresses.
PARAMETERS = {
    "thread_id": "my-run",
    "flow_id": "hello",
    "version": 1,
    "first": 1,
    "second": 2,
    "name": "greetings.xlsx",
    "upload_id": "upload-5f2c9a1e7b3d4860",
    "path": "goods/products.csv",
    "other": "my-rerun",
    "view_id": "view-5f2c9a1e7b3d4860",
    "schedule_id": "nightly-5f2c9a1e",
    "environment": "5f1d7c0a9e3b",
    "key": "a12",
}
