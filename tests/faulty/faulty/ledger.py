"""The side effects of a run, each on the disk before it counts: what the tests compare with the journal."""

import json
import os
import time

from workflow_engine import current_run

#: Which worker this process is, or belongs to; read before a function can empty the environment.
_INSTANCE = os.environ.get("REN_WORKER_INSTANCE")
_time = time.time


def note(what, **fields):
    """Append one line, synced. `instance` names the worker, and through its row the epoch.

    A kill cuts a write at the boundary of a page; what follows half a line begins on one of its own.
    """
    run = current_run()
    line = {
        "what": what,
        "thread": run.thread_id,
        "node": run.node_id,
        "visit": run.visit,
        "attempt": run.attempt,
        "idempotency": run.idempotency_key,
        "pid": os.getpid(),
        "instance": _INSTANCE,
        "ts": _time(),
        **fields,
    }
    descriptor = os.open(run.outputs_dir / "ledger.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, b"\n" + json.dumps(line).encode() + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
