"""Settings: `config.toml` in the data directory < `REN_*` variables < flags, checked together, then frozen."""

import difflib
import ipaddress
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_origin, get_type_hints
from urllib.parse import urlsplit

import msgspec

from workflow_engine_shared.protocol.messages import LogLimits, Start
from workflow_engine_shared.units import GIB, MIB

from .errors import ConfigError, Problem
from .ids import shown
from .paths import Home, flows_folders, home_of
from .reach.places import Reach
from .signatures.statement import Demand
from .user_files.toml_file import UNREADABLE, read_toml
from .web.machines import Machine, machines_at, problems_of

_PUBLIC_URL = re.compile(r"https?://[A-Za-z0-9.:\[\]_-]{1,260}/?")
_RAY_ADDRESS = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):(?P<port>[0-9]{1,5})", re.ASCII)
_Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]
_Count = Annotated[int, msgspec.Meta(ge=0, le=1024)]
_Seconds = Annotated[float, msgspec.Meta(gt=0, le=86400)]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How one supervisor behaves. docs/settings.md has a heading for each."""

    home: str = ""  #: the data directory; empty: ~/.ren
    allow_network_home: bool = False  #: start even when the data directory is on a file system of the network
    #: the flows folders, with os.pathsep between; empty: ./flows if present, else flows in the data directory
    flows: str = ""
    host: str = "127.0.0.1"
    port: _Port = 8000
    #: the address at which a reverse proxy hands requests on to it; empty: there is none
    public_url: str = ""
    token: str = ""  #: required on every request when set; needed to listen on anything but loopback
    warm_workers: _Count = 1  #: idle workers kept ready
    worker_processes: Literal["auto", "spawn"] = "auto"  #: where the processes of workers come from
    max_active_runs: Annotated[int, msgspec.Meta(ge=1, le=1024)] = 8
    max_queued_runs: Annotated[int, msgspec.Meta(ge=1, le=100_000)] = (
        10_000  #: so many wait; further starts are refused
    )
    grace: _Seconds = 10.0  #: seconds between asking a worker to stop and killing it
    start_timeout: _Seconds = 60.0  #: seconds a worker may take to reach its first node, imports included
    hang_timeout: _Seconds = 600.0  #: seconds without a sign of life after which a worker is replaced
    #: seconds that a run waits for the machine (a full disk, a locked database) without progress before it fails
    machine_wait: Annotated[float, msgspec.Meta(gt=0, le=31_536_000)] = 86400.0
    memory_limit_mb: Annotated[int, msgspec.Meta(ge=64)] = 4096  #: a worker above it is replaced at a safe point
    file_guard: Literal["on", "off"] = "on"  #: whether functions are kept from files that are not theirs
    allow_paths: tuple[str, ...] = ()  #: further folders that functions may read and write
    disabled_functions: tuple[str, ...] = ()  #: registered names that no flow may call
    #: what types of tasks in BPMN files call, such as "send-mail=mail.send" or "billing=flow:billing@3"
    bpmn_functions: tuple[str, ...] = ()
    code: Literal["live", "pinned"] = "live"  #: whether publishing keeps the code of a flow that says nothing of it
    require_signature: Demand = "off"  #: whether versions of flows must be signed
    dependencies: Literal["auto", "declared", "off"] = "auto"  #: which packages a run installs for its functions
    #: the package index they come from, the only one; empty: PyPI
    index_url: Annotated[str, msgspec.Meta(pattern=r"^(https?://[^\s]+)?$")] = ""
    item_processes: Literal["auto", "fork", "spawn"] = "auto"  #: where processes for items come from
    #: the Ray cluster of map_steps(pool="ray"): host:port, or "local"; empty: there is none
    ray_address: Annotated[str, msgspec.Meta(max_length=300)] = ""
    ray_start_timeout: _Seconds = 120.0  #: seconds without a lane until a run waits without a process
    ray_max_result_mb: Annotated[int, msgspec.Meta(ge=1, le=900)] = 64  #: MiB that an item's result may have there
    ray_packages: Literal["off", "auto"] = "off"  #: whether Ray installs what a run's functions need on its machines
    allow_addresses: tuple[str, ...] = ()  #: networks that http nodes may reach besides public ones
    force_tokens: bool = False  #: for tests: new runs of flows without branches run as those with branches do
    describe_timeout: _Seconds = 30.0  #: seconds that importing a module may take when its functions are described
    log_max_bytes: Annotated[int, msgspec.Meta(ge=65536)] = 10 * MIB  #: a log file is rotated at this size
    log_max_total: Annotated[int, msgspec.Meta(ge=MIB)] = GIB  #: bytes that all log files of a run may have
    log_max_lines_per_s: Annotated[int, msgspec.Meta(ge=100)] = 20_000  #: lines that a run may log in a second
    stderr_max_bytes: Annotated[int, msgspec.Meta(ge=65536)] = 10 * MIB  #: a run's stderr.log is cut at this size
    mask_keys: tuple[str, ...] = ()  #: further names whose values are hidden in logs and answers
    retention_days: Annotated[float, msgspec.Meta(ge=0, le=36500)] = 0.0  #: days that runs are kept; 0: for ever
    #: bytes that one upload of files for a run may have
    upload_max_bytes: Annotated[int, msgspec.Meta(ge=MIB)] = 8 * GIB
    home_max_bytes: Annotated[int, msgspec.Meta(ge=0)] = 0  #: bytes of the data directory above which runs wait; 0: any
    machines: tuple[Machine, ...] = ()  #: supervisors on other machines that this one speaks for

    @property
    def home_paths(self) -> Home:
        return home_of(self.home)

    @property
    def log_limits(self) -> LogLimits:
        """What a run's log may become."""
        return LogLimits(self.log_max_bytes, self.log_max_total, self.log_max_lines_per_s, self.stderr_max_bytes)

    def start_of(self, thread_id: str, epoch: int) -> Start:
        """What a worker is told when it is handed a run."""
        return Start(
            *(self.home, thread_id, epoch, self.log_limits, self.mask_keys),
            file_guard=self.file_guard == "on",
            allow_paths=self.allow_paths,
            disabled_functions=self.disabled_functions,
            require_signature=self.require_signature,
            dependencies=self.dependencies,
            index_url=self.index_url,
            grace=self.grace,
            hang_timeout=self.hang_timeout,
            item_processes=self.item_processes,
            ray_address=self.ray_address,
            ray_start_timeout=self.ray_start_timeout,
            ray_max_result_mb=self.ray_max_result_mb,
            ray_packages=self.ray_packages,
            allow_addresses=self.allow_addresses,
            force_tokens=self.force_tokens,
        )

    @property
    def reach(self) -> Reach | None:
        """What functions can read of the user's home; None: the file guard is off."""
        return Reach.of(Path(self.home), self.flows_paths, self.allow_paths) if self.file_guard == "on" else None

    @property
    def bpmn_bindings(self) -> dict[str, str]:
        """The type of a task in a BPMN file -> the function that it calls, or `flow:ID`."""
        return {
            name.strip(): called.strip() for name, _, called in (each.partition("=") for each in self.bpmn_functions)
        }

    @property
    def flows_paths(self) -> tuple[Path, ...]:
        return flows_folders(self.flows)


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
        ("environment", {name: _apart(name, env[key]) for name in _TYPES if (key := f"REN_{name.upper()}") in env}),
        ("flag", given),
    ):
        merged.update(_checked(source, values, complaints))
    flows = _flows_folders(merged.get("flows", ""), home, complaints)
    allowed = [str(_folder("allow_paths", each, complaints)) for each in merged.get("allow_paths", ()) if each]
    _check_public_url(merged.get("public_url", ""), complaints)
    _check_networks(merged.get("allow_addresses", ()), complaints)
    _check_ray_address(merged.get("ray_address", ""), complaints)
    _check_bpmn_functions(merged.get("bpmn_functions", ()), complaints)
    machines = machines_at(home, merged.get("machines", ()))
    complaints.extend(problems_of(machines, merged.get("host", Settings().host), merged.get("port", Settings().port)))
    if complaints:
        text = " ".join(f"{problem.pointer}: {problem.detail}" for problem in complaints)
        raise ConfigError(f"{len(complaints)} wrong setting(s): {text}", problems=complaints)
    merged["home"] = str(home)
    merged["flows"] = flows
    merged["allow_paths"] = tuple(allowed)
    merged["machines"] = machines
    return Settings(**merged)


