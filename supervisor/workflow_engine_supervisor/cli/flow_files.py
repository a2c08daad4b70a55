"""Finds the flow file that a name on the command line means, and brings it to the server."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from workflow_engine_shared.dsl.designer import without_designer_fields
from workflow_engine_shared.dsl.suggestion import did_you_mean
from workflow_engine_shared.errors import InvalidId, Problem
from workflow_engine_shared.ids import id_problem, shown
from workflow_engine_supervisor.client import flows as served_flows
from workflow_engine_supervisor.client.errors import Refused
from workflow_engine_supervisor.client.http_client import Client
from workflow_engine_supervisor.functions.flow_files import (
    BPMN,
    INNER,
    called_ids,
    forms_beside,
    id_of,
    is_forms,
    paths_in,
)

from .failure import UsageError
from .values import MAX_FLOW_BYTES, json_file, user_path, xml_file


@dataclass(frozen=True)
class FlowFile:
    """A flow as its file describes it."""

    id: str
    path: Path
    dsl: Any = None
    bpmn: str | None = None  #: the text of a BPMN file, which has no `dsl`
    forms: dict[str, Any] | None = None  #: the schemas of its forms beside it, by task

    @property
    def given(self) -> dict[str, Any]:
        """The flow as requests bring it."""
        if self.bpmn is None:
            return {"dsl": self.dsl}
        return {"bpmn": self.bpmn, **({"forms": self.forms} if self.forms else {})}

    @property
    def name(self) -> str:
        name = self.dsl.get("name") if isinstance(self.dsl, Mapping) else None
        return name if isinstance(name, str) and name else self.id


def find_flow(named: str, flows: Sequence[Path]) -> FlowFile | None:
    """The flow file that `named` means: a path, or the id of a flow in a flows folder. None: no such file.

    Raises:
        UsageError: the name is neither a path nor an id, or two files have this id.
        Unreadable: a path that leads to no file, or to one that cannot be read.
    """
    path = user_path(named)
    if _looks_like_path(named):
        return _read(_in_folder(path) if _is_folder(path) else path)
    if id_problem(named):
        raise UsageError(f"{shown(named)} {id_problem(named)}; or give the path of a '.json' or '.bpmn' file.")
    names = (f"{named}.json", f"{named}{BPMN}", *(f"{named}/{inner}" for inner in INNER))
    places = [folder / name for folder in flows for name in names]
    found = [place for place in places if place.is_file()]
    if len(found) > 1:
        raise UsageError(f"Both {found[0]} and {found[1]} describe flow {named!r}.", hint="Remove one of them.")
    return _read(found[0]) if found else None


def flow_ids(flows: Sequence[Path]) -> list[str]:
    """The ids of the flow files in the flows folders."""
    return sorted({each for each in map(id_of, paths_in(flows)) if not id_problem(each)})


def need_flow(named: str, flows: Sequence[Path]) -> FlowFile:
    """Like `find_flow`, where only a file will do."""
    found = find_flow(named, flows)
    if found is None:
        near = did_you_mean(named, flow_ids(flows))
        raise UsageError(
            f"There is no flow {named!r} in {' or '.join(map(str, flows))}. {near}".rstrip(),
            hint=f"A flow file is {named}.json, {named}/flow.json or {named}.bpmn in the flows folder, or any path "
            "ending in .json or .bpmn.",
        )
    return found


def push(
    client: Client,
    flow: FlowFile,
    *,
    publishing: bool = False,
    flows: Sequence[Path] = (),
    note: str | None = None,
    pin: bool = False,
) -> tuple[dict[str, Any], bool]:
    """Bring a flow to the server; returns its version there, and whether that had to be made.

    What is published needs the flows that it calls: those that have files in the folders `flows` are published first.
    """
    for called in called_by(flow, flows, {flow.id.lower()}) if publishing else ():
        with _placesin_the_file():
            served_flows.push(client, called.id, called.name, called.given, publishing=True, pin=pin)
    with _placesin_the_file():
        return served_flows.push(client, flow.id, flow.name, flow.given, publishing=publishing, note=note, pin=pin)


def called_by(flow: FlowFile, flows: Sequence[Path], known: set[str]) -> Iterator[FlowFile]:
    """The files of the flows that a flow calls, each behind those that it calls itself."""
    for named in called_ids(flow.dsl):
        if named.lower() in known:
            continue
        known.add(named.lower())
        found = find_flow(named, flows)
        if found is not None:
            yield from called_by(found, flows, known)
            yield found


@contextmanager
def _placesin_the_file() -> Iterator[None]:
    """The server points into the request, the user looks at the file."""
    try:
        yield
    except Refused as error:
        error.problems = tuple(
            msgspec.structs.replace(problem, pointer=in_the_file(problem)) for problem in error.problems
        )
        raise


def in_the_file(problem: Problem) -> str:
    """Where a problem is, as somebody who has the file looks for it."""
    if problem.pointer.startswith("/forms"):
        return problem.pointer
    if not problem.pointer.startswith("/bpmn"):
        return problem.pointer.removeprefix("/dsl")
    line = f"line {problem.line}" if problem.line else ""
    return " ".join(part for part in (line, problem.element or "") if part)


def _looks_like_path(named: str) -> bool:
    return named.endswith((".json", BPMN)) or os.sep in named or bool(os.altsep and os.altsep in named)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False  # reading it as a file will say what is wrong


def _in_folder(path: Path) -> Path:
    return next((found for name in INNER if (found := path / name).is_file()), path / INNER[0])


def _read(path: Path) -> FlowFile:
    dsl = bpmn = forms = None
    if path.suffix == BPMN:
        bpmn = xml_file(path)
        if (beside := forms_beside(path)).is_file():
            forms = json_file(beside, MAX_FLOW_BYTES)
            if not is_forms(forms):
                detail = f"{shown(str(beside), 200)} is no object of JSON Schemas by the ids of tasks."
                raise UsageError(detail, hint='Such as {"approve": {"type": "object", "properties": {}}}.')
    else:
        dsl = without_designer_fields(json_file(path, MAX_FLOW_BYTES))
    stem = id_of(path)
    problem = id_problem(stem)
    if problem:
        raise InvalidId(f"The flow's id, taken from the name {shown(str(path), 200)}, {shown(stem)} {problem}.")
    return FlowFile(stem, path, dsl, bpmn, forms)
