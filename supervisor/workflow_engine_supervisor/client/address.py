"""The address at which the supervisor of a home listens."""

from pathlib import Path
from typing import NamedTuple

from workflow_engine_shared.errors import NotRunning
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.home.supervisor_info import read_info, url_of

_EVERY_INTERFACE = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}  # noqa: S104 - read, not bound


class Address(NamedTuple):
    """A supervisor as its `supervisor.json` describes it; whether it lives is another question."""

    url: str
    instance: str


def find_supervisor(settings: Settings) -> Address:
    """The address in `supervisor.json`.

    Raises:
        NotRunning: there is no such file, or it says nothing usable.
    """
    info = read_info(settings.home_paths.supervisor_info)
    if info is None:
        raise NotRunning(f"No supervisor is running for {settings.home}.", hint=serve_hint(settings))
    host = _EVERY_INTERFACE.get(info.host, info.host)
    return Address(url_of(host, info.port), info.instance)


def serve_hint(settings: Settings) -> str:
    """The command that starts a supervisor for this home, ready to be copied."""
    return f"Start one: {command(settings, 'serve')}"


def command(settings: Settings, *words: str) -> str:
    """A renflow command line for this home."""
    import shlex  # only where a hint is shown

    default = str(Path("~/.ren").expanduser().absolute())
    home = [] if settings.home == default else ["--home", settings.home]
    return shlex.join(["renflow", *words, *home])
