"""Server answers as text for people. Whatever a flow or a user named passes `clean` or `one_line` here."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from workflow_engine_shared.clock import seconds_between

from .terminal import clean, json_text, one_line

#: What the API's hints name, as commands. The first that fits a place counts.
_COMMANDS = tuple(
    (re.compile(said), told)
    for said, told in (
        (r"POST /runs/([\w-]+)/(\w+)", r"'renflow \2 \1'"),
        (r"GET /flows/\{id\}/versions lists the versions that exist", "'renflow flows list' shows the newest versions"),
        (r"GET /runs/\{id\}/checkpoints lists", "The State tab of the run in the console ('renflow serve') lists"),
        (r"GET /run-views lists", "The page of runs in the console ('renflow serve') lists"),
        (r"(DELETE|PUT) /run-views/\{id\}", "on the page of runs in the console ('renflow serve')"),
        (r"GET /runs/\{id\}/artifacts", "'renflow artifacts ID'"),
        (r"GET /runs/\{id\}", "'renflow show ID'"),
        (r"GET /(runs|functions)\b", r"'renflow \1'"),
        (r"GET /schedules\b", "'renflow schedules list'"),
        (r"GET /tasks\b", "'renflow tasks'"),
        (r"GET /flows\b", "'renflow flows list'"),
        (r"another thread_id; sending the same body again", "another --thread-id; the same command again"),
        (r"\b(with|without) 'value'", r"\1 --value"),
        (r"\bwith 'updates'", "with --set"),
        (r"\bwith 'version'", "with --version"),
        (r"^'problems' names each field and its mend\.$", "Each line above names a field and its mend."),
    )
)
_WIDE = frozenset("WF")
_KILO = 1024
_MINUTE = 60
_HOUR = 3600


class NodeNames:
    """The nodes of a run, as its view tells them."""

    def __init__(self, view: Mapping[str, Any] | None = None) -> None:
        labels = {node["id"]: one_line(node.get("label") or "") for node in (view or {}).get("nodes") or ()}
        self.ids = tuple(labels)
        self._labels = {node: label for node, label in labels.items() if label}

    def id_of(self, name: str) -> str | None:
        """The node with this id, else the only one with this label."""
        if name in self.ids:
            return name
        found = [node for node, label in self._labels.items() if label == name]
        return found[0] if len(found) == 1 else None

    def short(self, node: object) -> str:
        """A node's label, or its id."""
        return self._labels.get(str(node)) or one_line(node)

    def whole(self, node: object) -> str:
        """`Fetch pictures (process_images)`."""
        return _with_id(self._labels.get(str(node)), one_line(node))


def flow_text(view: Mapping[str, Any]) -> str:
    """`Product selection (product_selection) v3`, or, of a test, `… draft 7`."""
    flow_id, test = one_line(view.get("flow_id")), view.get("test")
    which = f"draft {test.get('revision')}" if isinstance(test, Mapping) else f"v{view.get('version')}"
    return f"{_with_id(one_line(view.get('flow_name') or ''), flow_id)} {which}"


