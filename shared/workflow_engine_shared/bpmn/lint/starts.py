"""What from outside begins a process: the times of its timers, and what nothing outside can bring about."""

from collections.abc import Callable, Iterator
from typing import Final

from workflow_engine_shared.bpmn import times
from workflow_engine_shared.bpmn.element import Element, trouble
from workflow_engine_shared.bpmn.expressions.translate import NotUnderstood, language_of, translated
from workflow_engine_shared.bpmn.lint.texts import is_computed
from workflow_engine_shared.bpmn.model import FlowNode, Model
from workflow_engine_shared.errors import BadExpression, Problem
from workflow_engine_shared.ids import shown
from workflow_engine_shared.jsonlogic.rules import evaluate

_OUTSIDE = frozenset({"timer", "message", "signal"})
_READ: Final[dict[str, Callable[[str], object]]] = {
    "timeDate": times.moment,
    "timeDuration": times.duration,
    "timeCycle": times.cycle,
}
_TIMER_HINT = "Write the time down: no run is there yet whose variables could tell it."


def times_of_starts(model: Model) -> Iterator[Problem]:
    """The timer of a process's start event is looked at when the flow is published: it says its time by itself."""
    for node in _starts(model):
        for each in node.definitions:
            wrong = _wrong(each.element) if each.kind == "timer" else None
            if wrong is not None:
                detail = f"{node.element.title} begins a process at a time that is computed: {wrong}."
                yield trouble(each.element, "BAD_TIMER", detail, _TIMER_HINT)


def starts_without_anybody(model: Model) -> Iterator[Problem]:
    """What of processes something outside would have to bring about, and cannot."""
    for node in [*_starts(model), *(each for each in _in_processes(model) if each.element.is_true("instantiate"))]:
        kinds = sorted(node.kinds() & _OUTSIDE) if node.event == "start" else []
        if len(node.definitions) > 1 and node.element.is_true("parallelMultiple") and kinds:
            detail = f"{node.element.title} waits for several events at once; no run is begun by them from outside."
            yield trouble(node.element, "NOT_BEGUN", detail, "Wait for the first, and for the others behind it.")
            continue
        nameless = [each for each in node.definitions if each.kind in {"message", "signal"} and not each.ref]
        is_task = not node.is_gateway and node.event is None
        if (nameless and node.event == "start") or (is_task and not node.element.get("messageRef")):
            kind = nameless[0].kind if nameless else "message"
            detail = f"{node.element.title} waits for a {kind} without a name; nothing from outside can bring it."
            yield trouble(node.element, "NOT_BEGUN", detail, f"Name one by its {kind}Ref.")


def _wrong(timer: Element) -> str | None:
    """Why a computed time is none; None: it is not computed, or says the same whatever there is."""
    for each in timer.all(*_READ):
        if not is_computed(each.text):
            continue
        try:
            text = evaluate(translated(each.text, language_of(each)), {})
            if not isinstance(text, str):
                return f"without variables it is {shown(text)}"
            _READ[each.name](text)
        except (BadExpression, times.NotATime, ValueError, OverflowError) as error:
            return f"without variables it {error}" if isinstance(error, times.NotATime) else "it needs variables"
        except NotUnderstood:
            return None  # told by another rule
    return None


def _starts(model: Model) -> Iterator[FlowNode]:
    return (each for each in _in_processes(model) if each.event == "start")


def _in_processes(model: Model) -> Iterator[FlowNode]:
    processes = {each.id for each in model.processes}
    return (each for each in model.nodes.values() if each.scope in processes)
