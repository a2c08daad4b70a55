"""The address at which a supervisor listens: a home's, or one that was given."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from workflow_engine_shared.errors import ConfigError, NotRunning
from workflow_engine_shared.ids import shown
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.home.supervisor_info import read_info, url_of

_EVERY_INTERFACE = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}  # noqa: S104 - read, not bound
_URL_HINT = "An address is like http://127.0.0.1:8000 or https://renflow.example.com, with nothing behind the host."


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


def address_hint(url: str) -> str:
    """What to do where nobody answers at an address that was given."""
    return f"Look whether a supervisor listens at {url}, and whether this machine reaches it."


def checked_url(url: str) -> str:
    """The base address of a server, without a slash at its end.

    Raises:
        ConfigError: it is none.
    """
    try:
        parts = urlsplit(url)
        port_is_good = parts.port is None or parts.port > 0
    except ValueError:
        raise ConfigError(f"url: {shown(url)} is no address.", hint=_URL_HINT) from None
    wrong = (
        ("begins with neither http:// nor https://", parts.scheme not in ("http", "https")),
        ("names no host", not parts.hostname),
        ("has a port that none can be", not port_is_good),
        ("holds a user name or password: the token goes into 'token'", "@" in parts.netloc),
        ("has a path or more behind the host", parts.path not in ("", "/") or bool(parts.query or parts.fragment)),
        ("holds blanks or control characters", not url.isprintable() or " " in url),
    )
    for what, is_so in wrong:
        if is_so:
            raise ConfigError(f"url: {shown(url)} {what}.", hint=_URL_HINT)
    return f"{parts.scheme}://{parts.netloc}"
