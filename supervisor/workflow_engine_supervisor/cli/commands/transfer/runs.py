"""`renflow runs export` and `import`: a run in one file, to be looked at or to go on on another machine."""

import argparse
from pathlib import Path

from workflow_engine_shared.clock import SystemClock
from workflow_engine_supervisor.cli.arguments import Parser, identifier, settings_of
from workflow_engine_supervisor.cli.failure import OK, Unreadable, UsageError
from workflow_engine_supervisor.cli.terminal import clean, one_line, say, say_json, tell
from workflow_engine_supervisor.client.connection import connect_or_embed
from workflow_engine_supervisor.client.uploads import upload


def add_export_flags(parser: Parser) -> None:
    parser.add_argument("id", type=identifier, metavar="ID", help="the run's thread_id")
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="default: ID.renflow.zip, here")


def export(args: argparse.Namespace) -> int:
    """Put a run that rests into a bundle; needs no supervisor."""
    from importlib.metadata import version  # slow to load

    from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
    from workflow_engine_supervisor.bundles.export import export_run

    home = settings_of(args).home_paths
    target = Path(args.file or f"{args.id}.renflow.zip").absolute()
    if target.exists():
        raise UsageError(f"{target} exists already.", hint="Choose another name: a bundle replaces nothing.")
    store = SqliteStore.attach(home.db, readonly=True)
    try:
        made = export_run(home, store, args.id, target, version("renflow"), SystemClock().now())
    finally:
        store.close()
    if args.json:
        facts = {"thread_id": made.thread_id, "file": str(target), "size": made.size, "goes_on": made.goes_on}
        say_json({**facts, "passed_over": made.manifest.passed_over})
        return OK
    for each in made.manifest.passed_over:
        tell(f"not in it: {one_line(each)}")
    say(f"{clean(target)}: run {made.thread_id}, {len(made.manifest.files):,} files, {made.size:,} bytes, checked")
    tell("It holds everything that the run knows, secret inputs too.")
    if made.goes_on:
        tell(f"The run is not over: once it goes on elsewhere, end it here with 'renflow cancel {made.thread_id}'.")
    return OK


def add_import_flags(parser: Parser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="what `runs export` made")


def bring_in(args: argparse.Namespace) -> int:
    """Let a bundle's run be one of this data directory; it stands as it stood."""
    file = args.file.absolute()
    if not file.is_file():
        raise Unreadable(f"There is no file {file}.")
    with connect_or_embed(settings_of(args), own_process=True) as connection:
        sent = upload(connection, {"bundle": file})["bundle"]
        try:
            view = connection.client.post("/runs/import", sent)
        finally:
            connection.client.delete(f"/uploads/{sent['upload']}")
    if args.json:
        say_json(view)
    else:
        say(f"run {view['thread_id']} is here: {view['status']}")
    return OK
