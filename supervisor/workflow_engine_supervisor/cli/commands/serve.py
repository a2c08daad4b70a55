"""`renflow serve`: the supervisor itself."""

import argparse

from workflow_engine_supervisor.cli.arguments import Parser, flag, flows_flag, setting, settings_of


def add_flags(parser: Parser) -> None:
    flag(parser, "--host", type=setting("host"), help="the address to listen on (default 127.0.0.1)")
    flag(parser, "--port", type=setting("port"), help="the port to listen on, 0 for any free one (default 8000)")
    flows_flag(parser)
    flag(parser, "--warm-workers", type=setting("warm_workers"), metavar="N", help="idle workers kept ready")
    flag(parser, "--max-active-runs", type=setting("max_active_runs"), metavar="N", help="further runs wait")


def serve(args: argparse.Namespace) -> int:
    from workflow_engine_supervisor.server.embedded import run_server  # the web stack, only where it is needed

    return run_server(settings_of(args), as_json=args.json)
