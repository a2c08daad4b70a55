"""The command line's grammar, and the one place where a command's end becomes an exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from workflow_engine_shared.errors import RenError

from . import terminal
from .arguments import LaterParser, Parser, ShowVersion, exit_codes_text, global_flags
from .commands import (
    again,
    care,
    flows,
    functions,
    hooks,
    keys,
    many,
    results,
    run,
    runs,
    schedules,
    serve,
    service,
    tasks,
)
from .commands.library import environments
from .commands.near_names import suggest
from .commands.transfer import flows as flow_transfer
from .commands.transfer import machines
from .commands.transfer import runs as run_files
from .failure import BROKEN_PIPE, CTRL_C, report

Handler: TypeAlias = Callable[[argparse.Namespace], int]
AddFlags: TypeAlias = Callable[[Parser], None]
Table: TypeAlias = dict[str, tuple[Handler, AddFlags, str]]

if TYPE_CHECKING:
    SubParsers: TypeAlias = argparse._SubParsersAction[Any]  # noqa: SLF001 - argparse has no public name for it

COMMANDS: Table = {
    "serve": (serve.serve, serve.add_flags, "start the supervisor"),
    "run": (run.run, run.add_flags, "run a flow and watch it; Ctrl-C pauses it, twice cancels it"),
    "runs": (many.runs, many.add_runs_flags, "list runs, the newest first"),
    "show": (results.show, runs.add_id, "show one run and what it left"),
    "logs": (results.logs, results.add_logs_flags, "print a run's log"),
    "state": (results.state, results.add_state_flags, "print a run's state"),
    "artifacts": (results.artifacts, results.add_artifacts_flags, "list a run's files, or put them into one zip file"),
    "watch": (results.watch, runs.add_id, "watch a run until it rests; Ctrl-C ends the watching only"),
    "pause": (runs.pause, runs.add_id, "pause a run at its next safe point"),
    "resume": (runs.resume, runs.add_resume_flags, "continue a run that paused, asked or failed"),
    "tasks": (tasks.tasks, tasks.add_tasks_flags, "list the forms and questions that runs wait for"),
    "answer": (tasks.answer, tasks.add_answer_flags, "fill in a form, or answer a question"),
    "message": (tasks.message, tasks.add_message_flags, "bring a message to the runs that wait for it"),
    "retry": (runs.retry, runs.add_id, "continue a failed run with its failed items tried again"),
    "rerun": (again.rerun, again.add_rerun_flags, "start a run again with the same input, or a changed one"),
    "compare": (again.compare, again.add_compare_flags, "tell what differs between two runs"),
    "cancel": (runs.cancel, runs.add_id, "end a run for good"),
    "fork": (runs.fork, runs.add_fork_flags, "go on from a checkpoint of a run in a new one"),
    "rename": (runs.rename, runs.add_rename_flags, "give a run another title or other tags"),
    "bulk": (many.bulk, many.add_bulk_flags, "pause, resume, retry, cancel or delete all runs of a filter"),
    "delete": (runs.delete, runs.add_id, "remove a run that is over, and all its files"),
    "doctor": (care.doctor, flows.add_no_flags, "look for what is wrong around renflow"),
    "backup": (
        care.backup,
        care.add_backup_flags,
        "copy the database, or all of the data directory, and check the copy",
    ),
    "restore": (care.restore, care.add_restore_flags, "put a backup of all back"),
    "machines": (machines.machines, flows.add_no_flags, "list the machines that this supervisor speaks for"),
    "functions": (
        functions.functions,
        functions.add_functions_flags,
        "list the functions flows can call",
    ),
}
FLOW_COMMANDS: Table = {
    "push": (flows.push_flow, flows.add_push_flags, "bring a flow file to the supervisor"),
    "publish": (flows.publish_version, flows.add_publish_flags, "make a version the default"),
    "list": (flows.list_flows, flows.add_no_flags, "list the supervisor's flows"),
    "versions": (flows.list_versions, flows.add_versions_flags, "list a flow's versions, with their notes"),
    "check": (flows.check_flow, flows.add_check_flags, "tell every mistake in a flow file"),
    "diff": (flow_transfer.compare_versions, flow_transfer.add_diff_flags, "tell what differs between two versions"),
    "export": (flow_transfer.export_flow, flow_transfer.add_export_flags, "write a flow as one file"),
    "import": (flow_transfer.import_flow, flow_transfer.add_import_flags, "bring a file as a draft"),
}
RUN_COMMANDS: Table = {
    "export": (run_files.export, run_files.add_export_flags, "put a run and all its files into one file"),
    "import": (
        run_files.bring_in,
        run_files.add_import_flags,
        "bring the run of such a file",
    ),
}
SERVICE_COMMANDS: Table = {
    "install": (service.install, service.add_install_flags, "let the system start the supervisor and keep it running"),
    "status": (service.status, flows.add_no_flags, "tell whether the service is installed, and runs"),
    "remove": (service.remove, flows.add_no_flags, "stop the service and take it away; data stay"),
}
SCHEDULE_COMMANDS: Table = {
    "list": (schedules.list_schedules, schedules.add_list_flags, "list the schedules, with their next times"),
    "add": (schedules.add, schedules.add_add_flags, "let runs of a flow start by themselves"),
    "show": (schedules.show, schedules.add_id, "show a schedule, its next times and what was missed"),
    "change": (schedules.change, schedules.add_change_flags, "give a schedule other times or another input"),
    "runs": (schedules.runs, schedules.add_runs_flags, "tell what became of a schedule's times"),
    "pause": (schedules.pause, schedules.add_id, "let no time come until it is resumed"),
    "resume": (schedules.resume, schedules.add_id, "let times come again, from now on"),
    "run-now": (schedules.run_now, schedules.add_id, "start a run as the schedule would"),
    "delete": (schedules.delete, schedules.add_id, "forget a schedule; its runs stay"),
}
HOOK_COMMANDS: Table = {
    "list": (hooks.list_hooks, flows.add_no_flags, "list who is told when runs end, break or ask"),
    "test": (hooks.test_hooks, hooks.add_test_flags, "send a test message"),
}
KEY_COMMANDS: Table = {
    "new": (keys.new, keys.add_new_flags, "make a key that signs versions of flows"),
    "list": (keys.list_keys, flows.add_no_flags, "list the keys whose signatures count, or counted once"),
    "trust": (keys.trust, keys.add_trust_flags, "let the signatures of somebody else's key count"),
    "revoke": (keys.revoke, keys.add_revoke_flags, "let no signature of a key count any more"),
}
ENVIRONMENT_COMMANDS: Table = {
    "list": (environments.list_environments, flows.add_no_flags, "list the environments of flows, and who uses them"),
    "prune": (environments.prune, environments.add_prune_flags, "remove environments that nobody used lately"),
    "remove": (environments.remove, environments.add_remove_flags, "remove one; the next run that needs it builds it"),
}
GROUPS: dict[str, tuple[Table, str]] = {
    "flows": (FLOW_COMMANDS, "push, publish, list, check, compare, export and import flows"),
    "schedules": (SCHEDULE_COMMANDS, "start runs by themselves: at times, every so often, or once"),
    "hooks": (HOOK_COMMANDS, "list and test messages to people and programs outside"),
    "keys": (KEY_COMMANDS, "make, trust and revoke the keys that sign versions of flows"),
    "envs": (ENVIRONMENT_COMMANDS, "list and remove the environments that flows brought their packages for"),
    "service": (SERVICE_COMMANDS, "install, look at and remove the supervisor as a service"),
}


def main(argv: Sequence[str] | None = None, prog: str = "renflow") -> int:
    """Run one command line; returns its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    # httpx is loaded with its own command line where that can be, and that with three more libraries.
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
    terminal.prepare()
    try:
        args = parser(prog).parse_args(arguments)
        args.json = getattr(args, "json", False)
        code = _carried_out(args)
        terminal.flush()
    except terminal.OutputLost as error:
        code = report(error, as_json="--json" in arguments)
        terminal.abandon()
    except RenError as error:
        return report(error, as_json="--json" in arguments)
    except KeyboardInterrupt:
        return CTRL_C
    except BrokenPipeError:
        terminal.abandon()
        return BROKEN_PIPE
    return code


