"""Checks a run's input against the flow's `inputs`, and the conditions that its process begins by."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from workflow_engine_shared import json_pointer
from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.errors import MAX_REQUEST_PROBLEMS, BadExpression, InvalidInput, Problem
from workflow_engine_shared.errors.running import NoBranch
from workflow_engine_shared.ids import shown
from workflow_engine_shared.json_schema.problems import schema_problems
from workflow_engine_shared.jsonlogic.rules import evaluate
from workflow_engine_shared.reach.input_paths import InputPath, paths_in_home
from workflow_engine_shared.reach.places import Reach
from workflow_engine_shared.storage.workflow.rows import Begun
from workflow_engine_shared.tokens.elements.conditional_starts import conditional_start
from workflow_engine_shared.tokens.elements.nodes import Process, StartEvent
from workflow_engine_shared.tokens.elements.outside_starts import outside_starts

_CODES = {"required": "MISSING_FIELD", "type": "WRONG_TYPE", "additionalProperties": "UNKNOWN_FIELD"}


def check_input(value: dict[str, Any], schema: dict[str, Any] | None) -> None:
    """Refuse an input that does not fit what the flow declares.

    Raises:
        InvalidInput: with every mistake and its place.
    """
    problems = [*_reserved_keys(value), *_misfits(value, schema)][:MAX_REQUEST_PROBLEMS]
    if problems:
        raise InvalidInput(problems=problems)


def check_conditions(flow: Flow, value: dict[str, Any]) -> None:
    """Refuse an input with which a process that begins by conditions would not begin.

    Raises:
        InvalidInput
    """
    process = None if flow.program is None else flow.program.nodes[flow.program.start]
    if flow.program is None or not isinstance(process, Process):
        return
    own = {each.into: None for each in process.contents.data}
    try:
        conditional_start(flow.program, process, {**own, **value}, evaluate)
    except (NoBranch, BadExpression) as error:
        code = "CONDITION_NOT_MET" if isinstance(error, NoBranch) else error.code
        hint = "Give it what the condition is about."
        raise InvalidInput(problems=[Problem(code, "/input", error.detail, hint)]) from None


def brings_input(flow: Flow, begun: Begun) -> bool:
    """Whether what brings a run about is its input: a message to a start event that makes nothing else of it.

    Raises:
        InvalidInput: the flow does not begin there.
    """
    program = flow.program
    found = [] if program is None else [each for each in outside_starts(program) if each.node == begun.node]
    if program is None or not found:
        detail = f"No run of this version begins at {shown(begun.node)}."
        raise InvalidInput(problems=[Problem("UNKNOWN_NODE", "/version", detail, "Choose a version that has it.")])
    node = program.nodes[begun.node]
    is_as_it_is = isinstance(node, StartEvent) and node.outputs is None
    return begun.message is not None and is_as_it_is and found[0].process == program.start


def check_paths(value: dict[str, Any], reach: Reach | None) -> None:
    """Refuse paths into the user's home that functions are kept from: code may take that for an empty folder.

    Raises:
        InvalidInput: with each of them, and how its file is brought in.
    """
    if reach is None:
        return
    problems = [_path_problem(each) for each in islice(paths_in_home(value, reach), MAX_REQUEST_PROBLEMS)]
    if problems:
        raise InvalidInput(problems=problems)


def _path_problem(found: InputPath) -> Problem:
    place, path = f"/input{found.pointer}", shown(found.path, 200)
    if not found.exists:
        return Problem("PATH_NOT_THERE", place, f"There is no file or folder {path}.", "Look at how it is written.")
    detail = f"{path} lies in your home, of which functions read nothing but renflow's own folders."
    hint = (
        "Give it with 'renflow run --file', which links it into the run's inputs, or name its folder in the setting "
        "allow_paths."
    )
    return Problem("PATH_IN_HOME", place, detail, hint)


def _reserved_keys(value: dict[str, Any]) -> Iterator[Problem]:
    for key in value:
        if key.startswith("__"):
            detail = f"The key {shown(key)} is reserved."
            place = json_pointer.join("/input", key)
            yield Problem("RESERVED_KEY", place, detail, "Choose one that does not start with '__'.")


def _misfits(value: dict[str, Any], schema: dict[str, Any] | None) -> Iterator[Problem]:
    if schema is None:
        return
    yield from schema_problems(
        value,
        schema,
        "/input",
        codes=_CODES,
        hint="See the flow's 'inputs'.",
        too_deep="The input is nested more deeply than its schema can be followed.",
    )