def _with_id(name: str | None, known_as: str) -> str:
    """The id alone where the name says no more."""
    return known_as if not name or name.casefold() == known_as.casefold() else f"{name} ({known_as})"


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns as wide as their widest cell, counted as a terminal does: Chinese characters take two places."""
    cells = [list(headings), *([one_line("" if cell is None else cell) for cell in row] for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in _WIDE else 1 for char in text
    )


def log_line(
    line: Mapping[str, Any], names: NodeNames | None = None, *, with_traceback: bool = False, most: int = 0
) -> str:
    """A log line as one reads it; further lines of its message are set in under the first, `most` of them if given."""
    time = str(line.get("ts") or "")[11:23]
    node = line.get("node_id")
    at = f"[{(names or NodeNames()).short(node)}] " if node else ""
    text = str(line.get("message") or "")
    context = line.get("context")
    if with_traceback and isinstance(context, Mapping) and context.get("traceback"):
        text += f"\n{context['traceback']}"
    lines = clean(text).rstrip("\n").split("\n")
    if most and len(lines) > most:
        lines[most:] = [f"... and {len(lines) - most} more; 'renflow logs' shows all"]
    message = "\n    ".join(lines)
    return f"{one_line(time)} {one_line(line.get('level') or ''):<7} {at}{message}"


def progress_text(data: Mapping[str, Any]) -> str:
    """How far a node is: `120/1,000  35.2/s  ETA 0:25  message`."""
    done, total, rate, eta = (data.get(name) for name in ("done", "total", "rate", "eta_s"))
    parts = [f"{_number(done)}/{_number(total)}" if total is not None else _number(done)]
    parts += [f"{_number(data[state])} {state}" for state in ("failed", "skipped") if data.get(state)]
    if isinstance(rate, (int, float)) and rate > 0:
        parts.append(f"{rate:,.1f}/s")
    if isinstance(eta, (int, float)) and eta > 0:
        parts.append(f"ETA {clock_text(eta)}")
    message = data.get("message") or data.get("label")
    if message:
        parts.append(one_line(message))
    return "  ".join(parts)


def share_text(progress: Mapping[str, Any] | None) -> str:
    """How much is done: `458/1,944`; nothing where nothing is told."""
    if not progress:
        return ""
    total = progress.get("total")
    return _number(progress.get("done")) + ("" if total is None else f"/{_number(total)}")


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, (int, float)) else one_line(value if value is not None else 0)


def clock_text(seconds: float) -> str:
    """`0:25`, `1:02:03`."""
    whole = max(0, round(seconds))
    hours, minutes = whole // _HOUR, whole % _HOUR // _MINUTE
    return f"{hours}:{minutes:02}:{whole % _MINUTE:02}" if hours else f"{minutes}:{whole % _MINUTE:02}"


def duration_text(seconds: float | None) -> str:
    """`0.42 s`, `12.3 s`, `1:02:03`."""
    if seconds is None:
        return ""
    if seconds >= _MINUTE:
        return clock_text(seconds)
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"  # noqa: PLR2004 - two figures that matter


def size_text(size: int) -> str:
    """`512 B`, `1.5 KiB`, `20.1 MiB`."""
    amount, unit = float(size), "B"
    for larger in ("KiB", "MiB", "GiB", "TiB"):
        if amount < _KILO:
            break
        amount, unit = amount / _KILO, larger
    return f"{size} B" if unit == "B" else f"{amount:.1f} {unit}"


def moment_text(text: object) -> str:
    """A recorded time to the second, still in UTC."""
    return f"{str(text)[:19].replace('T', ' ')}Z" if text else ""


def spoken(hint: str) -> str:
    """A hint of the API in words of the command line."""
    for said, told in _COMMANDS:
        hint = said.sub(told, hint)
    return hint


def error_text(error: Mapping[str, Any], names: NodeNames) -> str:
    """A run's error: where, what, what to do next."""
    node = error.get("node")
    lines = [
        f"error: {f'[{names.whole(node)}] ' if node else ''}{clean(error.get('message'))} [{one_line(error['code'])}]"
    ]
    if error.get("hint"):
        lines.append(f"  {clean(spoken(str(error['hint'])))}")
    return "\n".join(lines)


def wait_lines(view: Mapping[str, Any], now: str) -> list[str]:
    """What a run waits for, a line each: `waits for a form [approve]: Approve the export (for Ada), 1:20:00 left`."""
    names = NodeNames(view)
    return [_wait_line(wait, names, now) for wait in view.get("waits") or ()]


def _wait_line(wait: Mapping[str, Any], names: NodeNames, now: str) -> str:
    what = {
        "timer": f"until {moment_text(wait['due_at'])}",
        "message": f"for the message {one_line(wait['ref'])}",
        "child": f"for run {one_line(wait['ref'])}",
        "form": "for a form",
        "question": "for an answer",
    }.get(wait["kind"], one_line(wait["kind"]))
    about = "" if wait.get("correlation") is None else f" about {one_line(json_text(wait['correlation']))}"
    title = f": {one_line(wait['title'])}" if wait.get("title") else ""
    person = f" (for {one_line(wait['assignee'])})" if wait.get("assignee") else ""
    left = f", {clock_text(seconds_between(now, wait['due_at']))} left" if wait.get("due_at") else ""
    return f"waits {what}{about} [{names.whole(wait['node_id'])}]{title}{person}{left}"
