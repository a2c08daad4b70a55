"""Examples for /openapi.json of code that is kept with versions, and of runs that move to another version."""

from typing import Any

_HASH = "5f1d7c0a9e3b2d4c6f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6"
DSL: dict[str, Any] = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "hello", "type": "python", "data": {"codeRef": "hello.greet"}},
        {"id": "end", "type": "end"},
    ],
    "edges": [{"source": "start", "target": "hello"}, {"source": "hello", "target": "end"}],
}
CODE = {"mode": "pinned", "hash": _HASH, "files": 3}
CODE_CHANGES = [{"path": "/home/ann/flows/hello/greeting.py", "change": "changed"}]

SIGNATURE = {"key": "0c6f5d1be9a74f0c8f1b2a3d4e5f6071", "at": "2026-11-27T08:30:00.000Z"}
_STATEMENT = f'{{"calls":{{}},"code":"{_HASH}","dsl":"9f2c…","flow":"hello","kind":"renflow-version-1","lock":""}}'
_KEY = {
    "id": SIGNATURE["key"], "name": "ann", "trusted_at": SIGNATURE["at"], "revoked_at": None, "note": None,
}  # fmt: skip

ENVIRONMENT = {
    "hash": _HASH, "python": "3.11", "system": "linux-x86_64", "packages": [{"name": "pandas", "version": "2.2.3"}],
    "built_at": SIGNATURE["at"], "used_at": SIGNATURE["at"], "size_mb": 212.5, "has_log": True,
    "state": "built", "failure": None,
    "versions": [{"flow_id": "hello", "version": 1}], "runs": ["my-run"],
}  # fmt: skip

_FUNCTION_VERSION = {
    "flow_id": "hello", "version": 1, "mode": "pinned", "code": _HASH, "source_hash": _HASH[::-1], "is_current": False,
    "changes": CODE_CHANGES, "signed_by": SIGNATURE["key"], "runs": 1,
}  # fmt: skip

ANSWERS: dict[tuple[str, str], Any] = {
    ("get", "/runs/{thread_id}/move/{version}"): {
        "thread_id": "my-run",
        "flow_id": "hello",
        "version": 1,
        "to_version": 2,
        "code": _HASH,
        "to_code": _HASH[::-1],
        "nodes": [{"name": "thank", "change": "added"}],
        "functions": [{"name": "hello.greet", "change": "changed"}],
        "parameters": [{"function": "hello.greet", "name": "loud", "change": "added"}],
        "runs_again": ["hello"],
        "problems": [],
    },
    ("get", "/flows/{flow_id}/versions/{version}/statement"): {
        "statement": _STATEMENT,
        "code": _HASH,
        "folders": 1,
        "files": {"0/hello/greeting.py": _HASH},
    },
    ("get", "/functions/{name}/versions"): {"items": [_FUNCTION_VERSION]},
    ("get", "/environments"): {"items": [ENVIRONMENT], "next": None},
    ("get", "/environments/{environment}"): ENVIRONMENT,
    ("get", "/environments/{environment}/log"): {"hash": _HASH, "lines": ["Building the environment …"]},
    ("get", "/keys"): {"items": [_KEY]},
    ("get", "/keys/{key_id}/signed"): {"versions": [{"flow_id": "hello", "version": 1}], "runs": ["my-run"]},
}
