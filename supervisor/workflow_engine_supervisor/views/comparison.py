"""Two runs side by side: what went in, what came out, how long it took."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from workflow_engine_shared.artifacts.files import files_below, sizes_of
from workflow_engine_shared.paths import Home
from workflow_engine_supervisor.schemas.comparison import ComparedRun, ComparisonAnswer, FileChange, ValueChange
from workflow_engine_supervisor.schemas.runs import RunAnswer
from workflow_engine_supervisor.views.run_reader import RunReader

MOST_FILES = 200


def compare_runs(reader: RunReader, home: Home, first: str, second: str) -> ComparisonAnswer:
    """What differs between two runs; those at work have no result yet.

    Raises:
        RunNotFound: one of them is not there.
    """
    runs = reader.run(first), reader.run(second)
    files = file_changes(*(_sizes(home.run(run.thread_id).outputs) for run in runs))
    states = [run.result.state if run.result else {} for run in runs]
    return ComparisonAnswer(
        first=_compared(runs[0]),
        second=_compared(runs[1]),
        input=list(changes(runs[0].input, runs[1].input)),
        state=list(changes(*states)),
        files=files[:MOST_FILES],
        more_files=max(0, len(files) - MOST_FILES),
    )


def changes(first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterator[ValueChange]:
    """The keys that differ, in the order of the first and then of the second."""
    for key in dict.fromkeys([*first, *second]):
        if key not in second:
            yield ValueChange(key=key, kind="removed", first=first[key], second=None)
        elif key not in first:
            yield ValueChange(key=key, kind="added", first=None, second=second[key])
        elif not _equal(first[key], second[key]):
            yield ValueChange(key=key, kind="changed", first=first[key], second=second[key])


def file_changes(first: Mapping[str, int], second: Mapping[str, int]) -> list[FileChange]:
    """The files that differ, by name."""
    return [
        FileChange(name=name, first=first.get(name), second=second.get(name))
        for name in sorted({*first, *second})
        if first.get(name) != second.get(name)
    ]


def _equal(first: Any, second: Any) -> bool:
    """As JSON: Python takes true for 1."""
    return type(first) is type(second) and bool(first == second)


def _compared(run: RunAnswer) -> ComparedRun:
    return ComparedRun(
        thread_id=run.thread_id,
        title=run.title,
        flow_id=run.flow_id,
        version=run.version,
        flow_name=run.flow_name,
        flow_name_zh=run.flow_name_zh,
        status=run.status,
        duration_s=run.times.duration_s,
        skipped=run.skipped,
        items=run.result.items if run.result else None,
    )


def _sizes(outputs: Path) -> dict[str, int]:
    return sizes_of(outputs, files_below(outputs).names)