_TYPES: dict[str, Any] = get_type_hints(Settings, include_extras=True)


def _read_config(path: Path, complaints: list[Problem]) -> dict[str, Any]:
    try:
        return read_toml(path)
    except FileNotFoundError:
        return {}
    except UNREADABLE as error:
        complaints.append(Problem("UNREADABLE", str(path), f"cannot be read: {error}."))
        return {}


def _checked(source: str, values: Mapping[str, Any], complaints: list[Problem]) -> dict[str, Any]:
    """The values that fit their setting; the others become complaints."""
    good: dict[str, Any] = {}
    for name, given in values.items():
        place = f"{source} {name}"
        # Several flows folders are one text with separators from here on, as PATH is.
        value = os.pathsep.join(map(str, given)) if name == "flows" and isinstance(given, (list, tuple)) else given
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


def _check_public_url(given: str, complaints: list[Problem]) -> None:
    """An address with a scheme and a host, and nothing behind it."""
    try:
        parts = urlsplit(given)
        is_good = _PUBLIC_URL.fullmatch(given) is not None and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if given and not is_good:
        told = f"{shown(given, 100)} is no address like https://renflow.example.com, with nothing behind the host."
        complaints.append(Problem("WRONG_VALUE", "public_url", told))


def _check_networks(given: tuple[str, ...], complaints: list[Problem]) -> None:
    for each in given:
        try:
            ipaddress.ip_network(each, strict=False)
        except ValueError:
            told = f"{shown(each, 100)} is no address and no network, such as 192.168.1.5 or 10.0.0.0/8."
            complaints.append(Problem("WRONG_VALUE", "allow_addresses", told))


