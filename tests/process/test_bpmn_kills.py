"""`kill -9` at every step of eleven BPMN files: each run comes to the same end, repeating nothing that is committed."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from support.bpmn_drawing import (
    CANCEL,
    COMPENSATE,
    END,
    ESCALATION,
    SIGNAL,
    START,
    bpmn,
    catch,
    element,
    end,
    flows,
    gateway,
    message,
    process,
    script,
    simple,
    sub,
    throw,
    timer,
    times,
)
from support.bpmn_drawing import boundary as boundary_event
from support.wait import until
from workflow_engine_supervisor.testing.harness import Harness, InjectedFault

SOURCE = '''
import threading, time
from workflow_engine import current_run, register_function

calls, busy_now, most, lock = 0, 0, 0, threading.Lock()

@register_function("busy")
def busy(state):
    """Tells how many of it were ever under way at once."""
    global calls, busy_now, most
    with lock:
        calls, busy_now = calls + 1, busy_now + 1
        most = max(most, busy_now)
    time.sleep(0.005)
    with lock:
        busy_now -= 1
        return {"calls": max(calls, state.get("calls", 0)), "most": most}

@register_function("note")
def note(state, *, name: str = ""):
    """Leaves its name; one that begins with b breaks."""
    with open(current_run().outputs_dir / "trace", "a") as trace:
        trace.write(name + "\\n")
    if name.startswith("b"):
        raise RuntimeError("broken")
    return {"n": state.get("n", 0) + 1}
'''
RENFLOW = 'xmlns:renflow="urn:renflow:bpmn"'


def work(name: str, *inside: str, **attributes: str) -> str:
    given = f'<extensionElements {RENFLOW}><renflow:input name="name">{name}</renflow:input></extensionElements>'
    return element("serviceTask", name, given, *inside, implementation="note", **attributes)


def works(names: str) -> str:
    return "".join(work(name) for name in names.split())


def undo(activity: str, by: str) -> str:
    event = f'<boundaryEvent id="u_{activity}" attachedToRef="{activity}"><compensateEventDefinition/></boundaryEvent>'
    line = f'<association id="l_{activity}" sourceRef="u_{activity}" targetRef="{by}"/>'
    return event + work(by, isForCompensation="true") + line


def inner(*body: str, tag: str = "subProcess") -> str:
    return sub("x", '<startEvent id="xs"/>', *body, tag=tag)


SIDE_BY_SIDE = times("<loopCardinality>3</loopCardinality>")
ONE_BY_ONE = times("<loopCardinality>3</loopCardinality>", isSequential="true")
WHILE = "<standardLoopCharacteristics><loopCondition>n &lt; 3</loopCondition></standardLoopCharacteristics>"
ANY_ERROR = "<errorEventDefinition/>"

#: A file, and the work of its run, in whatever order.
MODELS: dict[str, tuple[bytes, str]] = {
    "branches": (
        simple(gateway("parallel", "g", "j"), works("a c d"), flows("s > g > a > j", "g > c > j > d > e")),
        "a c d",
    ),
    "a loop by a gateway": (
        simple(gateway("exclusive", "m"), gateway("exclusive", "g", default="g_e"), works("a"),
               flows("s > m > a > g", "g > m ? n < 3", "g > e")),
        "a a a",
    ),
    "instances side by side": (simple(work("a", SIDE_BY_SIDE), works("z"), flows("s > a > z > e")), "a a a z"),
    "instances one by one": (simple(work("a", ONE_BY_ONE), works("z"), flows("s > a > z > e")), "a a a z"),
    "a standard loop": (simple(work("a", WHILE), flows("s > a > e")), "a a a"),
    "an error that is caught": (
        simple(inner(works("a broken"), end("xe"), flows("xs > a > broken > xe")), boundary_event("c", "x", ANY_ERROR),
               works("z"), flows("s > x > e", "c > z > e")),
        "a broken z",
    ),
    "compensation": (
        simple(works("a c"), undo("a", "ua"), undo("c", "uc"), throw("t", COMPENSATE), works("z"),
               flows("s > a > c > t > z > e")),
        "a c uc ua z",
    ),
    "compensation of what was called": (
        bpmn(
            process(START, END, element("callActivity", "k", calledElement="r"), throw("t", COMPENSATE), works("z"),
                    flows("s > k > t > z > e")),
            process('<startEvent id="rs"/>', works("r1 r2"), undo("r1", "u1"), undo("r2", "u2"), end("re"),
                    flows("rs > r1 > r2 > re"), name="r"),
        ),
        "r1 r2 u2 u1 z",
    ),
    "a cancelled transaction": (
        simple(inner(works("a"), undo("a", "ua"), end("xc", CANCEL), flows("xs > a > xc"), tag="transaction"),
               boundary_event("c", "x", CANCEL), works("z"), flows("s > x > e", "c > z > e")),
        "a ua z",
    ),
    "timers, signals and escalations": (
        simple(gateway("parallel", "g", "j"), catch("w", timer("PT0.2S")), throw("t", SIGNAL), catch("h", SIGNAL),
               works("a c"), inner(throw("up", ESCALATION), end("xe"), flows("xs > up > xe")),
               boundary_event("i", "x", ESCALATION, interrupting=False), works("n"), end("ie"),
               flows("s > g > w > t > j", "g > h > a > j", "j > x > c > e", "i > n > ie")),
        "a c n",
    ),
    "two processes and a call": (
        bpmn(
            process(START, END, script("first", '[{"n": 0}]'), throw("t", message()), works("a"),
                    element("callActivity", "k", calledElement="r"), flows("s > first > t > a > k > e")),
            process(element("startEvent", "qs", message()), works("q1"), end("qe"), flows("qs > q1 > qe"), name="q"),
            process('<startEvent id="rs"/>', works("r1 broken"), boundary_event("rc", "broken", ANY_ERROR), end("re"),
                    flows("rs > r1 > broken > re", "rc > re"), name="r"),
        ),
        "a q1 r1 broken",
    ),
}  # fmt: skip


class Bench(Harness):
    """A harness for BPMN files."""

    def _published(self, dsl: Any) -> str:
        flow_id = f"flow-{len(self._flow_ids) + 1}"
        if dsl not in self._flow_ids:
            self._flow_ids[dsl] = flow_id
            body = {"id": flow_id, "name": flow_id, "bpmn": dsl, "publish": True}
            self._client.post("/flows", body)
        return self._flow_ids[dsl]

    def begin(self, source: str) -> str:
        """Start a run, and let it be."""
        body = {"flow_id": self._published(source), "input": {"n": 0}}
        return str(self._client.post("/runs/start", body)["thread_id"])

    def settle(self, thread_ids: list[str], statuses: set[str], count: int) -> None:
        """Wait until exactly so many of these runs have one of these statuses."""

        def found() -> int:
            return sum(self._client.get(f"/runs/{each}")["status"] in statuses for each in thread_ids)

        until(lambda: found() == count, what=f"{count} are {statuses}")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("flows")
    (folder / "notes.py").write_text(SOURCE, encoding="utf-8")
    started = Bench(folder)
    started.start()
    yield started
    started.stop()


@pytest.mark.parametrize("name", MODELS)
def test_killed_at_every_step(bench: Bench, name: str):
    source, trace = MODELS[name]
    wanted = Counter(trace.split())
    steps = 0
    while True:
        after = steps + 1
        outcome = bench.run(source.decode(), {"n": 0}, InjectedFault(after), (), 90)
        told = Counter((outcome.folder / "outputs" / "trace").read_text(encoding="utf-8").split())
        assert (outcome.status, after) == ("finished", after), outcome.error
        assert not wanted - told
        assert told.total() <= wanted.total() + _under_way(outcome.fault_came, name), told
        if not outcome.fault_came:
            break
        assert outcome.attempts == 2
        steps = after
    assert steps >= wanted.total() - 1, "it was killed behind each piece of work but the last"


def test_a_message_is_thrown_once_however_its_run_is_killed(bench: Bench):
    """As many runs as listen, but one, get a message from a run that throws one and is killed at one of its steps."""
    heard = simple(catch("c", message()), works("got"), flows("s > c > got > e")).decode()
    throwing = simple(works("a z"), throw("t", message()), flows("s > a > t > z > e")).decode()
    listening = [bench.begin(heard) for _ in range(3)]
    bench.settle(listening, {"interrupted"}, 3)
    for after in (1, 2):
        outcome = bench.run(throwing, {"n": 0}, InjectedFault(after), (), 90)
        assert (outcome.status, outcome.fault_came) == ("finished", True), after
    bench.settle(listening, {"finished"}, 2)


def _under_way(was_killed: bool, name: str) -> int:
    """How much work a kill may interrupt: what stands side by side."""
    return {"branches": 2, "instances side by side": 3}.get(name, 1) if was_killed else 0


def test_of_hundreds_of_instances_side_by_side_some_tens_run_at_a_time(bench: Bench):
    """Each is a visit with a thread of its own while it is under way."""
    busy = element("serviceTask", "a", times("<loopCardinality>200</loopCardinality>"), implementation="busy")
    outcome = bench.run(simple(busy, works("z"), flows("s > a > z > e")).decode(), {"n": 0}, InjectedFault(), (), 90)
    assert (outcome.status, outcome.state["calls"]) == ("finished", 200)
    assert 1 < outcome.state["most"] <= 32
