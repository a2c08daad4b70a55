"""`renflow` and `python -m workflow_engine`: the command line."""

import gc
import sys


def main() -> int:
    """Run the command line of this process; returns its exit code."""
    gc.disable()  # what is imported stays: to look for garbage meanwhile is a twelfth of it, and finds none
    from workflow_engine_supervisor.cli.main import main as run_command_line  # flow authors import this package too

    gc.freeze()
    gc.enable()
    return run_command_line()


if __name__ == "__main__":
    sys.exit(main())
