"""Durable loops, with items that misbehave one by one."""

import functools
import pathlib
import secrets
import time

from workflow_engine import StepFailed, artifact, current_run, map_steps

from . import deaths, results
from .endings import waits
from .ledger import note
from .pace import holds, takes


def maps(state, *, count=0, seconds=0.005, holds_from=None, faults=None, lazily=False, well_from=1, **options):
    """Map `_work` over `count` items, or over the state's `items`; `faults` says what single items do.

    The items from `holds_from` on wait until the test is in a hurry; behind the loop it raises in all attempts before
    `well_from`.
    """
    items = state.get("items") or [{"id": number} for number in range(count)]
    loaded = [{**item, "seconds": seconds, **(faults or {}).get(str(item["id"]), {})} for item in items]
    for item in loaded[holds_from:] if holds_from is not None else ():
        item["holds"] = True
    source = (item for item in loaded) if lazily else loaded
    rows = map_steps(work, source, **options)
    shown = [_shown(row) for row in rows]
    assert [_shown(row) for row in rows] == shown  # as often as wanted
    assert len(rows) == len(shown)
    if current_run().attempt < well_from:
        raise RuntimeError("behind the loop")
    return {"count": len(shown), "rows": shown, "last": _shown(rows[-1]) if shown else None}


def work(item):
    """One item: a line in the ledger, some time, a result - or its fault."""
    run = current_run()
    note("item", key=item["id"])
    takes(item["seconds"])
    if item.get("holds"):
        holds()
    fault = item.get("fault")
    if fault and run.attempt < item.get("until", 1_000_000):
        if fault == "raises":
            raise ValueError(f"item {item['id']} is bad")
        if fault == "unless":
            _fail_unless(item)
            return {"id": item["id"], "well": True}
        if fault == "unstorable":
            return {"rows": [1, {"bad": object()}]}
        getattr(deaths, fault)({}, **item.get("args", {}))
    return {"id": item["id"], "square": item["id"] ** 2 if isinstance(item["id"], int) else item["id"]}


def _result(item, factor):
    """What a map node's item becomes; one with a `fault` does that instead."""
    fault = item.get("fault") if isinstance(item, dict) else None
    if fault == "raises":
        raise ValueError(f"item {item['id']} is bad")
    if fault == "sleeps":
        time.sleep(30)
    if fault:
        getattr(deaths, fault)({})
    return {"id": item["id"], "product": item["id"] * factor} if isinstance(item, dict) else item * factor


def _fail_unless(item):
    """As a shop that does not answer until it does."""
    if not pathlib.Path(item["file"]).exists():
        raise RuntimeError("it is not well")
    if item.get("waits"):
        waits({})


def raises_unless(state, *, file):
    if not pathlib.Path(file).exists():
        raise RuntimeError("it is not well")


def keeps(state, *, name, value):
    artifact(name, value)


def writes_outputs(state, *, name):
    """A file among the outputs, by whom; and a link to the first."""
    run = current_run()
    path = run.outputs_dir / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{run.node_id} {run.thread_id}", encoding="utf-8")
    link = run.outputs_dir / "link"
    if not link.is_symlink():
        link.symlink_to(name)


def maps_partial(state, *, count):
    """A partial and a method of a result: what is no plain function."""
    return {"rows": list(map_steps(functools.partial(_add, 10), range(count)))}


def maps_locally(state, *, count):
    """A function that no other process can import."""
    return {"rows": list(map_steps(lambda item: item, range(count), pool="process"))}


def maps_values(state, *, what, on_error="skip"):
    rows = map_steps(_value, what, on_error=on_error)
    return {"rows": [_shown(row) for row in rows]}


def _value(what):
    return results.VALUES[what]()


def _add(number, item):
    return number + item


def _shown(row):
    return {"failed": row.code, "message": row.message} if isinstance(row, StepFailed) else row


_EATEN = []


def eats(state, *, count, mb):
    """Every item keeps so much memory for as long as its process lives."""

    def eat(item):
        note("item", key=item)
        _EATEN.append(bytes(mb * 1024 * 1024).replace(b"\0", b"\1"))
        time.sleep(0.15)
        return item

    return {"eaten": len(list(map_steps(eat, range(count))))}


def adds_up(state, *, count, seconds=0.005, **options):
    """A round of a flow's cycle: a loop of `count` items, whose results join the total of the rounds before."""
    n = state.get("n", 0)
    items = [{"id": n * count + number, "seconds": seconds} for number in range(count)]
    rows = map_steps(work, items, **options)
    return {"n": n + 1, "total": state.get("total", 0) + sum(row["square"] for row in rows)}


def pours(state, *, batches, lines, size, seconds=0.0):
    """So many batches of lines of incompressible text; each takes about so many seconds."""

    def pour(batch):
        note("item", key=batch)
        begun = time.monotonic()
        for number in range(lines):
            print(batch, number, secrets.token_hex(size // 2))
            ahead = begun + seconds * number / lines - time.monotonic()
            if ahead > 0.02:
                time.sleep(ahead)
        return lines

    return {"poured": sum(map_steps(pour, range(batches)))}
