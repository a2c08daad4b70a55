"""The invariants I1-I12: what must hold after every fault, judged from the disk, the processes and the client's record.

Each is a function that yields what violates it, and has a test that breaks it on purpose (test_check.py).
"""

import contextlib
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from faults.case import Case, Expect
from faults.evidence import Story, descendants, environments, files, statuses, stories
from faults.repeats import i2_completed_is_never_run_again, i3_only_what_was_in_flight_runs_again
from faults.witness import WitnessedServer
from support.wait import patient, until
from workflow_engine_shared.locks import is_held
from workflow_engine_shared.run_status import FINAL, Reason, RunStatus
from workflow_engine_shared.storage.run.db import RUN
from workflow_engine_shared.storage.workflow.db import WORKFLOW

SETTLED = FINAL | {RunStatus.ERROR, RunStatus.INTERRUPTED}
LEFT_WITHIN_S = 5.0
TOLD_WITHIN_S = 15.0
#: From so many answers on the 99th percentile counts, which is never a single one; of fewer, none may take so many
#: times as long.
ENOUGH, FEW = 500, 4.0
_SEQ = re.compile(r"([0-9a-f]{8})-(\d+)")
_UNFINISHED = re.compile(r"\.tmp$|\.probe$|-journal$|^\.(logs|supervisor)\..*\.part$")


def check(server: WitnessedServer, expect: Expect | None = None) -> None:
    """Wait until this home's runs are settled, then judge; fails with every violation there is."""
    expect = expect or Expect()
    if expect.settled:
        with contextlib.suppress(AssertionError):  # I5 tells it better
            until(lambda: all(status in SETTLED for status in statuses(server.home).values()), expect.limit)
        with contextlib.suppress(AssertionError):  # I10 tells it better
            until(lambda: not [*i10_events_have_no_hole(_case(server, expect))], TOLD_WITHIN_S)
    server.end_streams()
    case = _case(server, expect)
    found = violations(case, files_of=(server.home.root, server.log))
    server.judged |= set(case.stories)
    assert not found, "\n".join(found)


def check_each(servers: Iterable[WitnessedServer], expect: Expect) -> None:
    """Judge every home that was played on; a supervisor that is gone is started for it."""
    for each in servers:
        if each.process.poll() is not None:
            each.start()
        check(each, expect)


def _case(server: WitnessedServer, expect: Expect) -> Case:
    """All runs of the home that were not judged by an earlier test."""
    found = stories(server.home, but_not=server.judged)
    log = server.log.read_text(encoding="utf-8", errors="replace")
    return Case(server.home, server.record, found, expect, server.client, server.secret, log)


def violations(case: Case, **places: Any) -> list[str]:
    """Every violation, each beginning with its invariant's number."""
    found = []
    for invariant in INVARIANTS:
        number = invariant.__name__.split("_")[0].upper()
        options = places if number == "I12" else {}
        found += [f"{number}: {what}" for what in invariant(case, **options)]
    return found


def i1_acknowledged_is_there(case: Case) -> Iterator[str]:
    """Every start and command that was answered with 2xx is in the database."""
    for thread_id in case.record.started - set(case.stories):
        yield f"run {thread_id} was accepted, and is not there"
    for (thread_id, command), count in Counter(case.record.commands).items():
        story = case.stories.get(thread_id)
        kept = sum(signal.type == f"{command}_request" for signal in story.signals) if story else 0
        if kept < count:
            yield f"{command} of {thread_id} was acknowledged {count} times, and is there {kept} times"


def i4_final_is_final(case: Case) -> Iterator[str]:
    """What was once told to be over has not changed since, and nothing happened behind it."""
    for thread_id, told in case.record.finals.items():
        if thread_id in case.stories and case.stories[thread_id].row.status.value != told:
            yield f"{thread_id} was {told}, and is {case.stories[thread_id].row.status.value}"
    for thread_id, story in case.stories.items():
        ends = [signal.type for signal in story.signals if signal.type in ("finish", "cancel")]
        events = [signal.type for signal in story.signals if not signal.type.endswith("_request")]
        if len(ends) > 1 or (ends and events[-1] not in ("finish", "cancel")):
            yield f"{thread_id} went on behind its end: {events}"


def i5_every_run_is_settled(case: Case) -> Iterator[str]:
    """Each run has ended or waits for somebody; none is `running` without a process."""
    for thread_id, story in case.stories.items():
        if case.expect.settled and story.row.status not in SETTLED:
            yield f"{thread_id} is {story.row.status.value} ({story.row.reason}) after {case.expect.limit:g} s"


def i6_errors_explain_themselves(case: Case) -> Iterator[str]:
    """An error has a code, a sentence and a next step in HTTP, and stands in the log."""
    for thread_id, story in case.stories.items():
        if story.row.status is not RunStatus.ERROR:
            continue
        told = case.errors.get(thread_id)
        if told is None and case.client is not None:
            told = case.client.get(f"/runs/{thread_id}").json()["error"]
        missing = [name for name in ("code", "message", "hint") if not (told or {}).get(name)]
        if missing:
            yield f"{thread_id}: its error says no {', '.join(missing)}: {told}"
        elif not _is_logged(case, story, told):
            yield f"{thread_id}: nothing in a log says {told['message'].splitlines()[0][:100]!r}"


