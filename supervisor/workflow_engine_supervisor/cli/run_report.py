"""The report about a run that has come to rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow_engine_shared.artifacts.files import files_below
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.ids import shown
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.client.address import command

from .failure import ENDED_BADLY, INTERRUPTED, OK, SKIPPED
from .render import NodeNames, duration_text, error_text, flow_text, size_text, wait_lines
from .terminal import clean, json_text, one_line, say, say_json

_EXIT_CODES = {RunStatus.FINISHED: OK, RunStatus.INTERRUPTED: INTERRUPTED}
MOST_CHARS = 200
MOST_REFUSALS = 5
_QUESTIONS = frozenset({"question"})
_WAITING = frozenset({"form", "waiting"})


def exit_code_of(view: Mapping[str, Any]) -> int:
    if view.get("skipped"):
        return SKIPPED
    return _EXIT_CODES.get(RunStatus(view["status"]), ENDED_BADLY)


def say_report(view: Mapping[str, Any], settings: Settings, *, as_json: bool, embedded: bool) -> int:
    """Print the report; returns the exit code."""
    if as_json:
        say_json(report_json(view, settings))
    else:
        say(report_text(view, settings, embedded=embedded))
    return exit_code_of(view)


def report_json(view: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """The one object that `run --json` prints. docs/cli.md describes its fields."""
    outputs = settings.home_paths.run(view["thread_id"]).outputs
    files = files_below(outputs)
    names = ("thread_id", "title", "tags", "status", "reason", "flow_id", "flow_name", "version")
    return {
        **{name: view.get(name) for name in names},
        "outputs": str(outputs),
        "files": files.names,
        **({"hidden_files": files.hidden} if files.hidden else {}),
        "result": view.get("result"),
        "file_guard": view.get("file_guard"),
        "interrupt": view.get("interrupt"),
        "error": view.get("error"),
        "skipped": view.get("skipped", 0),
        "duration_s": duration_s(view),
    }


def report_text(view: Mapping[str, Any], settings: Settings, *, embedded: bool) -> str:
    """Status, duration, result, what went wrong, and the next step."""
    lines = [headline(view), *result_lines(view, settings)]
    if view.get("error"):
        lines.append(error_text(view["error"], NodeNames(view)))
    return "\n".join(lines + next_steps(view, settings, embedded=embedded))


def headline(view: Mapping[str, Any]) -> str:
    took = duration_text(duration_s(view))
    why = why_text(view)
    reason = f" ({why})" if why else ""
    took_text = f" after {took}" if took else ""
    told = f"run {view['thread_id']} of {flow_text(view)}: {view['status']}{reason}{took_text}"
    title = one_line(view.get("title") or "")
    return f"{title}: {told}" if title else told


def why_text(view: Mapping[str, Any]) -> str:
    """What there is to say beside a run's status."""
    skipped = f"skipped: {view['skipped']:,}" if view.get("skipped") else ""
    return ", ".join(filter(None, (one_line(view.get("reason") or ""), skipped)))


def result_lines(view: Mapping[str, Any], settings: Settings) -> list[str]:
    """What the run left: its state in short, its files, what it skipped, what the file guard refused."""
    result = view.get("result") or {}
    state = [f"  {one_line(key)}: {value_text(value)}" for key, value in (result.get("state") or {}).items()]
    if result.get("truncated"):
        state.append(f"  ... in full: {command(settings, 'state', view['thread_id'])}")
    return [
        *(["result:", *state] if state else []),
        *_file_lines(view["thread_id"], result, settings),
        *skipped_lines(view),
        *guard_lines(view),
    ]


def _file_lines(thread_id: str, result: Mapping[str, Any], settings: Settings) -> list[str]:
    outputs = settings.home_paths.run(thread_id).outputs
    lines = [f"  {one_line(file['name'])}  {size_text(file['size'])}" for file in result.get("files") or ()]
    lines += [f"  {one_line(folder['name'])}/  {folder['files']:,} files" for folder in result.get("folders") or ()]
    if result.get("more"):
        lines.append(f"  ... and {result['more']:,} more")
    hidden = files_below(outputs).hidden
    if hidden:
        lines.append(f"  {hidden_text(hidden)}")
    return [f"outputs in {clean(outputs)}:", *lines] if lines else []


