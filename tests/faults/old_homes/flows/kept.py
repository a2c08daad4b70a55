"""The functions of a home that is kept: they do one thing after another, and note each on the disk when it is done."""

import json
import os
import threading

from workflow_engine import current_run, interrupt, map_steps, pause_requested, register_function

_STEP_S = 0.02


@register_function("counts")
def counts(state, items, stop_at=None):
    """A loop of so many items; the one at `stop_at` waits until somebody lets it go on."""

    def one(number):
        if number == stop_at:
            _note("began", number)
            _wait_for("go")
        _note("item", number)
        return {"number": number, "square": number * number}

    return {"rows": len(map_steps(one, range(items)))}


@register_function("breaks")
def breaks(state, items, bad):
    """A loop whose item `bad` raises until somebody mends it."""

    def one(number):
        if number == bad and not (current_run().outputs_dir / "mended").exists():
            raise ValueError("not mended yet")
        _note("item", number)
        return number

    return {"rows": len(map_steps(one, range(items)))}


@register_function("asks")
def asks(state):
    """A person's answer."""
    answer = interrupt({"question": "May it go on? 可以继续吗?"})
    _note("answered", answer)
    return {"answer": answer}


@register_function("ends")
def ends(state):
    """What the run leaves."""
    _note("end", state["rows"])
    return {"told": f"{state['rows']} rows 行", "made": {"by": "the last node", "values": [1.5, None, True, "é"]}}


def _note(what, value):
    line = json.dumps({"what": what, "value": value}).encode() + b"\n"
    descriptor = os.open(current_run().outputs_dir / "ledger.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, line)
    finally:
        os.close(descriptor)


def _wait_for(name):
    """Wait for a file of that name; says when the worker has heard of a pause."""
    clock, outputs = threading.Event(), current_run().outputs_dir
    while not (outputs / name).exists():
        if pause_requested():
            (outputs / "heard").touch()
        clock.wait(_STEP_S)