def _is_logged(case: Case, story: Story, told: dict[str, Any]) -> bool:
    if story.row.reason is Reason.CRASH_LOOP:  # its worker is dead: the supervisor's log has to tell
        return f"worker.ended thread_id={story.row.thread_id}" in case.log
    log = case.home.run(story.row.thread_id).log
    start = told["message"].splitlines()[0][:60]
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    return start.encode("unicode_escape").decode()[:30] in text or start[:30].replace('"', '\\"') in text


def i7_others_are_served(case: Case) -> Iterator[str]:
    """The API answers in time, whatever happens to a run."""
    times = sorted(answer.seconds for answer in case.record.answers if answer.status < 500)
    if not times:
        return
    many = len(times) >= ENOUGH
    slow, limit = (times[int(len(times) * 0.99)], 1.0) if many else (times[-1], FEW)
    if slow > patient(limit * case.expect.slowest):
        yield f"the slowest of {len(times)} answers took {slow:.2f} s"


def i8_databases_are_sound(case: Case) -> Iterator[str]:
    """SQLite finds nothing wrong, no row points nowhere, the schema is ours."""
    runs = [(case.home.run(thread_id).db, RUN) for thread_id in case.stories]
    for path, schema in [(case.home.db, WORKFLOW), *runs]:
        if not path.exists():
            continue
        try:
            with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as con:
                found = [row[0] for row in con.execute("PRAGMA integrity_check") if row[0] != "ok"]
                found += [f"foreign key of {row[0]}" for row in con.execute("PRAGMA foreign_key_check")]
                version = con.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.Error as error:
            found, version = [str(error)], schema.version
        if version not in (schema.version, 0 if schema is RUN else schema.version):
            found.append(f"user_version is {version}")
        yield from (f"{path.name} of {path.parent.name}: {what}" for what in found)


def i9_nothing_is_left_over(case: Case) -> Iterator[str]:
    """Seconds after a run's end: no process of it, its lock free, no half-written file."""
    with contextlib.suppress(AssertionError):
        until(lambda: not [*_left_over(case)], LEFT_WITHIN_S)
    yield from _left_over(case)


def _left_over(case: Case) -> Iterator[str]:
    over = {name: story for name, story in case.stories.items() if story.row.status in SETTLED}
    instances = {worker.instance for story in over.values() for worker in story.workers}
    if left := descendants(instances):
        yield f"processes {left} live on"
    yield from (f"the lock of {name} is held" for name in over if is_held(case.home.run(name).lock))
    yield from (f"{path} is left" for path in files(case.home.root) if _UNFINISHED.search(path.name))
    yield from (f"{path} is left" for name in over for path in files(case.home.run(name).tmp))


def i10_events_have_no_hole(case: Case) -> Iterator[str]:
    """A follower gets every event, or is told that it has to look anew; and hears how it ended."""
    for stream in case.record.streams:
        for frames, asked in zip(stream.connections, stream.asked, strict=True):
            yield from _holes(stream.thread_id, frames, asked)
        story = case.stories.get(stream.thread_id)
        if story is None or not case.expect.settled or stream.status == story.row.status.value or not case.client:
            continue
        yield f"{stream.thread_id}: a follower was told {stream.status} last, and it is {story.row.status.value}"


def _holes(thread_id: str, frames: list[tuple[str, str]], asked: str | None) -> Iterator[str]:
    before = asked
    for seq, kind in frames:
        boot, number = _split(seq)
        if before is not None and kind != "resync":
            last_boot, last = _split(before)
            opening = kind == "status" and before == asked
            if boot != last_boot or (number != last + 1 and not opening):
                yield f"{thread_id}: event {seq} follows {before} and is no resync"
        before = seq


def _split(seq: str) -> tuple[str, int]:
    found = _SEQ.fullmatch(seq)
    assert found, seq
    return found[1], int(found[2])


def i11_no_internal_error(case: Case) -> Iterator[str]:
    """No 500 ever; other answers above it only where the fault excuses them."""
    for answer in case.record.answers:
        if answer.status >= 500 and answer.status not in case.expect.refusals:
            yield f"{answer.method} {answer.path} was answered {answer.status}"


def i12_no_secret_is_told(case: Case, files_of: tuple[Any, ...] = ()) -> Iterator[str]:
    """The token stands in no file and in no worker's environment."""
    if not case.secret:
        return
    for path in files(*files_of):
        with contextlib.suppress(FileNotFoundError):
            if case.secret.encode() in path.read_bytes():
                yield f"{path} holds the token"
    for pid, environment in environments(case.home):
        if case.secret in environment.values():
            yield f"process {pid} was handed the token"


INVARIANTS: list[Callable[..., Iterator[str]]] = [
    i1_acknowledged_is_there,
    i2_completed_is_never_run_again,
    i3_only_what_was_in_flight_runs_again,
    i4_final_is_final,
    i5_every_run_is_settled,
    i6_errors_explain_themselves,
    i7_others_are_served,
    i8_databases_are_sound,
    i9_nothing_is_left_over,
    i10_events_have_no_hole,
    i11_no_internal_error,
    i12_no_secret_is_told,
]
