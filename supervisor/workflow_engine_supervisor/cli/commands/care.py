"""`renflow doctor` and `renflow backup`: what keeps a data directory well. Neither needs a supervisor."""

import argparse
from pathlib import Path

import msgspec

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.paths import private_folder
from workflow_engine_supervisor.cli.arguments import Parser, settings_of
from workflow_engine_supervisor.cli.failure import ENDED_BADLY, OK, Unreadable, UsageError
from workflow_engine_supervisor.cli.terminal import clean, say, say_json


def doctor(args: argparse.Namespace) -> int:
    from workflow_engine_supervisor.doctor.checks import examine  # psutil, only where it is needed
    from workflow_engine_supervisor.home.finding import Verdict

    findings = examine(settings_of(args))
    well = all(finding.verdict is not Verdict.ERROR for finding in findings)
    if args.json:
        say_json({"ok": well, "findings": msgspec.to_builtins(findings)})
        return OK if well else ENDED_BADLY
    for finding in findings:
        say(f"{finding.verdict.value:<8} {finding.check:<12} {clean(finding.detail)}")
        if finding.hint:
            say(f"{'':<21} {clean(finding.hint)}")
    return OK if well else ENDED_BADLY


def add_backup_flags(parser: Parser) -> None:
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="default: backups/ in the data directory")


def backup(args: argparse.Namespace) -> int:
    from workflow_engine_shared.storage.workflow.health import back_up

    home = settings_of(args).home_paths
    if not home.db.is_file():
        raise Unreadable(f"There is no database {home.db}.", hint="The first start makes it.")
    target = args.file or home.backups / f"workflow-{_stamp(SystemClock().now())}.db"
    if target.exists():
        raise UsageError(f"{target} exists already.", hint="Choose another name: a backup replaces nothing.")
    if args.file is None:
        private_folder(home.backups)
    size = back_up(home.db, target.absolute())
    if args.json:
        say_json({"file": str(target.absolute()), "size": size})
    else:
        say(f"{clean(target)}: {size:,} bytes, checked")
    return OK


def _stamp(now: str) -> str:
    """A time as a part of a file's name, on every platform."""
    return now.replace(":", "").replace("-", "").replace(".", "")
