"""A launchd agent of the user (macOS)."""

import plistlib
from pathlib import Path

from workflow_engine_supervisor.service.definition import Plan, Service, leaving_seconds


def plan(service: Service, user_id: int, user_home: Path) -> Plan:
    """What `launchctl` is given."""
    label = f"org.{service.name}"
    file = user_home / "Library" / "LaunchAgents" / f"{label}.plist"
    domain = f"gui/{user_id}"
    return Plan(
        file=file,
        content=agent(service, label),
        start=(("launchctl", "enable", f"{domain}/{label}"), ("launchctl", "bootstrap", domain, str(file))),
        stop=(("launchctl", "bootout", f"{domain}/{label}"),),
        forget=(),
        status=("launchctl", "print", f"{domain}/{label}"),
        notes=("It starts when you log in.", f"Its log: {service.log}"),
    )


def agent(service: Service, label: str) -> bytes:
    """The property list.

    AbandonProcessGroup: when the supervisor dies, its workers go on, and the next supervisor adopts them.
    """
    return plistlib.dumps(
        {
            "Label": label,
            "ProgramArguments": [*service.command, "--log-file", str(service.log)],
            "RunAtLoad": True,
            "KeepAlive": {"SuccessfulExit": False},
            "ThrottleInterval": 10,
            "ExitTimeOut": leaving_seconds(service),
            "AbandonProcessGroup": True,
        },
        sort_keys=False,
    )