def skipped_lines(view: Mapping[str, Any]) -> list[str]:
    """`12 of 1,944 items skipped`: a run that finished without them is not quite what it seems."""
    items = (view.get("result") or {}).get("items") or {}
    skipped = items.get("skipped", 0)
    lines = [f"{skipped:,} of {items['total']:,} items skipped"] if skipped else []
    nodes = (view.get("skipped") or 0) - skipped
    return [*lines, *([f"{nodes:,} {'node' if nodes == 1 else 'nodes'} skipped"] if nodes > 0 and items else [])]


def guard_lines(view: Mapping[str, Any]) -> list[str]:
    """What functions were kept from: code may have taken it for an empty folder."""
    guard = view.get("file_guard") or {}
    times = guard.get("refusals", 0)
    if not times:
        return []
    details = guard.get("details") or ()
    lines = [f"  {one_line(detail)}" for detail in details[:MOST_REFUSALS]]
    more = ["  ..."] if len(details) > MOST_REFUSALS else []
    return [f"file_guard: {times:,} {'refusal' if times == 1 else 'refusals'}", *lines, *more]


def value_text(value: Any) -> str:
    """A value of the state on one line, cut where it is long."""
    if isinstance(value, Mapping) and "artifact" in value and "sha256" in value:
        return f"the file {one_line(value['artifact'])}"
    if isinstance(value, Mapping) and {"$type", "preview"} <= value.keys():
        value = value["preview"]  # what is too long to be sent, or no JSON, is sent as the beginning of its text
    text = value if isinstance(value, str) else json_text(value)
    line = one_line(text)
    return line if len(line) <= MOST_CHARS else f"{line[:MOST_CHARS]}..."


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
    if status is RunStatus.INTERRUPTED and view.get("reason") in _WAITING:
        return _waiting(view, settings, embedded=embedded)
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
        return _looking(view, settings, embedded=embedded)
    serve = [f"  {command(settings, 'serve'):<40}  in another terminal"] if embedded else []
    return [*map(clean, lines), *serve, f"  {resume}"]


def _waiting(view: Mapping[str, Any], settings: Settings, *, embedded: bool) -> list[str]:
    """Of a run that waits without a process: for what, and how that is brought to it."""
    thread_id = view["thread_id"]
    steps = [f"  {command(settings, 'serve'):<40}  in another terminal: it goes on by itself"] if embedded else []
    for wait in view.get("waits") or ():
        if wait["kind"] == "form":
            steps.append(f"  {command(settings, 'answer', thread_id, wait['key'], '--value', 'KEY=VALUE')}")
        elif wait["kind"] == "message":
            steps.append(f"  {command(settings, 'message', one_line(wait['ref']), '--run', thread_id)}")
    return [*(f"It {line}." for line in wait_lines(view, SystemClock().now())), *steps]


def _looking(view: Mapping[str, Any], settings: Settings, *, embedded: bool) -> list[str]:
    """Of a run that is over: where all of it can be seen, and how it is done again."""
    if RunStatus(view["status"]) is not RunStatus.FINISHED:
        return []
    thread_id = view["thread_id"]
    serve = [f"  {command(settings, 'serve', '--open'):<40}  shows it in a browser"] if embedded else []
    return [
        "Next:",
        *serve,
        f"  {command(settings, 'show', thread_id):<40}  its nodes and times",
        f"  {command(settings, 'rerun', thread_id):<40}  the same once more; --input KEY=VALUE changes the input",
    ]


def duration_s(view: Mapping[str, Any]) -> float | None:
    """Seconds from the run's start to its end, or so far."""
    return (view.get("times") or {}).get("duration_s")
