"""Models by workflow pattern, each with the trace that it is to have: which work begins, in its order.

The numbers WCP-1 to WCP-43 are those of the control-flow patterns (workflowpatterns.com); those that begin with E are
patterns of events, data and failures that BPMN has beside them. `docs/bpmn-patterns.md` is drawn of this table.
"""

from dataclasses import dataclass, field
from typing import Any

from support.bpmn_drawing import (
    CANCEL,
    COMPENSATE,
    END,
    ERROR,
    ESCALATION,
    SIGNAL,
    START,
    TERMINATE,
    boundary,
    bpmn,
    catch,
    condition,
    end,
    flows,
    gateway,
    handler,
    message,
    process,
    program_of,
    script,
    simple,
    sub,
    throw,
    timer,
    times,
    undo,
    work,
    works,
)
from support.virtual_time import Outcome, VirtualRun
from workflow_engine_shared.tokens.events import Completed, Event, Failed, Message, Signal


@dataclass(frozen=True)
class Model:
    """A file, what happens in its run, and what comes of it."""

    number: str
    name: str
    how: str  #: by which elements
    source: bytes
    trace: str  #: the tasks, in the order in which they begin
    given: dict[str, Any] = field(default_factory=dict)
    lasts: dict[str, float] = field(default_factory=dict)  #: seconds that a task takes; left out: none
    leaves: dict[str, dict[str, Any]] = field(default_factory=dict)  #: what a task leaves
    fails: dict[str, str] = field(default_factory=dict)  #: with which code a task fails
    comes: tuple[tuple[float, Event], ...] = ()  #: what comes from outside, after so many seconds
    ends: str = "finished"

    @property
    def id(self) -> str:
        return f"{self.number} {self.name}"


def walked(model: Model) -> tuple[str, str]:
    """The trace of a run, and how it stands in the end."""

    def worker(_run: VirtualRun, work_id: str, node: str) -> Outcome:
        if node in model.fails:
            return model.lasts.get(node, 0.0), Failed(work_id, model.fails[node], f"{node} is broken")
        return model.lasts.get(node, 0.0), Completed(work_id, model.leaves.get(node, {}))

    run = VirtualRun(program_of(model.source), worker, **model.given)
    for seconds, event in model.comes:
        run.put(seconds, event)
    run.go_on()
    return " ".join(run.trace), run.status


def inner(name: str, *body: str, tag: str = "subProcess", **attributes: str) -> str:
    """A sub-process with a start and an end event."""
    return sub(name, f'<startEvent id="{name}s"/>', end(f"{name}e"), *body, tag=tag, **attributes)


def called(*body: str, name: str = "q") -> str:
    return process(f'<startEvent id="{name}s"/>', end(f"{name}e"), *body, name=name)


def calls(name: str, process_id: str) -> str:
    return f'<callActivity id="{name}" calledElement="{process_id}"/>'


def many(count: str, *inside: str, **attributes: str) -> str:
    return times(f"<loopCardinality>{count}</loopCardinality>{''.join(inside)}", **attributes)


def until(text: str) -> str:
    return f"<completionCondition>{text}</completionCondition>"


def complex_join(name: str, text: str) -> str:
    return f'<complexGateway id="{name}"><activationCondition>{text}</activationCondition></complexGateway>'


SPLIT = gateway("parallel", "g", "j")
THREE = "s > g > a > j", "g > b > j", "g > c > j"
MILESTONE = simple(
    works("a m"), gateway("parallel", "g", "j"), gateway("eventBased", "d"), catch("now", SIGNAL),
    catch("over", timer("PT5S")), works("in out"),
    gateway("exclusive", "k"),
    flows("s > g > a > j", "g > d > now > in > k > j", "d > over > out > k", "j > m > e"),
)  # fmt: skip

