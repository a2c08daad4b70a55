"""Draws every frame of the pipe, every live event and every kept event with its fields, from the types that carry them.

    python scripts/draw_messages.py > docs/messages.md

docs/messages.md holds what this prints; a test compares the two. What a field is says the `#:` comment behind it, or
its `description`: a field without either cannot be drawn.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple, get_args

from workflow_engine_shared.protocol.events import Event
from workflow_engine_shared.protocol.messages import FromTemplate, LogLimits, ToSupervisor, ToTemplate, ToWorker
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.storage.workflow.payloads import PAYLOADS
from workflow_engine_shared.vocabulary import InterruptKind, SignalType, VisitStatus
from workflow_engine_supervisor.schemas.events import LIST_EVENTS, RUN_EVENTS

#: Of a kind without words of its own: an answer of the API, sent again to a watcher.
UNSAID = "What the API answers, sent as an event to a watcher who missed something."

HEAD = """# Messages

What crosses the border between two processes or two programs, drawn from the code by `scripts/draw_messages.py`.
Committed rows are the truth; frames and live events only make it fast: lose them all, and everything still works within
two seconds.

- [Frames of the pipe](#frames-of-the-pipe) between the supervisor and a worker: msgpack maps with a length before each;
  `kind` says which. Fields that have their default are left out; a frame of an unknown kind is counted and ignored.
- [Frames of the template](#frames-of-the-template) from which workers are forked.
- [Live events](#live-events) over WebSocket and SSE: [api.md](api.md) says how to subscribe.
- [Signals](#signals): commands and events of a run that are kept in `workflow.db`, `GET /runs/{id}/history` lists them.
- [Words](#words) that fields are made of.
"""
TEMPLATE = """## Frames of the template

On Linux workers are forked from a process that has imported the engine, the template. One msgpack map is one packet of
a socket: `fork` and `read_ahead` go to the template, the others come from it.
"""
LIVE = """## Live events

One JSON object each:
"""
SIGNALS = """## Signals

One row of the table `signals` each, in the order of their `id`. Commands (`..._request`) are written by the supervisor
and have `processed` false until their effect is committed; events are written by the worker that has the run, or by the
supervisor while none has it.
"""
_LIBRARIES = frozenset({"builtins", "msgspec", "pydantic"})
_COMMENT = re.compile(r"#: (.*)$")


class Described(NamedTuple):
    """One field, as its class describes it."""

    name: str
    type: str
    meaning: str


def draw() -> str:
    """The whole page."""
    parts = [HEAD, "## Frames of the pipe\n"]
    for title, frames in (
        ("From the supervisor to a worker", ToWorker),
        ("From a worker to the supervisor", ToSupervisor),
    ):
        parts.append(f"### {title}\n")
        parts += [_section(frame.__struct_config__.tag, frame) for frame in get_args(frames)]
    parts += [_section("log_limits of start", LogLimits), TEMPLATE]
    parts += [_section(frame.__struct_config__.tag, frame) for frame in get_args(ToTemplate | FromTemplate)]
    parts += [LIVE, _table(Event)]
    for title, events in (("Of one run", RUN_EVENTS), ("Of all runs", LIST_EVENTS)):
        parts.append(f"### {title}\n")
        parts += [_section(name, data) for name, data in events.items()]
    parts.append(SIGNALS)
    parts += [_section(kind.value, PAYLOADS[kind], _words(SignalType)[kind.value]) for kind in SignalType]
    parts.append("## Words\n")
    parts += [_vocabulary(words) for words in (RunStatus, Reason, VisitStatus, InterruptKind)]
    return "\n".join(parts)


def fields(kind: type) -> Iterator[Described]:
    """The fields of a class, its parents' first.

    Raises:
        ValueError: one of them says nowhere what it is.
    """
    for owner in reversed(kind.__mro__):
        if owner.__module__.split(".")[0] in _LIBRARIES:
            continue
        source = inspect.getsource(owner)
        lines = source.splitlines()
        (body,) = ast.parse(source).body
        assert isinstance(body, ast.ClassDef)
        for statement in body.body:
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                comment = _COMMENT.search(lines[(statement.end_lineno or 1) - 1])
                yield _field(owner, statement.target.id, statement.annotation, comment and comment.group(1))


def _field(owner: type, name: str, annotation: ast.expr, comment: str | None) -> Described:
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) == "Annotated":
        assert isinstance(annotation.slice, ast.Tuple)
        annotation, *further = annotation.slice.elts
        told = [word.value for call in further if isinstance(call, ast.Call) for word in call.keywords]
        comment = comment or next((word.value for word in told if isinstance(word, ast.Constant)), None)
    if not comment:
        raise ValueError(f"{owner.__module__}.{owner.__name__}.{name} needs a '#:' comment that says what it is.")
    return Described(name, ast.unparse(annotation).replace("None", "null"), comment)


def _section(title: str, kind: type, meaning: str = "") -> str:
    own = inspect.cleandoc(vars(kind).get("__doc__") or UNSAID)  # not what the kind's base says of itself
    said = meaning or own.replace("\n\n", " ").replace("\n", " ")
    sentence = said if said.endswith(".") else f"{said[0].upper()}{said[1:]}."
    table = _table(kind)
    return f"#### {title}\n\n{sentence}\n" + (f"\n{table}" if table else "")


def _table(kind: type) -> str:
    rows = [f"| `{each.name}` | `{each.type}` | {each.meaning} |" for each in fields(kind)]
    escaped = [row.replace(" | null", r" \| null") for row in rows]
    return "\n".join(["| field | type | meaning |", "| --- | --- | --- |", *escaped, ""]) if rows else ""


def _vocabulary(words: type[Enum]) -> str:
    rows = [f"| `{word}` | {meaning} |" for word, meaning in _words(words).items()]
    title = f"### {words.__name__}\n\n{inspect.getdoc(words)}\n"
    return "\n".join([title, "| word | meaning |", "| --- | --- |", *rows, ""])


def _words(words: type[Enum]) -> dict[str, str]:
    """Each word with the comment behind its member."""
    meanings = (_COMMENT.search(line) for line in inspect.getsource(words).splitlines())
    return dict(zip((str(each.value) for each in words), (each.group(1) for each in meanings if each), strict=True))


if __name__ == "__main__":
    print(draw(), end="")