def _carried_out(args: argparse.Namespace) -> int:
    try:
        code: int = args.handler(args)
    except RenError as error:
        suggest(error, args)
        raise
    return code


def parser(prog: str = "renflow") -> Parser:
    """The whole grammar."""
    everywhere = global_flags()
    root = Parser(
        prog=prog,
        parents=[everywhere],
        description="A local-first, durable workflow engine.",
        epilog=exit_codes_text(),
    )
    root.add_argument("--version", action=ShowVersion, nargs=0, help="print the version")
    commands: SubParsers = root.add_subparsers(
        title="commands", metavar="COMMAND", required=True, parser_class=LaterParser
    )
    _add(commands, COMMANDS, everywhere, {"runs": RUN_COMMANDS})
    for name, (table, help_text) in GROUPS.items():
        complete = partial(_complete_group, table=table, everywhere=everywhere)
        commands.add_parser(name, parents=[everywhere], help=help_text, complete=complete)
    return root


def _add(
    commands: SubParsers, table: Table, everywhere: Parser, tables_below: Mapping[str, Table] = MappingProxyType({})
) -> None:
    for name, (handler, add_flags, help_text) in table.items():
        description = f"{help_text[0].upper()}{help_text[1:]}."
        below = tables_below.get(name)
        complete = partial(_complete, handler=handler, add_flags=add_flags, below=below, everywhere=everywhere)
        commands.add_parser(name, parents=[everywhere], help=help_text, description=description, complete=complete)


def _complete(
    command: Parser, *, handler: Handler, add_flags: AddFlags, below: Table | None, everywhere: Parser
) -> None:
    add_flags(command)
    command.set_defaults(handler=handler)
    if below is not None:  # alone, it is a command itself
        _add(command.add_subparsers(title="commands", metavar="COMMAND"), below, everywhere)


def _complete_group(group: Parser, *, table: Table, everywhere: Parser) -> None:
    _add(group.add_subparsers(title="commands", metavar="COMMAND", required=True), table, everywhere)
