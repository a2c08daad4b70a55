"""The plan for the system at hand, and the one place where its service manager's commands are run."""

import getpass
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from workflow_engine_shared.errors import ServiceFailed
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.service import launchd, systemd, task_scheduler
from workflow_engine_supervisor.service.definition import Command, Plan, Service, refuse_controls, service_name
from workflow_engine_supervisor.service.manage import Ran

_SECONDS = 120.0


def service_of(settings: Settings, words: Sequence[str], python: str = sys.executable) -> Service:
    """The service that serves this data directory with these further words of `renflow serve`."""
    home = Path(settings.home)
    command = (python, "-m", "workflow_engine.server", "--home", settings.home, *words)
    refuse_controls(command)
    name = service_name(home, Path("~/.ren").expanduser().absolute())
    return Service(name, home, command, home / "service.log", settings.grace)


def plan_here(settings: Settings, words: Sequence[str]) -> Plan:
    """What would be done on this system.

    Raises:
        ServiceFailed: it has no service manager that we know.
        ConfigError: a path cannot be written into the manager's file.
    """
    # One chain: on each system, type checkers look at its own branch only.
    if sys.platform == "win32":
        plan = task_scheduler.plan(service_of(settings, words, _without_window(sys.executable)), _windows_user())
    elif sys.platform == "darwin":
        plan = launchd.plan(service_of(settings, words), os.getuid(), Path.home())
    elif sys.platform == "linux":
        plan = systemd.plan(service_of(settings, words), os.environ, Path.home())
    else:
        raise ServiceFailed(f"There is no service for {sys.platform}.")
    return plan


def run(command: Command) -> Ran:
    """Run a command of the system to its end.

    Raises:
        FileNotFoundError: there is no such command.
    """
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return Ran(-1, f"no answer within {_SECONDS:g} s")
    except FileNotFoundError:
        raise
    except OSError as error:
        return Ran(-1, str(error))
    return Ran(done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace"))


def _without_window(python: str) -> str:
    """The interpreter that opens no black window, where it is there."""
    windowless = Path(python).with_name("pythonw.exe")
    return str(windowless) if windowless.is_file() else python


def _windows_user() -> str:
    domain = os.environ.get("USERDOMAIN")
    return f"{domain}\\{getpass.getuser()}" if domain else getpass.getuser()
