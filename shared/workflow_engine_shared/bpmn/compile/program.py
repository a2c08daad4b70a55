"""A whole file as a program, or all that keeps it from being one."""

from datetime import datetime

import msgspec

from workflow_engine_shared.bpmn.check import problems_of, read
from workflow_engine_shared.bpmn.compile import data, forms
from workflow_engine_shared.bpmn.compile.bindings import Bindings
from workflow_engine_shared.bpmn.compile.events import correlation_keys
from workflow_engine_shared.bpmn.compile.inputs import inputs_of
from workflow_engine_shared.bpmn.compile.nodes import Nodes
from workflow_engine_shared.bpmn.compile.refused import Refused
from workflow_engine_shared.bpmn.element import Element, trouble
from workflow_engine_shared.bpmn.lint.flows import homes_of
from workflow_engine_shared.bpmn.model import FlowNode, Model
from workflow_engine_shared.bpmn.names import GLOBAL_TASKS, OWN, local
from workflow_engine_shared.errors import InvalidFlow, Problem
from workflow_engine_shared.tokens.elements import nodes as tokens
from workflow_engine_shared.tokens.elements.assembly import assemble
from workflow_engine_shared.tokens.elements.reach import NotAProgram
from workflow_engine_shared.tokens.program import Node, Program


class Compiled(msgspec.Struct, frozen=True):
    """A file that runs."""

    model: Model
    program: Program

    @property
    def name(self) -> str:
        """What the process is called that a run begins with."""
        process = self.model.ids[self.program.start]
        return " ".join((process.get("name") or "").split())


def check(source: bytes | str, bindings: Bindings | None = None, now: datetime | None = None) -> list[Problem]:
    """Everything that keeps a file from running; `now`: timers that are over by then do, too."""
    found = _compiled(source, bindings or Bindings(), now)
    return found if isinstance(found, list) else []


def compile_file(source: bytes | str, bindings: Bindings | None = None, now: datetime | None = None) -> Compiled:
    """The program that a file is.

    Raises:
        InvalidFlow: it is none; `problems` lists all that is wrong, each with element and line.
    """
    found = _compiled(source, bindings or Bindings(), now)
    if isinstance(found, Compiled):
        return found
    count = "one problem" if len(found) == 1 else f"{len(found)} problems; the first"
    line = f" (line {found[0].line})" if found[0].line else ""
    raise InvalidFlow(f"The BPMN file has {count}: {found[0].detail}{line}", problems=found)


def _compiled(source: bytes | str, bindings: Bindings, now: datetime | None) -> Compiled | list[Problem]:
    model = read(source)
    if isinstance(model, Problem):
        return [model]
    problems = problems_of(model, now)
    nodes = _nodes(model, bindings, problems)
    problems += forms.schemas_of_nothing(model, bindings.forms)
    if problems:
        return sorted(problems, key=lambda problem: problem.line or 0)
    try:
        program = assemble(nodes, _start(model).id, _message_flows(model))
    except NotAProgram as error:  # a rule of `lint` is missing
        return [trouble(model.root, "DANGLING_REF", str(error), "Draw it anew.")]
    return Compiled(model, program)


def _nodes(model: Model, bindings: Bindings, problems: list[Problem]) -> list[Node]:
    """All that can be compiled; what cannot is told, once."""
    told = {(each.code, each.element, each.line) for each in problems}
    made: list[Node] = []
    compiler = Nodes(model, bindings)
    tasks = [each for each in model.root.children if each.is_bpmn and each.name in GLOBAL_TASKS and each.id]
    everything: tuple[Element | FlowNode, ...] = (*model.processes, *model.nodes.values(), *tasks)
    for one in everything:
        try:
            if not isinstance(one, Element):
                made.append(compiler.made(one))
            elif one.name == "process":
                inputs_of(model, one)  # refused here, if at all
                held = tokens.Contents(data=data.held(model, one))
                made.append(tokens.Process(one.id, contents=held, correlations=correlation_keys(model, one)))
            else:
                made.append(compiler.global_task(one))
        except Refused as refused:
            new = refused.problem
            if (new.code, new.element, new.line) not in told:
                problems.append(new)
    return made


def _start(model: Model) -> Element:
    """The process that a run begins with.

    One that says so; or the first that begins by itself and that no call activity calls; or the first.
    """
    filled = [each for each in model.processes if model.inside[each.id]]
    called = {local(each.element.get("calledElement") or "") for each in model.nodes.values()}
    marked = [each for each in filled if each.foreign.get((OWN, "start")) == "true"]
    alone = [each for each in filled if each.id not in called and _begins_by_itself(model, each)]
    return [*marked, *alone, *filled][0]


def _begins_by_itself(model: Model, process: Element) -> bool:
    starts = model.within(process.id, "start")
    waits = any(each.element.is_true("instantiate") for each in model.within(process.id))
    return any(not each.definitions for each in starts) or not (starts or waits)


def _message_flows(model: Model) -> dict[str, str]:
    """Who throws a message -> for whom it is; a pool stands for its process, and others are outside."""
    homes, found = homes_of(model), {}
    for element in model.root.walk():
        if element.is_bpmn and element.name == "messageFlow":
            source, target = (local(element.get(name) or "") for name in ("sourceRef", "targetRef"))
            ends = [
                each if each in model.nodes else homes[each].id if each in homes else None for each in (source, target)
            ]
            if ends[0] is not None and ends[1] is not None:
                found[ends[0]] = ends[1]
    return found
