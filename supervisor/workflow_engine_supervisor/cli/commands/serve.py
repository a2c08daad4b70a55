"""`renflow serve`: the supervisor itself."""

import argparse
import json
import logging
import os
import sys
import threading
from pathlib import Path

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.paths import private_folder
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.units import MIB
from workflow_engine_supervisor.cli.arguments import Parser, flag, setting, settings_of, switch, workers_flags
from workflow_engine_supervisor.cli.failure import Unreadable, report
from workflow_engine_supervisor.cli.signals import signals_into
from workflow_engine_supervisor.cli.terminal import clean, tell
from workflow_engine_supervisor.client.address import find_supervisor
from workflow_engine_supervisor.doctor import environment
from workflow_engine_supervisor.home.finding import Verdict

_LOOK_SECONDS = 0.2
_BROKE = 1


def add_flags(parser: Parser) -> None:
    flag(parser, "--host", type=setting("host"), help="the address to listen on (default 127.0.0.1)")
    flag(parser, "--port", type=setting("port"), help="the port to listen on, 0 for any free one (default 8000)")
    workers_flags(parser)
    switch(parser, "--open", help="show the console in the browser")
    flag(parser, "--log-file", type=Path, metavar="FILE", help="write the log there, in place of stderr")


def serve(args: argparse.Namespace) -> int:
    return run_server(settings_of(args), as_json=args.json, in_browser=args.open, log_file=args.log_file)


def run_server(
    settings: Settings, *, as_json: bool = False, in_browser: bool = False, log_file: Path | None = None
) -> int:
    """Serve until SIGINT or SIGTERM; returns the exit code."""
    from workflow_engine_supervisor.server.embedded import EmbeddedServer  # the web stack, only where it is needed

    _log_plainly(log_file)
    asked = threading.Event()
    server = EmbeddedServer(settings, own_process=True)
    with signals_into(asked):
        try:
            url = server.start()
        except RenError as error:
            return report(error, as_json=as_json)
        _warn(settings)
        console = f"{find_supervisor(settings).url}/console/"
        told = {"url": url, "console": console, "home": settings.home, "pid": os.getpid()}
        text = f"renflow is listening on {url} (data in {settings.home}); in a browser: {console}"
        if sys.stdout is not None:  # a service of Windows has none
            sys.stdout.write((json.dumps(told) if as_json else text) + "\n")
            sys.stdout.flush()
        if in_browser:
            threading.Thread(target=_show, args=(console,), daemon=True).start()  # a browser may take its time
        try:
            while not asked.wait(_LOOK_SECONDS) and server.serving:
                pass
        finally:
            broke = not server.serving
            server.stop()
    return _BROKE if broke else 0


def _show(console: str) -> None:
    import webbrowser  # only where it is asked for

    try:
        shown = webbrowser.open(console)
    except webbrowser.Error:
        shown = False
    if not shown:
        tell(f"No browser could be started. Open this address yourself: {console}")


def _warn(settings: Settings) -> None:
    """What is allowed, but worth a line at each start."""
    for finding in (environment.user(), environment.exposure(settings)):
        if finding.verdict is not Verdict.OK:
            logging.getLogger(__name__).warning("%s %s", finding.detail, finding.hint)


def _log_plainly(file: Path | None) -> None:
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if file is not None:
        from logging.handlers import RotatingFileHandler  # where a service manager keeps no log

        try:
            private_folder(file.absolute().parent)
            handler = RotatingFileHandler(file, maxBytes=10 * MIB, backupCount=3, encoding="utf-8")
        except OSError as error:
            raise Unreadable(f"--log-file {clean(file)} cannot be written: {error.strerror}.") from None
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", handlers=[handler])
