"""Settings: `config.toml` in the data directory < `REN_*` variables < flags, checked together, then frozen."""

import difflib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import msgspec

from .errors import ConfigError, Problem
from .paths import Home

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]
_Count = Annotated[int, msgspec.Meta(ge=0, le=1024)]
_Seconds = Annotated[float, msgspec.Meta(gt=0, le=86400)]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How one supervisor behaves. docs/settings.md has a heading for each."""

    home: str = ""  #: the data directory; empty: ~/.ren
    flows: str = ""  #: the flows folder; empty: ./flows if present, else flows in the data directory
    host: str = "127.0.0.1"
    port: _Port = 8000
    token: str = ""  #: required on every request when set; needed to listen on anything but loopback
    warm_workers: _Count = 1  #: idle workers kept ready
    max_active_runs: Annotated[int, msgspec.Meta(ge=1, le=1024)] = 8
    grace: _Seconds = 10.0  #: seconds between asking a worker to stop and killing it
    log_max_bytes: Annotated[int, msgspec.Meta(ge=65536)] = 10 * 1024 * 1024  #: a log file is rotated at this size

    @property
    def home_paths(self) -> Home:
        return Home(Path(self.home))

    @property
    def flows_path(self) -> Path:
        return Path(self.flows)


def load_settings(flags: Mapping[str, Any], environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from all three sources, with `home` and `flows` resolved to absolute paths.

    `flags` holds what was given on the command line; None means not given.

    Raises:
        ConfigError: all complaints at once, each naming its source.
    """
    env = os.environ if environ is None else environ
    given = {name: value for name, value in flags.items() if value is not None}
    complaints: list[Problem] = []
    home = _folder("home", given.get("home") or env.get("REN_HOME") or "~/.ren", complaints)
    merged: dict[str, Any] = {}
    for source, values in (
        ("config.toml", _read_config(home / "config.toml", complaints)),
        ("environment", {name: env[key] for name in _TYPES if (key := f"REN_{name.upper()}") in env}),
        ("flag", given),
    ):
        merged.update(_checked(source, values, complaints))
    flows = _flows_folder(merged.get("flows", ""), home, complaints)
    if complaints:
        text = " ".join(f"{problem.pointer}: {problem.detail}" for problem in complaints)
        raise ConfigError(f"{len(complaints)} wrong setting(s): {text}", problems=complaints)
    merged["home"] = str(home)
    merged["flows"] = str(flows)
    return Settings(**merged)


_TYPES: dict[str, Any] = get_type_hints(Settings, include_extras=True)


def _read_config(path: Path, complaints: list[Problem]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        complaints.append(Problem("UNREADABLE", str(path), f"cannot be read: {error}."))
        return {}


def _checked(source: str, values: Mapping[str, Any], complaints: list[Problem]) -> dict[str, Any]:
    """The values that fit their setting; the others become complaints."""
    good: dict[str, Any] = {}
    for name, value in values.items():
        place = f"{source} {name}"
        if name not in _TYPES:
            near = difflib.get_close_matches(name, _TYPES, n=1)
            mend = f" Did you mean {near[0]!r}?" if near else ""
            complaints.append(Problem("UNKNOWN_SETTING", place, f"there is no such setting.{mend}"))
            continue
        try:
            good[name] = msgspec.convert(value, _TYPES[name], strict=source != "environment")
        except (msgspec.ValidationError, UnicodeEncodeError) as error:
            complaints.append(Problem("WRONG_VALUE", place, f"{error}."))
    return good


def _folder(name: str, given: str, complaints: list[Problem]) -> Path:
    try:
        return Path(given).expanduser().absolute()
    except RuntimeError:  # "~stranger"
        complaints.append(Problem("WRONG_VALUE", name, f"there is no home directory for {given!r}."))
        return Path(given).absolute()


def _flows_folder(given: str, home: Path, complaints: list[Problem]) -> Path:
    if given:
        return _folder("flows", given, complaints)
    local = Path.cwd() / "flows"
    return local if local.is_dir() else home / "flows"
