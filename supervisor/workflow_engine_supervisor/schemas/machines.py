"""What the API answers of machines: what each tells of itself, and what the one in front tells of all."""

from typing import Annotated

from pydantic import BaseModel, Field

from workflow_engine_supervisor.schemas.runs import ListedRun


class SlotsAnswer(BaseModel):
    """Runs that a machine works on at a time."""

    total: int
    used: int
    free: int


class MachineTrouble(BaseModel):
    """Why a machine is not spoken for."""

    code: str
    detail: str
    hint: str


class MachineAnswer(BaseModel):
    """A machine, as it was seen last."""

    name: str
    url: Annotated[str | None, Field(description="null: it is the one that was asked")]
    reachable: bool
    version: Annotated[str | None, Field(description="of renflow there; null: it was never reached")]
    slots: Annotated[SlotsAnswer | None, Field(description="null: not known now")]
    queued: Annotated[int | None, Field(description="runs that wait for a worker")]
    since: Annotated[str, Field(description="when it became reachable, or ceased to be")]
    error: MachineTrouble | None


class MachinesAnswer(BaseModel):
    items: list[MachineAnswer]  #: the one that was asked first, then as config.toml names them


class OwnMachineAnswer(BaseModel):
    """What a supervisor tells one that speaks for it."""

    instance: str
    version: str
    machines: Annotated[list[str], Field(description="for which it speaks itself")]
    slots: SlotsAnswer
    queued: int


class PlacedRun(BaseModel):
    """A run in a machine's list, and where it stands there."""

    run: ListedRun
    key: Annotated[str | float | int, Field(description="by which it is put among runs of other machines")]
    place: Annotated[list[str | float | int], Field(description="its key and number in the machine's own order")]


class PlacedRunPage(BaseModel):
    items: list[PlacedRun]
    more: bool
    total: int


class OwnVersionAnswer(BaseModel):
    """Which version of a flow has a content here."""

    flow_id: str
    version: int