MODELS = (
    Model("WCP-1", "Sequence", "sequence flows", simple(works("a b c"), flows("s > a > b > c > e")), "a b c"),
    Model(
        "WCP-2",
        "Parallel Split",
        "parallel gateway",
        simple(works("a b"), gateway("parallel", "g"), flows("s > g > a > e", "g > b > e")),
        "a b",
    ),
    Model(
        "WCP-3",
        "Synchronization",
        "parallel gateway",
        simple(works("a b z"), SPLIT, flows("s > g > a > j", "g > b > j > z > e")),
        "a b z",
        lasts={"a": 5},
    ),
    Model(
        "WCP-4",
        "Exclusive Choice",
        "exclusive gateway",
        simple(
            works("a b"),
            gateway("exclusive", "x", default="x_b"),
            flows("s > x", "x > a ? n > 1", "x > b", "a > e", "b > e"),
        ),
        "b",
        given={"n": 1},
    ),
    Model(
        "WCP-5",
        "Simple Merge",
        "exclusive gateway",
        simple(
            works("a b z"),
            gateway("exclusive", "m"),
            gateway("exclusive", "x", default="x_b"),
            flows("s > x", "x > a ? n > 1", "x > b > m", "a > m > z > e"),
        ),
        "a z",
        given={"n": 2},
    ),
    Model(
        "WCP-6",
        "Multi-Choice",
        "inclusive gateway",
        simple(
            works("a b c"),
            gateway("inclusive", "o"),
            flows("s > o", "o > a ? n > 0", "o > b ? n > 1", "o > c ? n > 2", "a > e", "b > e", "c > e"),
        ),
        "a b",
        given={"n": 2},
    ),
    Model(
        "WCP-7",
        "Structured Synchronizing Merge",
        "inclusive gateway",
        simple(
            works("a b c z"),
            gateway("inclusive", "o", "j"),
            flows("s > o", "o > a ? n > 0", "o > b ? n > 1", "o > c ? n > 2", "a > j", "b > j", "c > j", "j > z > e"),
        ),
        "a b z",
        given={"n": 2},
        lasts={"a": 3},
    ),
    Model(
        "WCP-8",
        "Multi-Merge",
        "exclusive gateway behind a parallel one",
        simple(
            works("a b z"),
            gateway("parallel", "g"),
            gateway("exclusive", "m"),
            flows("s > g > a > m > z > e", "g > b > m"),
        ),
        "a b z z",
        lasts={"a": 1},
    ),
    Model(
        "WCP-9",
        "Structured Discriminator",
        "complex gateway",
        simple(
            works("a b c z"),
            gateway("parallel", "g"),
            complex_join("j", "activationCount >= 1"),
            flows(*THREE, "j > z > e"),
        ),
        "a b c z",
        lasts={"a": 3, "b": 2, "c": 1},
    ),
    Model(
        "WCP-10",
        "Arbitrary Cycles",
        "exclusive gateways",
        simple(
            works("a b"),
            gateway("exclusive", "m", "y"),
            gateway("exclusive", "x", default="x_y"),
            flows("s > m > a > x", "x > m ? n == 1", "x > y > b > e"),
        ),
        "a b",
        given={"n": 2},
    ),
    Model(
        "WCP-10",
        "Arbitrary Cycles, gone through again",
        "exclusive gateways",
        simple(
            work("a"),
            script("add", '{"n": {"+": [{"var": "n"}, 1]}}'),
            gateway("exclusive", "m"),
            gateway("exclusive", "x", default="x_e"),
            flows("s > m > a > add > x", "x > m ? n < 3", "x > e"),
        ),
        "a a a",
        given={"n": 0},
    ),
    Model(
        "WCP-11",
        "Implicit Termination",
        "no gateway at the end",
        simple(works("a b"), gateway("parallel", "g"), end("f"), flows("s > g > a > e", "g > b > f")),
        "a b",
        lasts={"a": 9},
    ),
    Model(
        "WCP-12",
        "Multiple Instances without Synchronization",
        "back-edge and parallel split",
        simple(
            works("a"),
            script("add", '{"n": {"+": [{"var": "n"}, 1]}}'),
            gateway("parallel", "g"),
            gateway("exclusive", "m"),
            gateway("exclusive", "x", default="x_f"),
            end("f"),
            flows("s > m > g > a > e", "g > add > x", "x > m ? n < 3", "x > f"),
        ),
        "a a a",
        given={"n": 0},
    ),
    Model(
        "WCP-13",
        "Multiple Instances with a priori Design-Time Knowledge",
        "loopCardinality 3",
        simple(work("a", many("3")), works("z"), flows("s > a > z > e")),
        "a a a z",
    ),
    Model(
        "WCP-14",
        "Multiple Instances with a priori Run-Time Knowledge",
        "loopCardinality of a variable",
        simple(work("a", many("${n}")), works("z"), flows("s > a > z > e")),
        "a a z",
        given={"n": 2},
    ),
    Model(
        "WCP-15",
        "Multiple Instances without a priori Run-Time Knowledge",
        "standard loop that asks for more",
        simple(
            work(
                "a",
                "<standardLoopCharacteristics><loopCondition>more == true</loopCondition>"
                "</standardLoopCharacteristics>",
            ),
            works("z"),
            flows("s > a > z > e"),
        ),
        "a z",
        given={"more": True},
        leaves={"a": {"more": False}},
    ),
    Model(
        "WCP-16",
        "Deferred Choice",
        "event-based gateway",
        simple(
            works("a b"),
            gateway("eventBased", "d"),
            catch("c", message()),
            catch("t", timer("PT9S")),
            flows("s > d > c > a > e", "d > t > b > e"),
        ),
        "a",
        comes=((3, Message("msg")),),
    ),
    Model(
        "WCP-16",
        "Deferred Choice, the other way",
        "event-based gateway",
        simple(
            works("a b"),
            gateway("eventBased", "d"),
            catch("c", message()),
            catch("t", timer("PT9S")),
            flows("s > d > c > a > e", "d > t > b > e"),
        ),
        "b",
        comes=((10, Message("msg")),),
    ),
    Model(
        "WCP-17",
        "Interleaved Parallel Routing",
        "ad-hoc sub-process, sequential",
        simple(
            sub("x", works("a b c"), flows("a > b"), tag="adHocSubProcess", ordering="Sequential"),
            works("z"),
            flows("s > x > z > e"),
        ),
        "a b c z",
        lasts={"a": 2, "b": 2},
    ),
    Model(
        "WCP-18",
        "Milestone",
        "event-based gateway, signal and timer",
        MILESTONE,
        "a in m",
        lasts={"a": 9},
        comes=((2, Signal("sig")),),
    ),
    Model(
        "WCP-18",
        "Milestone that is over",
        "event-based gateway, signal and timer",
        MILESTONE,
        "a out m",
        lasts={"a": 9},
        comes=((7, Signal("sig")),),
    ),
    Model(
        "WCP-19",
        "Cancel Task",
        "interrupting boundary event",
        simple(works("a c"), boundary("b", "a", message()), flows("s > a > e", "b > c > e")),
        "a c",
        lasts={"a": 9},
        comes=((2, Message("msg")),),
    ),
    Model(
        "WCP-20",
        "Cancel Case",
        "terminate end event",
        simple(works("a b"), gateway("parallel", "g"), end("t", TERMINATE), flows("s > g > a > t", "g > b > e")),
        "a b",
        lasts={"a": 1, "b": 9},
    ),
    Model(
        "WCP-21",
        "Structured Loop, tested behind",
        "standard loop",
        simple(
            work(
                "a",
                '<standardLoopCharacteristics testBefore="false" loopMaximum="3"><loopCondition>true'
                "</loopCondition></standardLoopCharacteristics>",
            ),
            works("z"),
            flows("s > a > z > e"),
        ),
        "a a a z",
    ),
    Model(
        "WCP-21",
        "Structured Loop, tested before",
        "standard loop",
        simple(
            work(
                "a",
                '<standardLoopCharacteristics testBefore="true"><loopCondition>n &gt; 5</loopCondition>'
                "</standardLoopCharacteristics>",
            ),
            works("z"),
            flows("s > a > z > e"),
        ),
        "z",
        given={"n": 1},
    ),
    Model(
        "WCP-23",
        "Transient Trigger",
        "signal: who does not wait misses it",
        simple(works("a b"), catch("c", SIGNAL), flows("s > a > c > b > e")),
        "a",
        lasts={"a": 5},
        comes=((2, Signal("sig")),),
        ends="running",
    ),
    Model(
        "WCP-24",
        "Persistent Trigger",
        "message of the other process that waits for an answer",
        bpmn(
            process(
                START,
                END,
                works("a b"),
                catch("c", message("other")),
                throw("t", message()),
                flows("s > a > t > c > b > e"),
            ),
            process(
                f'<startEvent id="qs">{message()}</startEvent>',
                works("q1"),
                end("qe", message("other")),
                flows("qs > q1 > qe"),
                name="q",
            ),
        ),
        "a q1 b",
    ),
    Model(
        "WCP-25",
        "Cancel Region",
        "sub-process with an interrupting boundary event",
        simple(
            inner("x", works("a b"), gateway("parallel", "g"), end("xf"), flows("xs > g > a > xe", "g > b > xf")),
            boundary("t", "x", timer("PT2S")),
            works("z"),
            flows("s > x > e", "t > z > e"),
        ),
        "a b z",
        lasts={"a": 1, "b": 9},
    ),
    Model(
        "WCP-26",
        "Cancel Multiple Instance Activity",
        "interrupting boundary event at a multi-instance task",
        simple(work("a", many("3")), boundary("t", "a", timer("PT2S")), works("z"), flows("s > a > e", "t > z > e")),
        "a a a z",
        lasts={"a": 9},
    ),
    Model(
        "WCP-27",
        "Complete Multiple Instance Activity",
        "completionCondition",
        simple(work("a", many("3", until("enough == true"))), works("z"), flows("s > a > z > e")),
        "a a a z",
        given={"enough": False},
        leaves={"a": {"enough": True}},
    ),
    Model(
        "WCP-28",
        "Blocking Discriminator",
        "complex gateway in a loop",
        simple(
            works("a b z"),
            script("add", '{"n": {"+": [{"var": "n"}, 1]}}'),
            gateway("exclusive", "m"),
            gateway("exclusive", "x", default="x_e"),
            gateway("parallel", "g"),
            complex_join("j", "activationCount >= 1"),
            flows("s > m > g > a > j", "g > b > j", "j > z > add > x", "x > m ? n < 2", "x > e"),
        ),
        "a b z a b z",
        given={"n": 0},
        lasts={"a": 1, "b": 2, "z": 5},
    ),
    Model(
        "WCP-29",
        "Cancelling Discriminator",
        "multi-instance with completionCondition 1",
        simple(
            inner("x", many("3", until("numberOfCompletedInstances >= 1")), works("a b"), flows("xs > a > b > xe")),
            works("z"),
            flows("s > x > z > e"),
        ),
        "a a a b b b z",
    ),
    Model(
        "WCP-30",
        "Structured Partial Join",
        "complex gateway, 2 of 3",
        simple(
            works("a b c z"),
            gateway("parallel", "g"),
            complex_join("j", "activationCount >= 2"),
            flows(*THREE, "j > z > e"),
        ),
        "a b c z",
        lasts={"a": 1, "b": 2, "c": 9},
    ),
    Model(
        "WCP-31",
        "Blocking Partial Join",
        "complex gateway that takes in what comes late",
        simple(
            works("a b c z"),
            gateway("parallel", "g"),
            complex_join("j", "activationCount >= 2"),
            flows(*THREE, "j > z > e"),
        ),
        "a b c z",
        lasts={"c": 30},
    ),
    Model(
        "WCP-32",
        "Cancelling Partial Join",
        "terminate in a sub-process behind the join",
        simple(
            sub(
                "x",
                '<startEvent id="xs"/>',
                works("a b c"),
                gateway("parallel", "g"),
                complex_join("j", "activationCount >= 2"),
                end("xt", TERMINATE),
                flows("xs > g > a > j", "g > b > j", "g > c > j", "j > xt"),
            ),
            works("z"),
            flows("s > x > z > e"),
        ),
        "a b c z",
        lasts={"c": 99},
    ),
    Model(
        "WCP-33",
        "Generalised AND-Join",
        "parallel gateway that is passed again",
        simple(
            works("a b z"),
            gateway("parallel", "g", "j"),
            gateway("exclusive", "m"),
            gateway("exclusive", "x", default="x_e"),
            script("add", '{"n": {"+": [{"var": "n"}, 1]}}'),
            flows("s > m > g > a > j", "g > b > j > z > add > x", "x > m ? n < 2", "x > e"),
        ),
        "a b z a b z",
        given={"n": 0},
        lasts={"a": 2},
    ),
    Model(
        "WCP-34",
        "Static Partial Join for Multiple Instances",
        "completionCondition 2 of 3",
        simple(work("a", many("3", until("numberOfCompletedInstances >= 2"))), works("z"), flows("s > a > z > e")),
        "a a a z",
    ),
    Model(
        "WCP-35",
        "Cancelling Partial Join for Multiple Instances",
        "completionCondition: the rest is cancelled",
        simple(
            inner(
                "x",
                many("3", until("numberOfCompletedInstances >= 2"), isSequential="true"),
                works("a"),
                flows("xs > a > xe"),
            ),
            works("z"),
            flows("s > x > z > e"),
        ),
        "a a z",
    ),
    Model(
        "WCP-36",
        "Dynamic Partial Join for Multiple Instances",
        "completionCondition over a variable",
        simple(
            work("a", many("4", until("numberOfCompletedInstances >= need"), isSequential="true")),
            works("z"),
            flows("s > a > z > e"),
        ),
        "a a a z",
        given={"need": 3},
    ),
    Model(
        "WCP-37",
        "Local Synchronizing Merge",
        "inclusive gateways, one inside the other",
        simple(
            works("a b c z"),
            gateway("inclusive", "o", "o2", "i", "j"),
            flows(
                "s > o",
                "o > o2 ? true",
                "o > c ? n > 5",
                "o2 > a ? true",
                "o2 > b ? n > 1",
                "a > i",
                "b > i",
                "i > j",
                "c > j",
                "j > z > e",
            ),
        ),
        "a b z",
        given={"n": 2},
        lasts={"a": 2},
    ),
    Model(
        "WCP-38",
        "General Synchronizing Merge",
        "inclusive gateway over unstructured ways",
        simple(
            works("a b c z"),
            gateway("parallel", "g"),
            gateway("exclusive", "x", default="x_j"),
            gateway("inclusive", "j"),
            flows("s > g > a > x", "x > c ? n > 5", "x > j", "c > e", "g > b > j", "j > z > e"),
        ),
        "a b c z",
        given={"n": 9},
        lasts={"a": 3},
    ),
    Model(
        "WCP-39",
        "Critical Section",
        "sequential ad-hoc sub-process",
        simple(
            sub("x", works("a1 a2 b1"), flows("a1 > a2"), tag="adHocSubProcess", ordering="Sequential"),
            flows("s > x > e"),
        ),
        "a1 a2 b1",
        lasts={"a1": 1, "a2": 1},
    ),
    Model(
        "WCP-40",
        "Interleaved Routing",
        "sequential ad-hoc sub-process",
        simple(
            sub("x", works("a b c"), tag="adHocSubProcess", ordering="Sequential"), works("z"), flows("s > x > z > e")
        ),
        "a b c z",
        lasts={"a": 1, "b": 1, "c": 1},
    ),
    Model(
        "WCP-41",
        "Thread Merge",
        "startQuantity",
        simple(
            work("a", many("1")),
            work("z", startQuantity="2"),
            gateway("parallel", "g"),
            flows("s > g > a > z > e", "g > z"),
        ),
        "a z",
    ),
    Model(
        "WCP-42",
        "Thread Split",
        "completionQuantity",
        simple(work("a", completionQuantity="3"), works("z"), flows("s > a > z > e")),
        "a z z z",
    ),
    Model(
        "WCP-43",
        "Explicit Termination",
        "terminate end event in a sub-process",
        simple(
            sub(
                "x",
                '<startEvent id="xs"/>',
                works("a b"),
                gateway("parallel", "g"),
                end("xt", TERMINATE),
                end("xf"),
                flows("xs > g > a > xt", "g > b > xf"),
            ),
            works("z"),
            flows("s > x > z > e"),
        ),
        "a b z",
        lasts={"a": 1, "b": 9},
    ),
    Model(
        "E-1",
        "Error of work",
        "interrupting boundary event, by its code",
        simple(works("a b c"), boundary("x", "a", ERROR), flows("s > a > b > e", "x > c > e")),
        "a c",
        fails={"a": "BAD"},
    ),
    Model(
        "E-2",
        "Error end event",
        "boundary event of the sub-process around",
        simple(
            sub("x", '<startEvent id="xs"/>', works("a"), end("xe", ERROR), flows("xs > a > xe")),
            boundary("b", "x", ERROR),
            works("z"),
            flows("s > x > e", "b > z > e"),
        ),
        "a z",
    ),
    Model(
        "E-3",
        "Error that nothing catches",
        "error end event",
        bpmn(process(START, works("a"), end("f", ERROR), flows("s > a > f"))),
        "a",
        ends="failed",
    ),
    Model(
        "E-4",
        "Error of a called process",
        "boundary event of the call activity",
        bpmn(
            process(
                START, END, calls("x", "q"), boundary("b", "x", ERROR), works("z"), flows("s > x > e", "b > z > e")
            ),
            process('<startEvent id="qs"/>', works("q1"), end("qe", ERROR), flows("qs > q1 > qe"), name="q"),
        ),
        "q1 z",
    ),
    Model(
        "E-5",
        "Deadline",
        "interrupting timer at a task",
        simple(works("a z"), boundary("b", "a", timer("PT5S")), flows("s > a > e", "b > z > e")),
        "a z",
        lasts={"a": 9},
    ),
    Model(
        "E-6",
        "Reminder",
        "cycling timer that interrupts nothing",
        simple(
            works("a n"),
            boundary("b", "a", timer("R/PT2S", "timeCycle"), interrupting=False),
            flows("s > a > e", "b > n > e"),
        ),
        "a n n n n",
        lasts={"a": 9},
    ),
    Model(
        "E-7",
        "Event sub-process that interrupts",
        "message",
        simple(
            works("a"), handler("h", message(), works("h1") + end("he") + flows("hs > h1 > he")), flows("s > a > e")
        ),
        "a h1",
        lasts={"a": 9},
        comes=((2, Message("msg")),),
    ),
    Model(
        "E-8",
        "Event sub-process beside",
        "message, twice",
        simple(
            works("a"),
            handler("h", message(), works("h1") + end("he") + flows("hs > h1 > he"), interrupting=False),
            flows("s > a > e"),
        ),
        "a h1 h1",
        lasts={"a": 9},
        comes=((2, Message("msg")), (4, Message("msg"))),
    ),
    Model(
        "E-9",
        "Escalation beside",
        "boundary event that interrupts nothing",
        simple(
            inner("x", works("a"), throw("t", ESCALATION), flows("xs > t > a > xe")),
            boundary("b", "x", ESCALATION, interrupting=False),
            works("n"),
            flows("s > x > e", "b > n > e"),
        ),
        "n a",
    ),
    Model(
        "E-10",
        "Escalation that interrupts",
        "boundary event",
        simple(
            inner("x", works("a"), throw("t", ESCALATION), flows("xs > t > a > xe")),
            boundary("b", "x", ESCALATION),
            works("n"),
            flows("s > x > e", "b > n > e"),
        ),
        "n",
    ),
    Model(
        "E-11",
        "Compensation in reverse order",
        "handlers",
        simple(
            works("a b z"), undo("a", "ua"), undo("b", "ub"), throw("t", COMPENSATE), flows("s > a > b > t > z > e")
        ),
        "a b ub ua z",
    ),
    Model(
        "E-12",
        "Compensation of a sub-process",
        "what is in it",
        simple(
            inner("x", works("a b"), undo("a", "ua"), undo("b", "ub"), flows("xs > a > b > xe")),
            works("z"),
            throw("t", '<compensateEventDefinition activityRef="x"/>'),
            flows("s > x > t > z > e"),
        ),
        "a b ub ua z",
    ),
    Model(
        "E-13",
        "Compensation of a called process",
        "what is in it",
        bpmn(
            process(START, END, calls("x", "q"), works("z"), throw("t", COMPENSATE), flows("s > x > t > z > e")),
            called(works("a b"), undo("a", "ua"), undo("b", "ub"), flows("qs > a > b > qe")),
        ),
        "a b ub ua z",
    ),
    Model(
        "E-14",
        "Transaction that is cancelled",
        "cancel end event and boundary event",
        simple(
            inner(
                "x",
                works("a w"),
                undo("a", "ua"),
                gateway("parallel", "g"),
                end("xc", CANCEL),
                flows("xs > a > g > w > xe", "g > xc"),
                tag="transaction",
            ),
            boundary("b", "x", CANCEL),
            works("z"),
            flows("s > x > e", "b > z > e"),
        ),
        "a ua z",
        lasts={"w": 9},
    ),
    Model(
        "E-15",
        "Conversation of two processes",
        "messages in both directions",
        bpmn(
            process(
                START,
                END,
                throw("ask", message()),
                catch("hear", message("other")),
                works("a"),
                flows("s > ask > hear > a > e"),
            ),
            process(
                f'<startEvent id="qs">{message()}</startEvent>',
                works("q1"),
                throw("say", message("other")),
                end("qe"),
                flows("qs > q1 > say > qe"),
                name="q",
            ),
        ),
        "q1 a",
    ),
    Model(
        "E-16",
        "Broadcast",
        "signal that two wait for",
        simple(
            works("a b c"),
            gateway("parallel", "g"),
            catch("c1", SIGNAL),
            catch("c2", SIGNAL),
            throw("t", SIGNAL),
            flows("s > g > c1 > a > e", "g > c2 > b > e", "g > c > t > e"),
        ),
        "c a b",
    ),
    Model(
        "E-17",
        "Condition that comes to hold",
        "conditional event",
        simple(
            works("a b"),
            gateway("parallel", "g"),
            catch("c", condition("n > 2")),
            flows("s > g > c > b > e", "g > a > e"),
        ),
        "a b",
        given={"n": 0},
        leaves={"a": {"n": 3}},
    ),
    Model(
        "E-18",
        "Link",
        "throw and catch",
        simple(
            works("a b"),
            throw("t", '<linkEventDefinition name="over"/>'),
            catch("c", '<linkEventDefinition name="over"/>'),
            flows("s > a > t", "c > b > e"),
        ),
        "a b",
    ),
    Model(
        "E-19",
        "Process that waits to begin",
        "instantiating event-based gateway",
        bpmn(
            process(START, END, throw("t", message("other")), flows("s > t > e")),
            process(
                '<eventBasedGateway id="g" instantiate="true"/>',
                catch("m1", message()),
                catch("m2", message("other")),
                works("q1 q2"),
                flows("g > m1 > q1", "g > m2 > q2"),
                name="q",
            ),
        ),
        "q2",
    ),
    Model(
        "E-20",
        "Call activity",
        "process of the file",
        bpmn(
            process(START, END, works("a z"), calls("x", "q"), flows("s > a > x > z > e")),
            called(works("q1"), flows("qs > q1 > qe")),
        ),
        "a q1 z",
    ),
    Model(
        "E-21",
        "Delay",
        "intermediate timer",
        simple(works("a b"), catch("t", timer("PT30S")), flows("s > a > t > b > e")),
        "a b",
    ),
    Model(
        "E-22",
        "Data that decides",
        "script task and conditional flows out of a task",
        simple(
            script("count", '{"n": {"+": [{"var": "n"}, 2]}}'),
            work("a", default="a_c"),
            works("b c"),
            flows("s > count > a", "a > b ? n == 3", "a > c", "b > e", "c > e"),
        ),
        "a b",
        given={"n": 1},
    ),
    Model(
        "E-23",
        "All of several events",
        "parallel multiple event",
        simple(
            f'<intermediateCatchEvent id="c" parallelMultiple="true">{message()}{SIGNAL}</intermediateCatchEvent>',
            works("a"),
            flows("s > c > a > e"),
        ),
        "a",
        comes=((1, Signal("sig")), (2, Message("msg"))),
    ),
    Model(
        "E-24",
        "Deadlock is told",
        "parallel join behind an exclusive choice",
        simple(
            works("a b z"),
            gateway("exclusive", "x", default="x_b"),
            gateway("parallel", "j"),
            flows("s > x", "x > a ? n > 1", "x > b > j", "a > j > z > e"),
        ),
        "b",
        given={"n": 1},
        ends="running",
    ),
)
