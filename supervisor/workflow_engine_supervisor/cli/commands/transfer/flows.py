"""`renflow flows diff`, `export` and `import`: versions beside each other, and flows as files."""

import argparse
import json
from pathlib import Path
from typing import Any

from workflow_engine_supervisor.cli.arguments import Parser, flag, identifier, settings_of, text
from workflow_engine_supervisor.cli.failure import OK, UsageError
from workflow_engine_supervisor.cli.terminal import clean, say, say_json, tell
from workflow_engine_supervisor.cli.values import MAX_FLOW_BYTES, json_file, user_path
from workflow_engine_supervisor.client.connection import connect
from workflow_engine_supervisor.client.flows import exported
from workflow_engine_supervisor.functions.flow_files import forms_beside

_SIGNS = {"added": "+", "removed": "-", "changed": "~", "moved": "."}
_MOST = 100  #: characters of a value in a line


def add_export_flags(parser: Parser) -> None:
    parser.add_argument("id", type=identifier, metavar="FLOW", help="the flow's id")
    flag(parser, "--version", type=version, metavar="VERSION", help="a number, or draft; default: the published one")
    flag(parser, "--out", type=text, metavar="FILE", help="where to write it; default: print it")


def export_flow(args: argparse.Namespace) -> int:
    from workflow_engine_shared.bpmn.xml_tree import encoded  # so that a BPMN file comes back byte for byte

    with connect(settings_of(args)) as connection:
        found = exported(connection.client, args.id, args.version)
    content = found["bpmn"] if "bpmn" in found else _json(found)
    forms = found.get("forms") if "bpmn" in found else None
    if args.out is None:
        say(content.rstrip("\n"))
        if forms:
            tell("The schemas of its forms stand beside it: --out FILE writes both.")
        return OK
    path = Path(user_path(args.out))
    _write(path, encoded(content) if "bpmn" in found else content.encode())
    if forms:
        _write(forms_beside(path), _json(forms).encode())
    if args.json:
        beside = {"forms": str(forms_beside(path))} if forms else {}
        say_json({"flow_id": found["id"], "version": found["version"], "file": str(path), **beside})
    else:
        also = f", its forms are in {clean(forms_beside(path))}" if forms else ""
        say(f"{found['id']}: {_named(found['version'])} is in {clean(path)}{also}")
    return OK


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{clean(path)} cannot be written: {error.strerror}.") from error


def add_import_flags(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="what an export holds, a flow file, or an export of React Flow")
    flag(parser, "--id", type=identifier, metavar="FLOW", help="whose draft it becomes; default: as the file says")
    flag(parser, "--note", type=text, metavar="TEXT", help="what it is; shown beside the draft")


def import_flow(args: argparse.Namespace) -> int:
    body: dict[str, Any] = {"file": json_file(user_path(args.file), MAX_FLOW_BYTES)}
    body |= {name: value for name, value in (("flow_id", args.id), ("note", args.note)) if value is not None}
    with connect(settings_of(args)) as connection:
        draft = connection.client.post("/flows/import", body)
    if args.json:
        say_json(draft)
    else:
        say(f"{draft['flow_id']}: draft {draft['revision']}; the designer shows it, nothing is published yet")
    return OK


def add_diff_flags(parser: Parser) -> None:
    parser.add_argument("id", type=identifier, metavar="FLOW", help="the flow's id")
    parser.add_argument("first", type=version, metavar="FIRST", help="a version's number, or draft")
    parser.add_argument("second", type=version, metavar="SECOND", help="the same")


def compare_versions(args: argparse.Namespace) -> int:
    with connect(settings_of(args)) as connection:
        found = connection.client.get(f"/flows/{args.id}/versions/{args.first}/diff/{args.second}")
    if args.json:
        say_json(found)
        return OK
    lines = [line for part in ("flow", "nodes", "edges") for each in found[part] for line in _lines(part, each)]
    say("\n".join(lines) if lines else f"{args.id}: {_named(args.first)} and {_named(args.second)} are the same")
    return OK


def version(value: str) -> str:
    """A version's number, or the word for what is being drawn."""
    if value != "draft" and not (value.isascii() and value.isdigit() and not value.startswith("0")):
        raise argparse.ArgumentTypeError("must be a version's number, or draft")
    return value


def _named(version: Any) -> str:
    return "the draft" if version in {None, "draft"} else f"version {version}"


def _lines(part: str, change: dict[str, Any]) -> list[str]:
    if part == "flow":
        return [_field(change)]
    what = change["id"] if part == "nodes" else f"{change['source']} → {change['target']}"
    kind = "node" if part == "nodes" else "edge"
    head = f"{_SIGNS[change['change']]} {kind} {clean(what)} ({change['change']})"
    return [head, *(f"  {_field(each)}" for each in change["fields"])]


def _field(change: dict[str, Any]) -> str:
    old, new = (_short(change[name]) if change[had] else "-" for name, had in (("before", "had"), ("after", "has")))
    return f"~ {clean(change['pointer'])}: {old} → {new}"


def _short(value: Any) -> str:
    shown = json.dumps(value, ensure_ascii=False)
    return clean(shown if len(shown) <= _MOST else f"{shown[:_MOST]}…")
