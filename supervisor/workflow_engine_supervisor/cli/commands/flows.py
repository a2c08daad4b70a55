"""`renflow flows ...`."""

import argparse
import json
from collections.abc import Mapping
from typing import Any

import msgspec

from workflow_engine_shared.codec.canonical_json import fingerprint
from workflow_engine_shared.errors.code import CodeDamaged
from workflow_engine_shared.functions.frozen_code import CodeManifest, verified_file
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.signatures.keys import sign
from workflow_engine_supervisor.cli.arguments import (
    Parser,
    count,
    flag,
    flows_flag,
    identifier,
    settings_of,
    switch,
    text,
)
from workflow_engine_supervisor.cli.commands.library.file_checks import advice_of_file, problems_of_file, tell_warnings
from workflow_engine_supervisor.cli.commands.transfer.machines import (
    add_all_machines,
    exit_code,
    on_all_machines,
    report,
)
from workflow_engine_supervisor.cli.failure import ENDED_BADLY, OK, UsageError, problem_lines
from workflow_engine_supervisor.cli.flow_files import need_flow, push
from workflow_engine_supervisor.cli.render import moment_text, table
from workflow_engine_supervisor.cli.terminal import clean, say, say_json, tell
from workflow_engine_supervisor.client.connection import connect
from workflow_engine_supervisor.client.flows import latest_version
from workflow_engine_supervisor.client.http_client import Client
from workflow_engine_supervisor.client.run_source import runs_of


def add_push_flags(parser: Parser) -> None:
    _add_flow(parser)
    switch(parser, "--publish", help="publish the version, too")
    _add_pin(parser, "with --publish: ")
    flag(parser, "--note", type=text, metavar="TEXT", help="what is new, or why; shown beside the version")
    add_all_machines(parser)
    flows_flag(parser)


def push_flow(args: argparse.Namespace) -> int:
    settings = settings_of(args)
    if args.pin and not args.publish:
        raise UsageError("--pin keeps the code of what is published.", hint="Add --publish.")
    flow = need_flow(args.flow, settings.flows_paths)

    def bring(client: Client) -> tuple[dict[str, Any], bool]:
        folders = settings.flows_paths
        return push(client, flow, publishing=args.publish, flows=folders, note=args.note, pin=args.pin)

    with connect(settings) as connection:
        version, is_new = bring(connection.client)
    elsewhere = on_all_machines(args, settings, bring)
    if args.note and not is_new and not args.publish:
        tell("The note is not kept: nothing is new. 'renflow flows publish' takes one, too.")
    if args.json:
        told = {**_names(version), "new": is_new, "published": bool(args.publish or version.get("published"))}
        told |= {"warnings": version["warnings"]} if version.get("warnings") else {}
        say_json({**told, **({"machines": [each.reported for each in elsewhere]} if args.all_machines else {})})
        return exit_code(elsewhere)

    def words(brought: tuple[dict[str, Any], bool]) -> str:
        did = "pushed as" if brought[1] else "unchanged, it is"
        return f"{did} version {brought[0]['version']}{', published' if args.publish else ''}"

    tell_warnings(version.get("warnings", ()))
    say(f"{flow.id}: {words((version, is_new))}")
    return report(elsewhere, words)


def add_publish_flags(parser: Parser) -> None:
    parser.add_argument("id", type=identifier, metavar="FLOW", help="the flow's id")
    parser.add_argument("version", type=count, nargs="?", metavar="VERSION", help="default: the latest")
    flag(parser, "--note", type=text, metavar="TEXT", help="why; shown beside the version")
    _add_pin(parser)
    flag(parser, "--sign", type=text, metavar="KEY", help="sign it with this key; its code is kept, too")
    add_all_machines(parser)
    flows_flag(parser)


def publish_version(args: argparse.Namespace) -> int:
    settings = settings_of(args)
    with connect(settings) as connection:
        client = connection.client
        client.get(f"/flows/{args.id}")  # so that a flow that is not there is said, not 'no versions'
        version = args.version or (latest_version(client, args.id) or {}).get("version")
        if version is None:
            raise UsageError(f"Flow {args.id!r} has no versions.", hint="renflow flows push brings one.")
        answer = _publish(client, settings, args, version)

    def alike(there: Client) -> dict[str, Any]:  # each machine numbers its versions for itself
        found = there.get(f"/machine/flows/{args.id}/{answer['hash']}")
        return _publish(there, settings, args, found["version"])

    elsewhere = on_all_machines(args, settings, alike)
    if args.json:
        say_json({**answer, **({"machines": [each.reported for each in elsewhere]} if args.all_machines else {})})
        return exit_code(elsewhere)

    def words(published: dict[str, Any]) -> str:
        code = published.get("code") or {}
        kept = f", with its code ({code['hash'][:12]})" if code.get("mode") == "pinned" else ""
        return f"version {published['version']} is published{kept}{f', signed by {args.sign}' if args.sign else ''}"

    tell_warnings(answer.get("warnings", ()))
    say(f"{args.id}: {words(answer)}")
    return report(elsewhere, words)


