"""What runs wait for, and what people have to do, as answered."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.storage.workflow.waits.rows import WaitHow, WaitKind, WaitState
from workflow_engine_supervisor.schemas import Shape
from workflow_engine_supervisor.schemas.many_runs import MachineNotAsked


class TaskAnswer(Shape):
    """Something that a person has to do: fill in a form, or answer a question of `interrupt()`."""

    model_config = ConfigDict(populate_by_name=True)

    thread_id: str
    key: str  #: of a question: `question`
    kind: Literal["form", "question"]
    state: WaitState  #: armed: it is open; met: it was done; off: it is not needed any more
    node_id: str | None
    label: str | None  #: of the node
    label_zh: str | None
    title: str | None  #: of the form, or else of its node; of a question its text, where it has one
    title_zh: str | None  #: for people who read Chinese
    description: str | None
    description_zh: str | None
    form_schema: Annotated[Any, Field(alias="schema", description="JSON Schema of the values; null: any")]
    ui: Any  #: how the form is to be shown: see the form node
    show: Any  #: what helps to decide: values of the state, names of artifacts
    question: Any  #: what `interrupt()` was given
    assignee: str | None
    due_at: str | None  #: when it is given up
    armed_at: str  #: since when it is open
    met_at: str | None  #: when it was done
    how: WaitHow | None  #: answer, or timeout
    run_title: str | None
    flow_id: str
    version: int
    flow_name: str
    flow_name_zh: str | None
    machine: str | None = None  #: which machine its run is on; null: there is only one


class WholeTaskAnswer(TaskAnswer):
    """A task with what was answered."""

    values: Any  #: without secrets; null: nothing yet


class TaskPage(Shape):
    items: list[TaskAnswer]  #: the newest first
    next: str | None
    unreachable: list[str] = []  #: machines that could not be asked: their tasks are missing


class AnsweredAnswer(Shape):
    """An answer was taken; the run goes on with it."""

    thread_id: str
    key: str
    status: RunStatus
    signal_id: int | None


class ReachedAnswer(Shape):
    """Whom a message reached."""

    reached: list[str]  #: the runs that waited for it
    begun: list[str]  #: the runs that it began
    machines: list[MachineNotAsked] = []  #: that could not be asked: their runs may wait for it still


class WaitAnswer(Shape):
    """Something that a run waits for."""

    key: str
    kind: WaitKind
    state: WaitState  #: armed
    node_id: str
    visit: int
    ref: str | None  #: message: its name; child: its thread_id
    correlation: Any  #: which message of that name; null: any
    due_at: str | None  #: timer: when it comes; others: when they are given up
    armed_at: str
    title: str | None  #: of a form
    title_zh: str | None
    assignee: str | None  #: of a form


class OpenWaitsAnswer(Shape):
    """What a run waits for, in short: another one whenever that changed."""

    count: int  #: how many there are
    forms: int  #: how many of them are forms
    newest_at: str  #: when the newest began: as many as before may be others


class ParentAnswer(Shape):
    """The run that started this one and waits for its end; it may be deleted since."""

    thread_id: str
    key: str  #: which of that run's waits


class ChildAnswer(Shape):
    """A run that this one started."""

    thread_id: str
    key: str  #: which of this run's waits
    status: RunStatus
    reason: Reason | None


class BegunAnswer(Shape):
    """What brought a run about that nobody started."""

    node_id: str  #: the event that it began at
    message: Annotated[str | None, Field(description="its name, of a signal `signal:NAME`; null: a timer of the file")]
