"""Examples for /openapi.json of what a designer asks for. Stands alone: `examples` has those of everything else."""

from typing import Any

from workflow_engine_supervisor.http.openapi.examples_of_code import CODE

_TIME = "2026-01-31T12:00:00.000Z"
_DRAWN: dict[str, Any] = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "cheap", "type": "condition", "data": {"expr": {"<": [{"var": "price"}, 100]}}},
        {"id": "end", "type": "end"},
    ],
    "edges": [{"source": "start", "target": "cheap"}, {"source": "cheap", "target": "end", "data": {"when": True}}],
}
_NODE_TYPE: dict[str, Any] = {
    "type": "condition", "title": {"en": "Condition", "zh": "条件"},
    "description": {
        "en": "Evaluates an expression over the state and takes the edge that stands for its value.",
        "zh": "在状态上求表达式的值，走代表此值的边。",
    },
    "group": "flow", "icon": "branch",
    "data_schema": {"type": "object", "properties": {"expr": {}}, "required": ["expr"], "additionalProperties": False},
    "ports": {
        "in": {"min": 1, "max": None},
        "out": [
            {
                "id": "else", "title": {"en": "else", "zh": "其他情况"}, "on": None, "takes_when": False, "min": 0,
                "max": 1,
            },
        ],
    },
    "defaults": {"expr": {"var": ""}}, "docs": "docs/dsl.md#condition", "calls_function": False, "only_one": False,
}  # fmt: skip
_PROBLEM: dict[str, Any] = {
    "code": "NO_ELSE", "severity": "warning", "pointer": "/nodes/1",
    "detail": "No edge of 'cheap' is taken when its value is none of those that its edges stand for.",
    "hint": "Draw one edge without 'when', the else: without it the run stops there with an error.",
    "params": {"node": "cheap"}, "node_id": "cheap", "edge": None,
}  # fmt: skip
_META: dict[str, Any] = {
    "nodes": 3, "edges": 2, "code_refs": [], "subflows": [], "blocks": [], "needs_tokens": False,
    "hash": "9f2c3a1b5d7e8f60", "errors": 0, "warnings": 1, "cut": False,
}  # fmt: skip

_DRAFT: dict[str, Any] = {
    "flow_id": "hello", "revision": 7, "based_on": 3, "note": "not done yet", "updated_at": _TIME,
}  # fmt: skip
_VERSION: dict[str, Any] = {
    "flow_id": "hello", "version": 4, "published": True, "created_at": _TIME, "note": "Asks once", "publish_note": None,
    "format": "dsl", "hash": "9f2c3a1b5d7e8f60", "nodes": 3, "edges": 2, "code_refs": [], "subflows": [],
    "code": CODE, "signature": None, "created": True,
}  # fmt: skip

_DIFFERENCE: dict[str, Any] = {
    "flow_id": "hello", "from": 3, "to": "draft", "same": False,
    "flow": [{"pointer": "/name", "had": True, "has": True, "before": "Hello", "after": "Hello, you"}],
    "nodes": [{
        "id": "cheap", "change": "changed", "type": "condition", "label": None,
        "fields": [{
            "pointer": "/data/expr", "had": True, "has": True, "before": {"<": [{"var": "price"}, 50]},
            "after": {"<": [{"var": "price"}, 100]},
        }],
    }],
    "edges": [{
        "change": "added", "id": None, "source": "cheap", "target": "end", "data": {"when": True}, "fields": [],
    }],
}  # fmt: skip
_IMPACT: dict[str, Any] = {
    "flow_id": "hello", "revision": 7, "published_version": 3, "difference": _DIFFERENCE,
    "schedules": ["nightly-5f2c9a1e"], "total": 1, "more": 0,
    "runs": [{
        "thread_id": "my-run", "title": "双十一选品", "status": "interrupted", "reason": "waiting", "version": 2,
        "same": False, "current_nodes": ["approve"], "waits": ["form"], "done": ["cheap"], "ahead": [],
        "again": ["cheap"], "stuck": [],
    }],
}  # fmt: skip
_FILE: dict[str, Any] = {
    "renflow": "flow", "format": 1, "id": "hello", "name": "Hello", "version": 3, "note": None, "exported_at": _TIME,
    "dsl": _DRAWN,
}  # fmt: skip

REQUESTS: dict[tuple[str, str], Any] = {
    ("post", "/flows/{flow_id}/draft/impact"): {"revision": 7},
    ("post", "/flows/import"): {"file": _FILE, "flow_id": "hello-again"},
    ("put", "/flows/{flow_id}/draft"): {"dsl": _DRAWN, "note": "not done yet"},
    ("post", "/flows/{flow_id}/draft/version"): {"revision": 7, "note": "Asks once", "publish": True, "replaces": 3},
    ("post", "/flows/{flow_id}/versions/{version}/restore"): {"revision": 7},
    ("post", "/flows/check"): {"dsl": _DRAWN},
    ("post", "/runs/{thread_id}/evaluate"): {"expressions": [{"<": [{"var": "price"}, 100]}, {"var": "price"}]},
}

ANSWERS: dict[tuple[str, str], Any] = {
    ("get", "/flows/{flow_id}/versions/{first}/diff/{second}"): _DIFFERENCE,
    ("get", "/flows/{flow_id}/export"): _FILE,
    ("post", "/flows/import"): {
        **_DRAFT, "flow_id": "hello-again", "revision": 1, "read_as": "export", "flow_exists": False,
    },
    ("post", "/flows/{flow_id}/draft/impact"): _IMPACT,
    ("get", "/flow-drafts"): {"items": [{**_DRAFT, "size": 1204, "flow_exists": True}], "next": None},
    ("get", "/flows/{flow_id}/draft"): {**_DRAFT, "changed": True, "dsl": _DRAWN},
    ("put", "/flows/{flow_id}/draft"): _DRAFT,
    ("post", "/flows/{flow_id}/draft/version"): _VERSION,
    ("post", "/flows/{flow_id}/versions/{version}/restore"): {**_DRAFT, "based_on": 1, "note": None},
    ("get", "/node-types"): {
        "items": [_NODE_TYPE], "groups": [{"id": "flow", "title": {"en": "Control flow", "zh": "流程控制"}}],
        "edge_data_schema": {"type": "object"}, "flow_schema": {"type": "object"},
    },
    ("post", "/flows/check"): {"problems": [_PROBLEM], "meta": _META},
    ("post", "/runs/{thread_id}/evaluate"): {
        "checkpoint_id": "01k7",
        "results": [
            {"value": True, "truthy": True, "error": None},
            {"value": 90, "truthy": True, "error": None},
        ],
    },
}  # fmt: skip
