"""What a hook tells of one moment of a run, without secrets. Pure."""

from typing import Any, Literal, TypeAlias

import msgspec

from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_shared.storage.workflow.rows import RunRow, SignalRow
from workflow_engine_shared.storage.workflow.waits.rows import WaitRow
from workflow_engine_shared.struct_types import ready_to_read
from workflow_engine_shared.vocabulary import SignalType

Asked: TypeAlias = Literal["finish", "error", "question", "form"]
#: `test` comes when somebody asks for it.
Event: TypeAlias = Asked | Literal["test"]
EVENTS: tuple[Asked, ...] = ("finish", "error", "question", "form")
_EVENT_OF: dict[SignalType, Asked] = {
    SignalType.FINISH: "finish",
    SignalType.ERROR: "error",
    SignalType.INTERRUPT: "question",
    SignalType.WAIT_ARMED: "form",
}
MAX_TEXT = 1000


@ready_to_read
class FormNotice(msgspec.Struct, frozen=True):
    """A form that somebody has to fill in."""

    key: str  #: which of the run's tasks
    title: str | None = None
    description: str | None = None
    assignee: str | None = None
    due_at: str | None = None


@ready_to_read
class Notice(msgspec.Struct, frozen=True):
    """One moment of a run. Sent as it is, as JSON, to hooks of the form `json`."""

    id: int  #: of the event: the same each time that it is sent
    event: Event
    at: str  #: RFC 3339, UTC
    thread_id: str | None = None
    title: str | None = None
    tags: tuple[str, ...] = ()
    flow_id: str | None = None
    version: int | None = None
    duration_s: float | None = None  #: since it began
    skipped: int = 0  #: items and nodes that failed and were let pass
    node: str | None = None  #: where it broke or asks
    code: str | None = None  #: of the error
    message: str | None = None  #: of the error
    question: Any = None  #: as the run asks it
    form: FormNotice | None = None  #: that the run waits for
    url: str | None = None  #: the run's page, where `public_url` is set

    @property
    def name(self) -> str:
        """What people call the run."""
        return self.title or self.thread_id or "renflow"


def event_of(signal: SignalRow) -> Asked:
    """Which event a signal of an end, a question or a form is."""
    return _EVENT_OF[signal.type]


def notice_of(signal: SignalRow, run: RunRow, masker: Masker, public_url: str, wait: WaitRow | None = None) -> Notice:
    """What is told of a signal; `wait` is the form that it is of."""
    event, payload = event_of(signal), signal.payload
    asked = run.interrupt.value if event == "question" and run.interrupt is not None else None
    return Notice(
        id=signal.id,
        event=event,
        at=signal.ts,
        thread_id=run.thread_id,
        title=None if run.title is None else masker.text(run.title),
        tags=tuple(map(masker.text, run.tags)),
        flow_id=run.flow_id,
        version=run.version,
        duration_s=run.duration_s(signal.ts),
        skipped=run.skipped if event == "finish" else 0,
        node=payload.get("node"),
        code=payload.get("code"),
        message=_shortened(masker.text(str(payload["message"]))) if payload.get("message") else None,
        question=_short_question(masker.view(asked)),
        form=None if wait is None else _form(wait, masker),
        url=f"{public_url.rstrip('/')}/console/runs/{run.thread_id}" if public_url else None,
    )


def _form(wait: WaitRow, masker: Masker) -> FormNotice:
    body = wait.body or {}
    said = {name: body[name] for name in ("title", "description", "assignee") if isinstance(body.get(name), str)}
    shown = {name: _shortened(masker.text(text)) for name, text in said.items()}
    return FormNotice(wait.key, **shown, due_at=wait.due_at)


def _short_question(asked: Any) -> Any:
    text = msgspec.json.encode(asked).decode()
    return asked if len(text) <= MAX_TEXT else _shortened(text)


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…"
