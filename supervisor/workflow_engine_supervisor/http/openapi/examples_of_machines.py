"""Examples for /openapi.json of machines: of what one supervisor tells of others, and tells another of itself."""

from typing import Any

from workflow_engine_supervisor.http.openapi.examples_of_waits import TIME

_SLOTS = {"total": 8, "used": 3, "free": 5}

ANSWERS: dict[tuple[str, str], Any] = {
    ("get", "/machines"): {
        "items": [
            {
                "name": "local", "url": None, "reachable": True, "version": "0.1.0", "slots": _SLOTS, "queued": 0,
                "since": TIME, "error": None,
            },
            {
                "name": "big", "url": "http://10.0.0.5:8000", "reachable": False, "version": "0.1.0", "slots": None,
                "queued": None, "since": TIME,
                "error": {
                    "code": "MACHINE_UNREACHABLE",
                    "detail": "Machine 'big' at http://10.0.0.5:8000 cannot be reached.",
                    "hint": "Look at 'renflow machines'; start the supervisor there, or mend the network.",
                },
            },
        ]
    },
    ("get", "/machine"): {
        "instance": "supervisor_01k7", "version": "0.1.0", "machines": [], "slots": _SLOTS, "queued": 0,
    },
    ("get", "/machine/flows/{flow_id}/{content}"): {"flow_id": "hello", "version": 1},
}  # fmt: skip


def answers_of(run: dict[str, Any]) -> dict[tuple[str, str], Any]:
    """The same with those that show a run, as lists do."""
    placed = {"run": run, "key": run["times"]["created_at"], "place": [7, 7]}
    return {
        **ANSWERS,
        ("get", "/machine/runs"): {"items": [placed], "more": False, "total": 1},
        ("get", "/machine/runs/{thread_id}"): run,
    }
