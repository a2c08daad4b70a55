"""The report about a run that has come to rest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workflow_engine_shared.artifacts.files import files_below
from workflow_engine_shared.ids import shown
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.client.address import command

from .failure import ENDED_BADLY, INTERRUPTED, OK, SKIPPED
from .render import duration_text, error_text, size_text
from .terminal import clean, one_line

_EXIT_CODES = {RunStatus.FINISHED: OK, RunStatus.INTERRUPTED: INTERRUPTED}
#: More names than this would push the summary off the screen.
MOST_FILES = 20
_QUESTIONS = frozenset({"question", "form"})


def exit_code_of(view: Mapping[str, Any]) -> int:
    if view.get("skipped"):
        return SKIPPED
    return _EXIT_CODES.get(RunStatus(view["status"]), ENDED_BADLY)


def report_json(view: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """The one object that `run --json` prints. docs/cli.md describes its fields."""
    outputs = settings.home_paths.run(view["thread_id"]).outputs
    files = files_below(outputs)
    names = ("thread_id", "status", "reason", "flow_id", "version")
    return {
        **{name: view.get(name) for name in names},
        "outputs": str(outputs),
        "files": files.names,
        **({"hidden_files": files.hidden} if files.hidden else {}),
        "interrupt": view.get("interrupt"),
        "error": view.get("error"),
        "skipped": view.get("skipped", 0),
        "duration_s": duration_s(view),
    }


def report_text(view: Mapping[str, Any], settings: Settings, *, embedded: bool) -> str:
    """Status, duration, files, and the next step where there is one."""
    lines = [headline(view)]
    lines += files_text(view["thread_id"], settings)
    if view.get("error"):
        lines.append(error_text(view["error"]))
    return "\n".join(lines + next_steps(view, settings, embedded=embedded))


def headline(view: Mapping[str, Any]) -> str:
    took = duration_text(duration_s(view))
    why = why_text(view)
    reason = f" ({why})" if why else ""
    flow = f"{one_line(view.get('flow_id'))} v{view.get('version')}"
    return f"run {view['thread_id']} of {flow}: {view['status']}{reason}{f' after {took}' if took else ''}"


def why_text(view: Mapping[str, Any]) -> str:
    """What there is to say beside a run's status."""
    skipped = f"skipped: {view['skipped']:,}" if view.get("skipped") else ""
    return ", ".join(filter(None, (one_line(view.get("reason") or ""), skipped)))


def files_text(thread_id: str, settings: Settings) -> list[str]:
    outputs = settings.home_paths.run(thread_id).outputs
    found = files_below(outputs)
    files = found.names
    if not files and not found.hidden:
        return []
    lines = [f"  {one_line(name)}  {size_text(_size(outputs / name))}" for name in files[:MOST_FILES]]
    more = [f"  ... and {len(files) - MOST_FILES:,} more"] if len(files) > MOST_FILES else []
    left_out = [f"  {hidden_text(found.hidden)}"] if found.hidden else []
    return [f"outputs in {clean(outputs)}:", *lines, *more, *left_out]


def hidden_text(count: int) -> str:
    """That there are files which are not listed."""
    if count == 1:
        return "1 file has a name that cannot be shown, or is a link"
    return f"{count:,} files have names that cannot be shown, or are links"


def next_steps(view: Mapping[str, Any], settings: Settings, *, embedded: bool) -> list[str]:
    """How the run goes on, as commands to copy. An embedded supervisor has left by the time they are read."""
    status = RunStatus(view["status"])
    thread_id = view["thread_id"]
    resume = command(settings, "resume", thread_id)
    lines = []
    if status is RunStatus.INTERRUPTED and view.get("reason") == "shutdown":
        lines.append("It continues by itself when a supervisor starts.")
        return [*lines, f"  {command(settings, 'serve')}"]
    if status is RunStatus.INTERRUPTED:
        asked = view.get("interrupt") or {}
        if view.get("reason") in _QUESTIONS or asked.get("kind") in _QUESTIONS:
            lines.append(f"It waits for an answer: {shown(asked.get('value'), 500)}")
            resume = command(settings, "resume", thread_id, "--value", "ANSWER")
        lines.append("To continue it:")
    elif status is RunStatus.ERROR:
        lines.append("To continue at the failed node:")
    elif view.get("skipped"):
        lines.append("To try what was skipped again, in a new run that keeps what was done:")
        resume = command(settings, "retry", thread_id)
    else:
        return []
    serve = [f"  {command(settings, 'serve')}"] if embedded else []
    return [*map(clean, lines), *serve, f"  {resume}"]


def duration_s(view: Mapping[str, Any]) -> float | None:
    """Seconds from the run's start to its end, or so far."""
    return (view.get("times") or {}).get("duration_s")


def _size(path: Path) -> int:
    try:
        return int(path.stat().st_size)
    except OSError:
        return 0
