"""The flow files of the flows folders. The id of a flow is the NAME of its file.

`NAME.json` with nodes, `NAME/flow.json`; and BPMN files, `NAME.bpmn` or `NAME/flow.bpmn`, with the schemas of their
forms beside them, `NAME.forms.json` or `NAME/flow.forms.json`.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflow_engine_shared.bpmn.xml_tree import MAX_BYTES as MAX_BPMN_BYTES
from workflow_engine_shared.bpmn.xml_tree import Unreadable, decoded
from workflow_engine_shared.dsl.designer import without_designer_fields
from workflow_engine_shared.errors import FlowNotFound, InvalidJson
from workflow_engine_shared.ids import id_problem, shown
from workflow_engine_shared.plain_files import read_plain
from workflow_engine_shared.strict_json import strict_json
from workflow_engine_shared.units import MIB

MAX_BYTES = MIB
MAX_FILES = 500  #: more than that is no flows folder
BPMN = ".bpmn"
INNER = ("flow.json", "flow.bpmn")  #: in a folder that has the name of its flow
_MARK = "\ufeff".encode()


@dataclass(frozen=True)
class FoundFlow:
    """A flow as its file describes it, or why it cannot be read."""

    id: str
    path: Path
    dsl: Any = None
    problem: str = ""
    bpmn: str | None = None  #: the text of a BPMN file, which has no `dsl`
    forms: dict[str, Any] | None = None  #: the schemas of its forms beside it, by task

    def text(self, field: str) -> str | None:
        """A text of the document, if it has this one."""
        value = self.dsl.get(field) if isinstance(self.dsl, dict) else None
        return value if isinstance(value, str) and value.strip() else None


def flow_files(folders: Sequence[Path]) -> list[FoundFlow]:
    """Every flow file, by id. Other JSON files are passed over; of two with one id, both say so."""
    found: dict[str, list[FoundFlow]] = {}
    for path in paths_in(folders):
        flow = _read(path)
        if flow is not None:
            found.setdefault(flow.id, []).append(flow)
    return [_only(found[name]) for name in sorted(found)]


def flow_file(folders: Sequence[Path], flow_id: str) -> FoundFlow:
    """The file of one flow.

    Raises:
        FlowNotFound: no flows folder has one of this id.
        InvalidJson: it cannot be read, or two files have this id.
    """
    found = next((each for each in flow_files(folders) if each.id == flow_id), None)
    if found is None:
        where = " or ".join(map(str, folders))
        raise FlowNotFound(
            f"There is no flow file for {shown(flow_id)} in {where}.", hint="GET /flow-files lists them."
        )
    if found.problem:
        raise InvalidJson(f"{found.path}: {found.problem}", hint="Mend the file.")
    return found


def called_ids(dsl: Any) -> list[str]:
    """The ids of the flows that a document calls in the version that is published last, whatever else is in it."""
    nodes = dsl.get("nodes") if isinstance(dsl, Mapping) else None
    found = []
    for node in nodes if isinstance(nodes, list) else ():
        data = node.get("data") if isinstance(node, Mapping) and node.get("type") == "subflow" else None
        named = data.get("flow") if isinstance(data, Mapping) and not isinstance(data.get("version"), int) else None
        if isinstance(named, str) and not id_problem(named):
            found.append(named)
    return list(dict.fromkeys(found))


def called_files(folders: Sequence[Path], flow_id: str) -> list[str]:
    """The ids of the flows that the flow of a file calls, each behind those that it calls itself.

    Flows that have no file are left out.
    """
    by_id = {each.id.lower(): each for each in flow_files(folders)}
    known, found = {flow_id.lower()}, []

    def follow(caller: str) -> None:
        for called in map(str.lower, called_ids(by_id[caller].dsl)):
            if called in by_id and called not in known:
                known.add(called)
                follow(called)
                found.append(by_id[called].id)

    if flow_id.lower() in by_id:
        follow(flow_id.lower())
    return found


def id_of(path: Path) -> str:
    """The id that a flow file's place gives its flow, whether it can be one or not."""
    return path.absolute().parent.name if path.name in INNER else path.stem


def paths_in(folders: Sequence[Path]) -> Iterator[Path]:
    """Every file that by its name may be a flow's, whatever is in it."""
    left = MAX_FILES
    for folder in folders:
        try:
            entries = sorted(os.scandir(folder), key=lambda each: each.name)
        except OSError:  # GET /functions tells of it
            continue
        for entry in entries:
            path = Path(entry.path)
            if entry.name.endswith((".json", BPMN)) and entry.is_file():
                found = [path]
            elif not entry.name.startswith("."):
                found = [inner for name in INNER if (inner := path / name).is_file()]
            else:
                continue
            yield from found[:left]
            left -= len(found)
            if left <= 0:
                return


def _read(path: Path) -> FoundFlow | None:
    if path.suffix == BPMN:
        return _read_bpmn(path)
    stem = id_of(path)
    is_named = path.name == "flow.json"
    try:
        if path.stat().st_size > MAX_BYTES:
            return FoundFlow(stem, path, problem="it is larger than 1 MiB.") if is_named else None
        dsl = without_designer_fields(strict_json(read_plain(path.resolve()).removeprefix(_MARK)))
    except (OSError, InvalidJson) as error:
        return FoundFlow(stem, path, problem=f"it cannot be read: {error}.") if is_named else None
    if not (isinstance(dsl, dict) and "nodes" in dsl):
        return FoundFlow(stem, path, problem="it is no flow: it has no nodes.") if is_named else None
    problem = id_problem(stem)
    return FoundFlow(stem, path, dsl, f"its name, {shown(stem)}, is the flow's id and {problem}." if problem else "")


def _read_bpmn(path: Path) -> FoundFlow:
    """What is wrong with its content is told when it is published."""
    stem = id_of(path)
    problem = id_problem(stem)
    wrong = f"its name, {shown(stem)}, is the flow's id and {problem}." if problem else ""
    try:
        if path.stat().st_size > MAX_BPMN_BYTES:
            return FoundFlow(stem, path, problem="it is larger than 5 MiB.")
        text, forms = decoded(read_plain(path.resolve()))[0], None
        if (beside := forms_beside(path)).is_file():
            forms = strict_json(read_plain(beside.resolve()).removeprefix(_MARK))
            if not is_forms(forms):
                wrong = f"{beside.name} is no object of JSON Schemas by the ids of tasks."
        return FoundFlow(stem, path, None, wrong, text, forms if is_forms(forms) else None)
    except (OSError, Unreadable, InvalidJson) as error:
        return FoundFlow(stem, path, problem=f"it cannot be read: {str(error).rstrip('.')}.")


def forms_beside(path: Path) -> Path:
    """Where the schemas of a BPMN file's forms are, if it has some beside it."""
    return path.with_suffix(".forms.json")


def is_forms(value: Any) -> bool:
    """Whether this is what requests take for schemas of forms, by task."""
    return isinstance(value, dict) and all(isinstance(each, dict) for each in value.values())


def _only(files: list[FoundFlow]) -> FoundFlow:
    if len(files) == 1:
        return files[0]
    return FoundFlow(files[0].id, files[0].path, files[0].dsl, f"{files[1].path} describes a flow of this id too.")