def _publish(client: Client, settings: Settings, args: argparse.Namespace, version: int) -> dict[str, Any]:
    body = {**({} if args.note is None else {"note": args.note}), **({"pin": True} if args.pin else {})}
    if args.sign is not None:
        body |= {"pin": True, "signature": _signature(client, settings, args.id, version, args.sign)}
    answer: dict[str, Any] = client.post(f"/flows/{args.id}/versions/{version}/publish", body)
    return answer


def _signature(client: Client, settings: Settings, flow_id: str, version: int, key: str) -> str:
    """Sign what is here: the document that the supervisor has, and the code if the flows folders here have the same.

    Raises:
        UsageError: the supervisor would publish something else than what is here.
    """
    path = f"/flows/{flow_id}/versions/{version}"
    document, asked = client.get(path)["dsl"], client.get(f"{path}/statement")
    told = json.loads(asked["statement"])
    here = CodeManifest(asked["folders"], asked["files"])
    if told["dsl"] != fingerprint(document) or told["code"] != here.hash or told["flow"] != flow_id.lower():
        raise UsageError("The supervisor asks to sign something else than what it shows.")
    for name, expected in asked["files"].items():
        number, _, below = name.partition("/")
        try:
            verified_file(settings.flows_paths[int(number)] / below, expected)
        except (CodeDamaged, IndexError):
            what = f"The supervisor would publish another {below} than the flows folder {settings.flows} has."
            raise UsageError(what, hint="Sign where the code is that you looked at, or name it with --flows.") from None
    signed_by, signature = sign(settings.home_paths, key, asked["statement"])
    return f"{signed_by.id}:{signature}"


def add_no_flags(_: Parser) -> None:
    """Only the flags that every command takes."""


def list_flows(args: argparse.Namespace) -> int:
    with runs_of(settings_of(args)) as source:
        flows = source.flows()
    if args.json:
        say_json({"items": flows})
        return OK
    names = ("id", "name", "latest_version", "published_version")
    rows = [(*(flow.get(name) for name in names), moment_text(flow.get("created_at"))) for flow in flows]
    say(table(("FLOW", "NAME", "LATEST", "PUBLISHED", "CREATED"), rows) if rows else "no flows")
    return OK


def add_versions_flags(parser: Parser) -> None:
    parser.add_argument("id", type=identifier, metavar="FLOW", help="the flow's id")


def list_versions(args: argparse.Namespace) -> int:
    with runs_of(settings_of(args)) as source:
        versions = source.versions(args.id)
    if args.json:
        say_json({"items": versions})
        return OK
    rows = [
        (
            version["version"],
            "yes" if version["published"] else "no",
            moment_text(version["created_at"]),
            version["nodes"],
            _code_of(version),
            _one_line(version["note"]),
            _one_line(version["publish_note"]),
        )
        for version in versions
    ]
    heads = ("VERSION", "PUBLISHED", "CREATED", "NODES", "CODE", "NOTE", "PUBLISHED BECAUSE")
    say(table(heads, rows) if rows else f"{args.id} has no versions")
    return OK


def _code_of(version: Mapping[str, Any]) -> str:
    """What its runs are executed with: the beginning of its kept code's hash, or what the flows folders have."""
    code = version.get("code")
    if code is None:
        return "" if not version["published"] else "live"
    return str(code["hash"])[:12] if code["mode"] == "pinned" else "live"


def _add_pin(parser: Parser, when: str = "") -> None:
    switch(parser, "--pin", help=f"{when}keep the code of its functions: its runs are executed with that")


def _one_line(note: str | None) -> str:
    return " ".join((note or "").split())


def add_check_flags(parser: Parser) -> None:
    _add_flow(parser)
    flows_flag(parser)


def check_flow(args: argparse.Namespace) -> int:
    settings = settings_of(args)
    flow = need_flow(args.flow, settings.flows_paths)
    problems = problems_of_file(flow, settings)
    warnings = [] if flow.bpmn is None or problems else advice_of_file(flow.bpmn)
    if args.json:
        found = [msgspec.to_builtins(problem) for problem in problems]
        told = {"warnings": [msgspec.to_builtins(each) for each in warnings]} if warnings else {}
        say_json({"flow_id": flow.id, "file": str(flow.path), "ok": not problems, "problems": found, **told})
        return ENDED_BADLY if problems else OK
    tell_warnings(warnings)
    if problems:
        say("\n".join(problem_lines(problems)))
        tell(f"{clean(flow.path)}: {len(problems)} problem{'s' if len(problems) > 1 else ''}")
    else:
        say(f"{clean(flow.path)}: no problems")
    return ENDED_BADLY if problems else OK


def _add_flow(parser: Parser) -> None:
    parser.add_argument(
        "flow", metavar="FLOW", help="a flow's id in the flows folder, or the path of its .json or .bpmn file"
    )


def _names(version: dict[str, Any]) -> dict[str, Any]:
    return {"flow_id": version["flow_id"], "version": version["version"]}
