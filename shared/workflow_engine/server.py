"""`python -m workflow_engine.server --port 8000`: the same as `renflow serve`. Stands alone: Python starts it."""

import sys


def main() -> int:
    """Serve until asked to stop; returns the exit code."""
    from workflow_engine_supervisor.cli.main import main as run_command_line  # flow authors import this package too

    return run_command_line(["serve", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
