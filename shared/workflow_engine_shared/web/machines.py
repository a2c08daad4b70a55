"""Other machines whose supervisors one supervisor speaks for: how `[[machines]]` in config.toml names them."""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from workflow_engine_shared.errors import Problem
from workflow_engine_shared.ids import shown

#: How the machine of the supervisor that is asked is called in its own answers.
LOCAL = "local"
MAX_MACHINES = 64
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")
_URL = re.compile(r"https?://[A-Za-z0-9.:\[\]_-]{1,260}/?")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_USUAL_PORTS = {"http": 80, "https": 443}
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Machine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A supervisor on another machine."""

    name: str  #: what people and answers call it
    url: str  #: where it listens
    token_file: str = ""  #: a file that holds its token and nothing else; empty: it wants none

    @property
    def address(self) -> str:
        """Where it listens, without a slash at the end."""
        return self.url.rstrip("/")

    def token(self) -> str:
        """Its token, as the file has it now.

        Raises:
            OSError, UnicodeDecodeError: the file cannot be read.
        """
        return Path(self.token_file).read_text(encoding="utf-8").strip() if self.token_file else ""


def machines_at(home: Path, machines: Sequence[Machine]) -> tuple[Machine, ...]:
    """The same with absolute paths: a relative one is meant in the data directory."""
    return tuple(
        msgspec.structs.replace(each, token_file=str(home / Path(each.token_file).expanduser()))
        if each.token_file
        else each
        for each in machines
    )


def problems_of(machines: Sequence[Machine], host: str, port: int) -> Iterator[Problem]:
    """What is wrong with a list whose paths are absolute; `host` and `port` are of the supervisor that has it."""
    if len(machines) > MAX_MACHINES:
        yield _wrong("", f"there are {len(machines)} machines; {MAX_MACHINES} are possible.")
    names: dict[str, int] = {}
    addresses: dict[tuple[str, int], int] = {}
    for place, each in enumerate(machines[:MAX_MACHINES]):
        if not _NAME.fullmatch(each.name):
            told = f"{shown(each.name)} is no machine's name: letters, digits, '.', '_' and '-', 63 at most."
            yield _wrong(f"[{place}].name", told)
        elif each.name.lower() == LOCAL:
            yield _wrong(f"[{place}].name", f"{LOCAL!r} is this supervisor's own machine; give it another name.")
        elif (before := names.setdefault(each.name.lower(), place)) != place:
            yield _wrong(f"[{place}].name", f"{shown(each.name)} is also the name of machines[{before}].")
        address = _address_of(each.url)
        if address is None:
            told = f"{shown(each.url, 100)} is no address like http://10.0.0.5:8000, with nothing behind the port."
            yield _wrong(f"[{place}].url", told)
        elif port and address[1] == port and (address[0] in _LOOPBACK or address[0] == host.lower()):
            yield _wrong(f"[{place}].url", f"{shown(each.url, 100)} is this very supervisor: leave it out.")
        elif (before := addresses.setdefault(address, place)) != place:
            yield _wrong(f"[{place}].url", f"{shown(each.url, 100)} is also the address of machines[{before}].")
        if each.token_file and (told := _problem_of_token(each)):
            yield _wrong(f"[{place}].token_file", told)


def _address_of(url: str) -> tuple[str, int] | None:
    """Host and port; None: it is no address of a supervisor."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if not _URL.fullmatch(url) or not parts.hostname or port == 0:
        return None
    return parts.hostname.lower(), port or _USUAL_PORTS[parts.scheme]


def _problem_of_token(machine: Machine) -> str:
    path = machine.token_file
    try:
        mode = Path(path).stat().st_mode
        if not stat.S_ISREG(mode):
            return f"{shown(path, 200)} is no file."
        if os.name == "posix" and mode & _OTHERS:
            return f"{shown(path, 200)} may be read by others; run: chmod 600 {path}"
        token = machine.token()
    except (OSError, UnicodeDecodeError, ValueError) as error:
        return f"{shown(path, 200)} cannot be read: {getattr(error, 'strerror', None) or error}."
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        return f"{shown(path, 200)} must hold one token, in one line."
    return ""


def _wrong(place: str, detail: str) -> Problem:
    return Problem("WRONG_VALUE", f"machines{place}", detail)
