"""A systemd unit of the user's own manager (Linux)."""

from collections.abc import Mapping
from pathlib import Path

from workflow_engine_supervisor.service.definition import Plan, Service, leaving_seconds

#: Exit codes of `renflow serve` that another start would not change: a setting, another supervisor, the database.
_NOT_AGAIN = "2 3 4"


def plan(service: Service, environ: Mapping[str, str], user_home: Path) -> Plan:
    """What `systemctl --user` is given."""
    unit = f"{service.name}.service"
    config = environ.get("XDG_CONFIG_HOME") or ""
    base = Path(config) if config.startswith("/") else user_home / ".config"
    return Plan(
        file=base / "systemd" / "user" / unit,
        content=unit_text(service).encode(),
        start=(_systemctl("daemon-reload"), _systemctl("enable", "--now", unit)),
        stop=(_systemctl("disable", "--now", unit),),
        forget=(_systemctl("daemon-reload"),),
        status=_systemctl("is-active", unit),
        notes=(
            "It runs while you are logged in. To let it start with the machine: loginctl enable-linger",
            f"Its log: journalctl --user -u {unit}",
        ),
    )


def unit_text(service: Service) -> str:
    """The unit file.

    KillMode=process: when the supervisor dies, its workers go on, and the next supervisor adopts them; when it is
    stopped in order, it lets them stop by itself.
    """
    # The colon: systemd replaces no $VARIABLES in the command.
    command = " ".join([quoted(f":{service.command[0]}"), *map(quoted, service.command[1:])])
    return f"""[Unit]
Description=renflow, data in {escaped(str(service.home))}

[Service]
ExecStart={command}
KillMode=process
TimeoutStopSec={leaving_seconds(service)}
Restart=on-failure
RestartSec=5
RestartPreventExitStatus={_NOT_AGAIN}

[Install]
WantedBy=default.target
"""


def quoted(word: str) -> str:
    """A word of a command line, as systemd.syntax(7) and systemd.unit(5) read it."""
    text = escaped(word).replace('"', '\\"')
    return f'"{text}"'


def escaped(text: str) -> str:
    """No specifiers, no escapes: what stands there is meant as it stands."""
    return text.replace("\\", "\\\\").replace("%", "%%")


def _systemctl(*words: str) -> tuple[str, ...]:
    return ("systemctl", "--user", *words)
