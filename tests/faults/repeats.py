"""I2 and I3: nothing that was completed is done again, and no more than what was in flight."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from faults.case import Case
from faults.evidence import Story, seconds
from faults.witness import Record
from workflow_engine_shared.storage.workflow import workers

#: Two recorded times are of two clocks read one after the other, cut to milliseconds.
MILLISECONDS = 0.002


def i2_completed_is_never_run_again(case: Case) -> Iterator[str]:
    """One accepted result a step; nothing completed is executed again; a worker that was replaced adds nothing."""
    for thread_id, story in case.stories.items():
        yield from _after_completion(thread_id, story)
        yield from _since_moments(thread_id, story, case.record)
        yield from _by_the_replaced(thread_id, story, case.record)


def _after_completion(thread_id: str, story: Story) -> Iterator[str]:
    over = {f"visit {visit}": since for visit, since in story.over.items()}
    over |= {name: step.finished_at for name, step in story.steps.items() if step.state == "done"}
    known = story.epochs
    newest = max(known.values(), default=0)
    for line in story.ledger:
        since, what = over.get(line["step"]), line["step"]
        stale = known.get(line["instance"], newest) < newest  # side effects of a frozen worker can't be fenced
        if since is not None and line["ts"] > since + MILLISECONDS and not stale:
            yield f"{thread_id}: {what} ({line.get('key')}) ran again {line['ts'] - since:.3f} s after it was completed"


def _since_moments(thread_id: str, story: Story, record: Record) -> Iterator[str]:
    for moment in record.moments.get(thread_id, []):
        for name, step in moment.steps.items():
            if story.steps.get(name) != step:
                yield f"{thread_id}: the accepted result of {name} has changed or is gone"
        for visit in moment.over.keys() - story.over.keys():
            yield f"{thread_id}: visit {visit} was completed, and is so no more"
        over = {*moment.steps, *(f"visit {visit}" for visit in moment.over)}
        for line in story.ledger[moment.lines :]:
            if line["step"] in over:
                yield f"{thread_id}: {line['step']} ({line.get('key')}) was completed, and ran again"


def _by_the_replaced(thread_id: str, story: Story, record: Record) -> Iterator[str]:
    """Results that only a worker computed whose run had a newer epoch by then."""
    taken = {worker.epoch: seconds(worker.started_at) for worker in story.workers}
    if thread_id in record.superseded:
        epoch, when = record.superseded[thread_id]
        taken[epoch] = when
    executed: dict[str, list[int]] = defaultdict(list)
    known = story.epochs
    for line in story.ledger:
        executed[line["step"]].append(known.get(line["instance"], 0))
    for name, step in story.steps.items():
        epochs = executed[name]
        replaced = min((at for epoch, at in taken.items() if epochs and epoch > max(epochs)), default=None)
        if step.state == "done" and replaced is not None and step.finished_at > replaced + MILLISECONDS:
            yield f"{thread_id}: {name} was accepted from epoch {max(epochs)} after a newer one had begun"


def i3_only_what_was_in_flight_runs_again(case: Case) -> Iterator[str]:
    """What ran twice had begun shortly before its worker died; a worker that left in order leaves nothing half done."""
    for thread_id, story in case.stories.items():
        if any(signal.type == "error" for signal in story.signals):
            continue  # items that failed are tried again at a resume
        ended_well = {worker.instance for worker in story.workers if worker.exit_reason == workers.IN_ORDER}
        last = {line["instance"]: line["ts"] for line in story.ledger}
        for name, first, after in _run_again(case, story):
            worker = first["instance"]
            if worker in ended_well:
                which = f"{name} ({first.get('key')}) of worker {worker}"
                yield f"{thread_id}: {which} ran again after {after:.1f} s although its worker had left in order"
            elif last[worker] - first["ts"] > case.expect.window:
                yield f"{thread_id}: {name} ran again, and had begun {last[worker] - first['ts']:.1f} s before"


def _run_again(case: Case, story: Story) -> Iterator[tuple[str, dict[str, Any], float]]:
    """What another worker did once more: its name, each earlier line of the ledger, and how much later the last is."""
    last_of_process = {line["pid"]: line["ts"] for line in story.ledger}
    lines = defaultdict(list)
    for line in story.ledger:
        if line["what"] != "node":
            lines[line["step"]].append(line)
    for name, every in lines.items():
        for first in every[:-1]:
            if first["instance"] == every[-1]["instance"] or name not in story.steps:
                continue
            spoke_later = last_of_process[first["pid"]] - first["ts"]
            if first["pid"] in case.record.killed and spoke_later <= case.expect.window:
                continue  # its own process was killed, and the worker left before its next try
            yield name, first, every[-1]["ts"] - first["ts"]
