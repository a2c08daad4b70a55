"""`renflow doctor`, `backup` and `restore`: what keeps a data directory well. None of them needs a supervisor."""

import argparse
from pathlib import Path

import msgspec

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.paths import Home, private_folder
from workflow_engine_supervisor.cli.arguments import Parser, settings_of, switch
from workflow_engine_supervisor.cli.failure import ENDED_BADLY, OK, Unreadable, UsageError
from workflow_engine_supervisor.cli.terminal import clean, one_line, say, say_json, tell


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
    switch(parser, "--all", help="the runs' folders and the settings too, in one zip file that `restore` puts back")


def backup(args: argparse.Namespace) -> int:
    home = settings_of(args).home_paths
    if not home.db.is_file():
        raise Unreadable(f"There is no database {home.db}.", hint="The first start makes it.")
    now = SystemClock().now()
    name = f"renflow-{_stamp(now)}.zip" if args.all else f"workflow-{_stamp(now)}.db"
    target = Path(args.file or home.backups / name).absolute()
    if target.exists():
        raise UsageError(f"{target} exists already.", hint="Choose another name: a backup replaces nothing.")
    if args.file is None:
        private_folder(home.backups)
    return _of_all(home, target, now, as_json=args.json) if args.all else _of_database(home, target, as_json=args.json)


def _of_database(home: Home, target: Path, *, as_json: bool) -> int:
    from workflow_engine_shared.storage.workflow.health import back_up

    size = back_up(home.db, target)
    if as_json:
        say_json({"file": str(target), "size": size})
    else:
        say(f"{clean(target)}: {size:,} bytes, checked")
    return OK


def _of_all(home: Home, target: Path, now: str, *, as_json: bool) -> int:
    from importlib.metadata import version  # slow to load

    from workflow_engine_supervisor.backup.make import back_up_home

    made = back_up_home(home, target, version("renflow"), now)
    files, passed_over = len(made.manifest.files), made.manifest.passed_over
    if as_json:
        say_json(
            {"file": str(target), "size": made.size, "runs": made.runs, "files": files, "passed_over": passed_over}
        )
        return OK
    for each in passed_over:
        tell(f"not in it: {one_line(each)}")
    say(f"{clean(target)}: {made.runs:,} runs, {files:,} files, {made.size:,} bytes, checked")
    return OK


def add_restore_flags(parser: Parser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="what `backup --all` made")
    switch(parser, "--force", help="set aside what the data directory holds")


def restore(args: argparse.Namespace) -> int:
    from workflow_engine_supervisor.backup.restore import restore_home
    from workflow_engine_supervisor.home.safety import refuse_unsafe_home

    settings = settings_of(args)
    file = args.file.absolute()
    if not file.is_file():
        raise Unreadable(f"There is no file {file}.")
    refuse_unsafe_home(settings)
    done = restore_home(settings.home_paths, file, _stamp(SystemClock().now()), force=args.force)
    runs = sum(each.path.endswith("/run.db") and each.path.count("/") == 2 for each in done.manifest.files)  # noqa: PLR2004 - runs/ID/run.db
    if args.json:
        aside = None if done.aside is None else str(done.aside)
        facts = {"home": settings.home, "made_at": done.manifest.created_at, "files": len(done.manifest.files)}
        say_json({**facts, "aside": aside, "kept": done.kept})
        return OK
    say(f"{clean(settings.home)}: restored as of {done.manifest.created_at}, {runs:,} runs that had begun, checked")
    if done.aside is not None:
        say(f"What was there before is in {clean(done.aside)}")
    if done.kept:
        say(f"Stayed as it was there: {', '.join(map(one_line, done.kept))}")
    if done.manifest.home != settings.home:
        tell(f"It was made in {clean(done.manifest.home)}: inputs of runs that are not over may name files there.")
    return OK


def _stamp(now: str) -> str:
    """A time as a part of a file's name, on every platform."""
    return now.replace(":", "").replace("-", "").replace(".", "")
