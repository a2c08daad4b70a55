"""What from outside begins runs of a BPMN flow, as its newest published version says: timers, messages, signals."""

from collections.abc import Iterator
from datetime import datetime, timezone

from workflow_engine_shared.bpmn import times
from workflow_engine_shared.clock import parse_rfc3339, rfc3339
from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.errors import BadExpression, TooManySchedules
from workflow_engine_shared.ids import titled_id
from workflow_engine_shared.jsonlogic.rules import evaluate
from workflow_engine_shared.storage.workflow.rows import VersionRow
from workflow_engine_shared.storage.workflow.schedules.rows import Definition, ScheduleRow
from workflow_engine_shared.storage.workflow.starts.rows import NamedStart
from workflow_engine_shared.storage.workflow.store import Transaction
from workflow_engine_shared.storage.workflow.waits.rows import SIGNAL
from workflow_engine_shared.timetables.due import CatchUp, Overlap
from workflow_engine_shared.tokens.elements.definitions import SignalDefinition, TimerDefinition
from workflow_engine_shared.tokens.elements.outside_starts import OutsideStart, outside_starts
from workflow_engine_supervisor.schedules.definition import cycle_of
from workflow_engine_supervisor.schedules.use_cases import MAX_SCHEDULES


def put_starts(tx: Transaction, version: VersionRow, flow: Flow, now: str) -> None:
    """Let runs begin as a version says that was published just now, unless a newer one is.

    A timer that is as it was keeps its rhythm; a message that comes while nobody waits for it begins a run.

    Raises:
        TooManySchedules
    """
    if tx.latest_published(version.flow_id).version != version.version:
        return
    found = [] if flow.program is None else list(outside_starts(flow.program))
    tx.put_starts(version.flow_id, version.version, _named(found))
    _put_timers(tx, version.flow_id, list(_timers(found)), now)


def _named(found: list[OutsideStart]) -> Iterator[NamedStart]:
    """Of the starts by one message the first counts; of those by one signal the first of each process."""
    known: set[tuple[str, str]] = set()
    for each in found:
        definition = each.definition
        if isinstance(definition, TimerDefinition) or not definition.ref:
            continue
        is_signal = isinstance(definition, SignalDefinition)
        name = f"{SIGNAL}{definition.ref}" if is_signal else definition.ref
        place = (name, each.process if is_signal else "")
        if place not in known:
            known.add(place)
            yield NamedStart(name, each.node)


def _put_timers(tx: Transaction, flow_id: str, timers: list[tuple[str, str]], now: str) -> None:
    before = tx.start_timers(flow_id)
    same = {(each.node_id, each.timer) for each in before}
    wanted = set(timers)
    spare = [each for each in before if (each.node_id, each.timer) not in wanted]
    for node_id, text in dict.fromkeys(timers):
        if (node_id, text) in same:
            continue
        old = next((each for each in spare if each.node_id == node_id), None)
        definition = _definition(flow_id, node_id, text, now, old)
        if old is not None:
            spare.remove(old)
            tx.change_schedule(old.id, definition, now)
            continue
        if tx.count_schedules() >= MAX_SCHEDULES:
            raise TooManySchedules(f"There are {MAX_SCHEDULES:,} schedules, and no more can be.")
        tx.insert_schedule(titled_id(f"{flow_id} {node_id}", "schedule"), definition, now)
    for each in spare:
        tx.delete_schedule(each.id)


def _definition(flow_id: str, node_id: str, text: str, now: str, old: ScheduleRow | None) -> Definition:
    """A schedule of a timer; what people chose for the one before stays."""
    moment = parse_rfc3339(now)
    at = first_time(text, moment)
    first = cycle_of(text, at).after(moment) if text.startswith("R") else at if at > moment else None
    return Definition(
        flow_id=flow_id,
        version=None,
        title=None if old is None else old.title,
        cron=None,
        every_s=None,
        at=rfc3339(at),
        since=now,
        timezone="UTC",
        input_json="{}" if old is None else old.input_json,
        overlap=Overlap.ALLOW.value if old is None else old.overlap,
        catch_up=CatchUp.LAST.value if old is None else old.catch_up,
        next_at=None if first is None else rfc3339(first),
        node_id=node_id,
        timer=text,
    )


def first_time(text: str, now: datetime) -> datetime:
    """When a timer comes that begins to wait now, for the first time."""
    if text.startswith("R"):
        cycle = times.cycle(text)
        return times.after(now, cycle.every) if cycle.start is None else cycle.start.astimezone(timezone.utc)
    if text.startswith("P"):
        return times.after(now, times.duration(text))
    return times.moment(text).astimezone(timezone.utc)


def _timers(found: list[OutsideStart]) -> Iterator[tuple[str, str]]:
    """Timers, each with its event and what it says.

    What is computed was looked at when the file came in, and needs no variables; but for files that an older renflow
    took in: of these it is left out.
    """
    for each in found:
        if isinstance(each.definition, TimerDefinition):
            rule = each.definition.rule
            try:
                text = rule if isinstance(rule, str) else evaluate(rule, {})
            except BadExpression:
                continue
            if isinstance(text, str):
                yield each.node, text.strip()