def _check_ray_address(given: str, complaints: list[Problem]) -> None:
    found = _RAY_ADDRESS.fullmatch(given)
    if given in {"", "local"} or (found is not None and 0 < int(found["port"]) <= 65535):  # noqa: PLR2004 - TCP's
        return
    told = f"{shown(given, 100)} is no address of a cluster, such as 10.0.0.5:6379, nor 'local'."
    if given.startswith("ray://"):
        told = f"{told} Ray's client is not used: let this machine join the cluster as a node without processors."
    complaints.append(Problem("WRONG_VALUE", "ray_address", told))


def _check_bpmn_functions(given: tuple[str, ...], complaints: list[Problem]) -> None:
    for each in given:
        name, _, called = each.partition("=")
        if not name.strip() or not called.strip():
            told = f"{shown(each, 100)} binds nothing; write such as 'send-mail=mail.send'."
            complaints.append(Problem("WRONG_VALUE", "bpmn_functions", told))


def _folder(name: str, given: str, complaints: list[Problem]) -> Path:
    try:
        return Path(given).expanduser().absolute()
    except RuntimeError:  # "~stranger"
        complaints.append(Problem("WRONG_VALUE", name, f"there is no home directory for {given!r}."))
        return Path(given).absolute()


def _flows_folders(given: str, home: Path, complaints: list[Problem]) -> str:
    if given:
        folders = dict.fromkeys(_folder("flows", part, complaints) for part in given.split(os.pathsep) if part)
        return os.pathsep.join(map(str, folders))
    local = Path.cwd() / "flows"
    return str(local if local.is_dir() else home / "flows")


def _apart(name: str, text: str) -> Any:
    """A variable that holds several values: folders as in PATH, names with commas, machines as JSON."""
    if get_origin(_TYPES[name]) is not tuple:
        return text
    if name == "machines":
        try:
            return msgspec.json.decode(text or "[]")
        except msgspec.DecodeError:
            return text  # which is refused as no list
    between = os.pathsep if name == "allow_paths" else ","
    return [part.strip() for part in text.split(between) if part.strip()]
