"""Small BPMN files, drawn by code: elements as text, and flows as lines such as `s > a > e` or `g > b ? n > 1`."""

import itertools
from collections.abc import Iterable

from support.virtual_time import Outcome, VirtualRun, Worker, at_once
from workflow_engine_shared.bpmn.compile.program import compile_file
from workflow_engine_shared.tokens.program import Program

_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="tests">'
    '<message id="msg"/><message id="other"/><signal id="sig"/><error id="bad" errorCode="BAD"/>'
    '<escalation id="esc" escalationCode="ESC"/>'
)
START, END = '<startEvent id="s"/>', '<endEvent id="e"/>'


def bpmn(*processes: str, more: str = "") -> bytes:
    """A file with these processes."""
    return f"{_HEAD}{more}{''.join(processes)}</definitions>".encode()


def process(*body: str, name: str = "p") -> str:
    """A process that may be executed."""
    return f'<process id="{name}" isExecutable="true">{"".join(body)}</process>'


def simple(*body: str, more: str = "") -> bytes:
    """A file with one process, which has a start event `s` and an end event `e`."""
    return bpmn(process(START, END, *body), more=more)


def element(tag: str, name: str, *inside: str, **attributes: str) -> str:
    words = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<{tag} id="{name}"{words}>{"".join(inside)}</{tag}>'


def work(name: str, *inside: str, **attributes: str) -> str:
    """A task that the host does."""
    return element("serviceTask", name, *inside, implementation="work", **attributes)


def works(names: str) -> str:
    return "".join(work(name) for name in names.split())


def script(name: str, assignments: str) -> str:
    """A task that assigns variables: JSON."""
    return element("scriptTask", name, f"<script>{_escaped(assignments)}</script>", scriptFormat="json")


def gateway(kind: str, *names: str, **attributes: str) -> str:
    return "".join(element(f"{kind}Gateway", name, **attributes) for name in names)


def sub(name: str, *body: str, tag: str = "subProcess", **attributes: str) -> str:
    return element(tag, name, *body, **attributes)


def handler(name: str, definition: str, body: str, *, interrupting: bool = True) -> str:
    """An event sub-process: its start event is called `name` with an `s` behind it."""
    start = element("startEvent", f"{name}s", definition, isInterrupting=str(interrupting).lower())
    return sub(name, start, body, triggeredByEvent="true")


def boundary(name: str, at: str, definition: str, *, interrupting: bool = True) -> str:
    return element("boundaryEvent", name, definition, attachedToRef=at, cancelActivity=str(interrupting).lower())


def undo(activity: str, by: str) -> str:
    """A compensation handler of an activity."""
    event = (
        f'<boundaryEvent id="undo_{activity}" attachedToRef="{activity}"><compensateEventDefinition/></boundaryEvent>'
    )
    line = f'<association id="line_{activity}" sourceRef="undo_{activity}" targetRef="{by}"/>'
    return event + work(by, isForCompensation="true") + line


def timer(text: str, tag: str = "timeDuration") -> str:
    return f"<timerEventDefinition><{tag}>{text}</{tag}></timerEventDefinition>"


def message(ref: str = "msg") -> str:
    return f'<messageEventDefinition messageRef="{ref}"/>'


SIGNAL = '<signalEventDefinition signalRef="sig"/>'
ERROR = '<errorEventDefinition errorRef="bad"/>'
ANY_ERROR = "<errorEventDefinition/>"
ESCALATION = '<escalationEventDefinition escalationRef="esc"/>'
TERMINATE = "<terminateEventDefinition/>"
CANCEL = "<cancelEventDefinition/>"
COMPENSATE = "<compensateEventDefinition/>"


def condition(text: str) -> str:
    return f"<conditionalEventDefinition><condition>{_escaped(text)}</condition></conditionalEventDefinition>"


def catch(name: str, definition: str) -> str:
    return element("intermediateCatchEvent", name, definition)


def throw(name: str, definition: str) -> str:
    return element("intermediateThrowEvent", name, definition)


def end(name: str, definition: str = "") -> str:
    return element("endEvent", name, definition)


def times(inside: str, **attributes: str) -> str:
    """What makes an activity multi-instance."""
    words = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<multiInstanceLoopCharacteristics{words}>{inside}</multiInstanceLoopCharacteristics>"


def flows(*lines: str) -> str:
    """Sequence flows: `a > b > c`; with `? condition` behind two; a default is the gateway's attribute."""
    return "".join(_flow(*each) for line in lines for each in _pairs(line))


def _pairs(line: str) -> Iterable[tuple[str, str, str]]:
    way, _, text = line.partition("?")
    names = [name.strip() for name in way.split(">")]
    return [(source, target, text.strip()) for source, target in itertools.pairwise(names)]


def _flow(source: str, target: str, text: str) -> str:
    inside = f"<conditionExpression>{_escaped(text)}</conditionExpression>" if text else ""
    return element("sequenceFlow", f"{source}_{target}", inside, sourceRef=source, targetRef=target)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def program_of(source: bytes) -> Program:
    return compile_file(source).program


def run(source: bytes, worker: Worker = at_once, **variables: object) -> VirtualRun:
    """Begin a run, whose work the worker does; nothing of it has happened yet."""
    return VirtualRun(program_of(source), worker, **variables)


def steered(source: bytes, **variables: object) -> VirtualRun:
    """Begin a run whose work the test does."""
    return VirtualRun(program_of(source), _nobody, **variables)


def played(source: bytes, worker: Worker = at_once, **variables: object) -> list[str]:
    """The work that a run began, in its order, to its end; how it ended behind it, if not well."""
    ended = run(source, worker, **variables).go_on()
    return [*ended.trace, *(["*" + ended.status] if ended.status != "finished" else [])]


def _nobody(_run: VirtualRun, _work_id: str, _node: str) -> Outcome:
    return None
