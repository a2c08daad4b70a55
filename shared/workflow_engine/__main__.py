"""`renflow` and `python -m workflow_engine`: the command line."""

import sys


def main() -> int:
    """Run the command line of this process; returns its exit code."""
    from workflow_engine_supervisor.cli.main import main as run_command_line  # flow authors import this package too

    return run_command_line()


if __name__ == "__main__":
    sys.exit(main())
