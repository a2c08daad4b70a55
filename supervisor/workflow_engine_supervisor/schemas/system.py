"""What the API answers of the supervisor itself."""

from typing import Annotated, Literal, TypeAlias

import msgspec
from pydantic import Field

from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.schemas import Shape
from workflow_engine_supervisor.schemas.runs import ListedRun

Shown: TypeAlias = bool | int | float | str | list[str]
Source = Literal["default", "config.toml", "environment"]


class WorkersAnswer(Shape):
    active: int
    warm: int
    starting: int
    max_active: int


class LimitsAnswer(Shape):
    """What requests, runs and logs may have at most."""

    max_active_runs: int
    max_queued_runs: int
    body_bytes: Annotated[int, Field(description="of a request's body")]
    data_body_bytes: Annotated[int, Field(description="of the bodies of start, resume and fork")]
    head_bytes: Annotated[int, Field(description="of a request's address and headers")]
    json_depth: int
    json_keys: Annotated[int, Field(description="in one object")]
    json_key_chars: int
    events_kept: Annotated[int, Field(description="of each run, for those who come back with `since`")]
    log_max_bytes: Annotated[int, Field(description="a log file is set aside at this size")]
    grace_s: float


class WarningAnswer(Shape):
    """Something around renflow that will bite."""

    check: str
    verdict: str
    detail: str
    hint: str


class SystemAnswer(Shape):
    """The supervisor and its machine."""

    version: str
    instance: str
    pid: int
    started_at: str
    uptime_s: float
    home: str
    flows: str
    python: str
    platform: str
    cpu_count: int
    rss_mb: float | None
    disk_free_mb: float
    disk_total_mb: float
    runs: dict[str, int]
    active_elsewhere: Annotated[int, Field(description="runs at work or queued on machines that it speaks for")] = 0
    workers: WorkersAnswer
    degraded: Annotated[bool, Field(description="many runs crash together, so they are started again one by one")]
    sqlite: str
    sqlite_source: Annotated[str, Field(description="which sources this SQLite was built from")]
    sqlite_wal_reset_bug: Annotated[bool, Field(description="whether this version may have the WAL-reset bug")]
    versions: Annotated[dict[str, str], Field(description="of the libraries that renflow stands on")]
    limits: LimitsAnswer
    settings: Annotated[dict[str, Shown], Field(description="in effect; of the token only whether there is one")]
    warnings: Annotated[list[WarningAnswer], Field(description="of those checks of `renflow doctor` that are quick")]


class ChangeableNumber(Shape):
    """A setting's value, and what decides it."""

    value: float
    source: Annotated[
        Source, Field(description="environment: a REN_ variable decides it, and it cannot be changed here")
    ]


class SettingsAnswer(Shape):
    """Settings that can be changed while the supervisor works; GET /system shows all of them."""

    retention_days: Annotated[ChangeableNumber, Field(description="days that runs are kept once over; 0: for ever")]
    home_max_bytes: Annotated[ChangeableNumber, Field(description="of the data directory; above it runs wait; 0: any")]
    due: Annotated[int, Field(description="runs that retention deletes next; 1000: or more")]


class HealthAnswer(Shape):
    status: str
    instance: str
    version: str


class TicketAnswer(Shape):
    """Opens one event stream, once."""

    ticket: str
    expires_in_s: float


class SlotsAnswer(Shape):
    """Runs that a machine works on at a time."""

    total: int
    used: int
    free: int


class MachineTrouble(Shape):
    """Why a machine is not spoken for."""

    code: str
    detail: str
    hint: str


class MachineAnswer(Shape):
    """A machine, as it was seen last."""

    name: str
    url: Annotated[str | None, Field(description="null: it is the one that was asked")]
    reachable: bool
    version: Annotated[str | None, Field(description="of renflow there; null: it was never reached")]
    slots: Annotated[SlotsAnswer | None, Field(description="null: not known now")]
    queued: Annotated[int | None, Field(description="runs that wait for a worker")]
    since: Annotated[str, Field(description="when it became reachable, or ceased to be")]
    error: MachineTrouble | None


class MachinesAnswer(Shape):
    items: list[MachineAnswer]  #: the one that was asked first, then as config.toml names them


class OwnMachineAnswer(Shape):
    """What a supervisor tells one that speaks for it."""

    instance: str
    version: str
    machines: Annotated[list[str], Field(description="for which it speaks itself")]
    slots: SlotsAnswer
    queued: int


class PlacedRun(Shape):
    """A run in a machine's list, and where it stands there."""

    run: ListedRun
    key: Annotated[str | float | int, Field(description="by which it is put among runs of other machines")]
    place: Annotated[list[str | float | int], Field(description="its key and number in the machine's own order")]


class PlacedRunPage(Shape):
    items: list[PlacedRun]
    more: bool
    total: int


class OwnVersionAnswer(Shape):
    """Which version of a flow has a content here."""

    flow_id: str
    version: int


def shown_settings(settings: Settings) -> dict[str, Shown]:
    """All settings in effect, by name; of the token only whether there is one, and no password of an address."""
    shown: dict[str, Shown] = msgspec.to_builtins(settings)
    masker = Masker()
    machines = [f"{each.name} {each.url}" for each in settings.machines]
    return {**shown, "machines": machines, "token": bool(settings.token), "index_url": masker.text(settings.index_url)}
