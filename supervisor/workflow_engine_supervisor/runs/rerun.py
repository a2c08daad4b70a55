"""A run once more: the same flow and input, or parts of it changed, and with the files that it was given."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workflow_engine_shared.errors import DatabaseDamaged, InvalidInput, Problem, RunExists, RunNotFound, StorageFailure
from workflow_engine_shared.ids import run_id, shown
from workflow_engine_shared.paths import Home, private_folder
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_supervisor.runs.start import StartRequest
from workflow_engine_supervisor.uploads.links import link_file


@dataclass(frozen=True)
class RerunRequest:
    """What was asked for, as it came in."""

    source: str
    input: Mapping[str, Any]  #: keys with other values than the old run's
    without: frozenset[str] = frozenset()  #: keys that the old run had
    uploads: Mapping[str, tuple[str, str]] = field(default_factory=dict)  #: key of the input -> upload, path in it
    version: int | None = None  #: None: the old run's
    thread_id: str | None = None
    title: str | None = None  #: None: the old run's
    tags: tuple[str, ...] | None = None  #: None: the old run's


def start_request(home: Home, store: Store, asked: RerunRequest) -> tuple[StartRequest, RunRow]:
    """The start that a rerun is, and the run that it does again. Paths into the old inputs lead into the new ones.

    Raises:
        RunNotFound
        InvalidInput: the old run's is damaged, or a key is both changed and left out.
    """
    with store.read() as tx:
        old = tx.get_run(asked.source)
    both = sorted(asked.without & {*asked.input, *asked.uploads})
    if both:
        raise InvalidInput(
            problems=[Problem("GIVEN_AND_LEFT_OUT", f"/without/{both[0]}", f"{shown(both[0])} is in both.")]
        )
    try:
        before = old.input()
    except DatabaseDamaged as error:
        raise InvalidInput(f"The input of run {old.thread_id!r} cannot be read.", hint=error.advice) from error
    kept = {key: value for key, value in before.items() if key not in asked.without | set(asked.uploads)}
    title = old.title if asked.title is None else asked.title
    thread_id = asked.thread_id or run_id(title)
    led = _led({**kept, **asked.input}, str(home.run(old.thread_id).inputs), str(home.run(thread_id).inputs))
    tags = old.tags if asked.tags is None else asked.tags
    version = asked.version or old.version
    test = old.test if version == old.version else None
    return StartRequest(old.flow_id, version, thread_id, led, asked.uploads, title, tags, test, old.begun), old


@contextmanager
def inputs_brought(home: Home, store: Store, asked: RerunRequest, old: RunRow, thread_id: str) -> Iterator[None]:
    """Link the old run's input files into the new run's folder, before the row of the new one is there.

    They are linked and not copied where the disk can do that: nobody writes to a run's inputs. Those of a key that gets
    files of its own stay behind. If the start is refused inside the block, nothing is left of it.

    Raises:
        StorageFailure
    """
    source, run = home.run(old.thread_id).inputs, home.run(thread_id)
    is_new = not run.root.exists()  # not so where a command line has put files of its own there
    others = {*asked.uploads, *(key for key, value in asked.input.items() if _is_in(value, str(run.inputs / key)))}
    try:
        if source.is_dir() and not _is_accepted(store, thread_id):
            private_folder(run.inputs)
            shutil.copytree(
                source,
                run.inputs,
                ignore=lambda folder, _: others if Path(folder) == source else (),
                copy_function=link_file,
                dirs_exist_ok=True,
                symlinks=True,
            )
        yield
    except OSError as error:
        _remove(run.root, is_new=is_new)
        raise StorageFailure(f"The inputs of run {old.thread_id!r} could not be brought along: {error}.") from error
    except RunExists:
        raise
    except BaseException:
        _remove(run.root, is_new=is_new)
        raise


def _remove(folder: Path, *, is_new: bool) -> None:
    if is_new:
        shutil.rmtree(folder, ignore_errors=True)


def _is_accepted(store: Store, thread_id: str) -> bool:
    with store.read() as tx:
        try:
            tx.get_run(thread_id)
        except RunNotFound:
            return False
    return True


def _is_in(value: Any, folder: str) -> bool:
    return isinstance(value, str) and (value == folder or value.startswith((f"{folder}/", f"{folder}{os.sep}")))


def _led(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return new + value[len(old) :] if _is_in(value, old) else value
    if isinstance(value, list):
        return [_led(each, old, new) for each in value]
    if isinstance(value, dict):
        return {key: _led(each, old, new) for key, each in value.items()}
    return value
