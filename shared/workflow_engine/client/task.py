"""What a person has to do for a run, as a program handles it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from workflow_engine_supervisor.client.http_client import Client
from workflow_engine_supervisor.schemas.waits import AnsweredAnswer, TaskAnswer, WholeTaskAnswer


@dataclass(frozen=True)
class Task:
    """A form that a run waits for, or a question that it asks."""

    client: Client
    facts: TaskAnswer  #: as it stood when it was listed

    @property
    def thread_id(self) -> str:
        """Of the run."""
        return self.facts.thread_id

    @property
    def key(self) -> str:
        """Which of the run's tasks."""
        return self.facts.key

    def __repr__(self) -> str:
        return f"Task({self.thread_id!r}, {self.key!r}, {self.facts.title!r})"

    def look(self) -> WholeTaskAnswer:
        """How it stands now, with what was answered."""
        path = f"/runs/{quote(self.thread_id, safe='')}/tasks/{quote(self.key, safe='')}"
        return WholeTaskAnswer.model_validate(self.client.get(path))

    def answer(self, values: Any) -> AnsweredAnswer:
        """Fill in the form, or answer the question. Exactly one answer is taken.

        Raises:
            InvalidAnswer: the values do not fit the form; `problems` names each field.
            TaskClosed: it was done before, or nobody waits for it any more.
        """
        return answered(self.client, self.thread_id, self.key, values)


def answered(client: Client, thread_id: str, key: str | None, values: Any) -> AnsweredAnswer:
    """Fill in a form of a run; without a key the only one there is."""
    body = {"values": values} if key is None else {"key": key, "values": values}
    return AnsweredAnswer.model_validate(client.post(f"/runs/{quote(thread_id, safe='')}/form", body))
