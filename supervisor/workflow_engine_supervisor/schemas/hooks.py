"""What the API answers about hooks: no address with a key in it, no secret."""

from typing import Annotated

from pydantic import Field

from workflow_engine_supervisor.schemas import Shape
from workflow_engine_supervisor.schemas.problem import ProblemPart


class HookAnswer(Shape):
    """A hook, and how it fares."""

    name: str
    to: Annotated[str, Field(description="the form: json, feishu, dingtalk, wecom, slack, email")]
    target: Annotated[str, Field(description="where it tells, in short")]
    on: Annotated[list[str], Field(description="the events it tells of")]
    flows: Annotated[list[str], Field(description="the flows whose runs it tells of; empty: all")]
    waiting: Annotated[int, Field(description="messages still to be delivered")]
    delivered_at: Annotated[str | None, Field(description="when a message was taken last")]
    failed_at: Annotated[str | None, Field(description="when one was not taken last")]
    problem: Annotated[str | None, Field(description="of the newest message, unless it was taken")]


class HooksAnswer(Shape):
    """All hooks, and what is wrong in hooks.toml."""

    items: list[HookAnswer]
    next: None = None
    problems: list[ProblemPart]


class HookTest(Shape):
    """What became of a test message."""

    name: str
    ok: bool
    detail: Annotated[str | None, Field(description="why it was not taken")]


class HookTestsAnswer(Shape):
    """What became of the test messages."""

    items: list[HookTest]
