"""What the API answers of what happened to a run: the commands it was given and the events of it that are kept."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_shared.storage.workflow.rows import SignalRow
from workflow_engine_supervisor.views.state import visible_state


class SignalAnswer(BaseModel):
    """A command to a run (`..._request`), or an event of it."""

    id: int
    type: str
    ts: str
    processed: Annotated[bool, Field(description="false: a command whose effect is not committed yet")]
    payload: Annotated[dict[str, Any], Field(description="without secrets; what is long is a preview")]


class HistoryPage(BaseModel):
    items: list[SignalAnswer]
    next: str | None


def signal_answer(signal: SignalRow, masker: Masker) -> SignalAnswer:
    payload, _ = visible_state(signal.payload, masker)
    return SignalAnswer(id=signal.id, type=signal.type, ts=signal.ts, processed=signal.processed, payload=payload)
