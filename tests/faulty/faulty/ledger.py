"""The side effects of a run, each on the disk before it counts: what the tests compare with the journal."""

import json
import os

from workflow_engine import current_run


def note(what, **fields):
    """Append one line, synced."""
    run = current_run()
    line = {
        "what": what,
        "thread": run.thread_id,
        "node": run.node_id,
        "visit": run.visit,
        "attempt": run.attempt,
        "idempotency": run.idempotency_key,
        "pid": os.getpid(),
        **fields,
    }
    descriptor = os.open(run.outputs_dir / "ledger.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, json.dumps(line).encode() + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
