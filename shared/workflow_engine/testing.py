"""Prove in your own tests that a flow resumes: run it with a crash or a pause where you want one.

    from workflow_engine.testing import assert_resumes, run_flow

    def test_my_flow() -> None:
        result = run_flow("flows/hello/flow.json", {"name": "Ann"})
        assert result.state["greeting"] == "Hello, Ann!"

    def test_my_flow_survives() -> None:
        assert_resumes("flows/hello/flow.json", {"name": "Ann"}, at=[1])

Everything is real: a supervisor on a data directory of its own, worker processes, a `kill -9` for a crash. A run takes
about a second, more where a crash or a pause needs a further worker. docs/testing.md explains it.
"""

import atexit
import json
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from workflow_engine_shared.errors import ErrorData, RegistrationError
from workflow_engine_shared.functions.registry import REGISTRY

if TYPE_CHECKING:
    from workflow_engine_supervisor.testing.harness import Harness

__all__ = ["RunResult", "assert_resumes", "run_flow", "run_function"]

Way = Literal["crash", "pause"]
_benches: dict[tuple[str, tuple[str, ...]], "Harness"] = {}


@dataclass(frozen=True)
class RunResult:
    """How a run ended."""

    status: str  #: "finished", "error", "cancelled", or "interrupted" when a question found no answer
    state: dict[str, Any]
    error: ErrorData | None
    steps: int  #: steps done, by the journal
    executed: int  #: how often a step was executed to its end, over all attempts; more than `steps`: some ran again
    attempts: int  #: worker processes that held the run
    questions: list[Any]  #: what `interrupt` asked
    log: list[str]  #: the messages of the run's log
    folder: Path  #: the run's files: `inputs`, `outputs`, `run.db`, until the test session ends


def run_flow(  # noqa: PLR0913 - one call says all there is to say
    flow: str | os.PathLike[str] | Mapping[str, Any],
    input: Mapping[str, Any] | None = None,  # noqa: A002 - the flow's own word
    *,
    flows: str | os.PathLike[str] | None = None,
    crash_after_step: int | None = None,
    pause_after_step: int | None = None,
    answers: Sequence[Any] = (),
    allow_paths: Sequence[str | os.PathLike[str]] = (),
    timeout: float = 60.0,
) -> RunResult:
    """Run a flow to its end; a run that was paused is resumed, questions are answered from `answers`.

    Points for a crash or a pause are, counted from 1: each journaled step, and each node that is finished and has
    another one behind it.

    Args:
        flow: the flow's file, or the flow itself as a dict (then `flows` is needed).
        input: the run's input.
        flows: the folder with the functions; default: the flow file's own flows folder.
        crash_after_step: kill the worker once that many points are on the disk; the run restarts by itself.
        pause_after_step: pause there, then resume.
        answers: to the questions that the flow asks, in order.
        allow_paths: further folders that the functions may read and write.
        timeout: seconds that each stretch of the run may take.

    Raises:
        RenError: the flow or its input is refused, or the run takes too long. A run that fails raises nothing: its
            result has the error.
        AssertionError: the crash or pause never came, because the run has fewer points.
    """
    if crash_after_step is not None and pause_after_step is not None:
        raise ValueError("Give crash_after_step or pause_after_step, not both.")
    way: Way = "crash" if pause_after_step is None else "pause"
    after = crash_after_step if pause_after_step is None else pause_after_step
    dsl, folder = _read(flow, flows)
    harness = _harness(folder, tuple(str(Path(each).absolute()) for each in allow_paths))
    return _run(harness, dsl, input or {}, (way, after), answers, timeout)


def run_function(  # noqa: PLR0913 - as above
    function: Callable[..., Any],
    state: Mapping[str, Any] | None = None,
    args: Mapping[str, Any] | None = None,
    *,
    crash_after_step: int | None = None,
    pause_after_step: int | None = None,
    answers: Sequence[Any] = (),
    allow_paths: Sequence[str | os.PathLike[str]] = (),
    timeout: float = 60.0,
) -> RunResult:
    """Run one registered function as the only node of a flow: `state` is the run's input, `args` the node's `args`.

    Everything else is as in `run_flow`. To run a function without an engine around it, call it.

    Raises:
        RegistrationError: it is not registered.
    """
    name, folder = _registered(function)
    data = {"codeRef": name, "args": dict(args or {})}
    nodes = [{"id": "start", "type": "start"}, {"id": "node", "type": "python", "data": data}]
    edges = [{"source": "start", "target": "node"}, {"source": "node", "target": "end"}]
    return run_flow(
        {"nodes": [*nodes, {"id": "end", "type": "end"}], "edges": edges},
        state,
        flows=folder,
        crash_after_step=crash_after_step,
        pause_after_step=pause_after_step,
        answers=answers,
        allow_paths=allow_paths,
        timeout=timeout,
    )


def assert_resumes(  # noqa: PLR0913 - as above
    flow: str | os.PathLike[str] | Mapping[str, Any],
    input: Mapping[str, Any] | None = None,  # noqa: A002 - the flow's own word
    *,
    at: Sequence[int] = (1,),
    ways: Sequence[Way] = ("crash", "pause"),
    ignore: Collection[str] = (),
    flows: str | os.PathLike[str] | None = None,
    answers: Sequence[Any] = (),
    allow_paths: Sequence[str | os.PathLike[str]] = (),
    timeout: float = 60.0,
) -> RunResult:
    """Run a flow undisturbed, then once for each point in `at` and each of `ways` disturbed; compare what comes out.

    Each disturbed run must end as the undisturbed one: the same status, the same state but for the keys in `ignore`
    (times, random numbers), the same questions, and no step done twice. Returns the undisturbed run's result.

    Raises:
        AssertionError: it does not resume; the message says where the runs differ.
    """
    options: dict[str, Any] = {
        "flows": flows, "answers": answers, "allow_paths": allow_paths, "timeout": timeout
    }  # fmt: skip
    plain = run_flow(flow, input, **options)
    for after in at:
        for way in ways:
            at_point: dict[str, Any] = {f"{way}_after_step": after}
            found = run_flow(flow, input, **at_point, **options)
            differences = _differences(plain, found, ignore)
            if differences:
                raise AssertionError(
                    f"After a {way} at point {after} the run ends otherwise: " + "; ".join(differences)
                )
    return plain


def _run(
    harness: "Harness",
    dsl: Any,
    given: Mapping[str, Any],
    fault: tuple[Way, int | None],
    answers: Sequence[Any],
    timeout: float,
) -> RunResult:
    from workflow_engine_supervisor.testing.harness import (
        InjectedFault,  # flow authors import the package without the supervisor
    )

    way, after = fault
    outcome = harness.run(dsl, given, InjectedFault(after, way), answers, timeout)
    if after is not None and not outcome.fault_came:
        raise AssertionError(f"The {way} never came: the run has fewer than {after} points ({outcome.status}).")
    facts = {name: value for name, value in vars(outcome).items() if name != "fault_came"}
    return RunResult(**facts)


def _read(flow: Any, flows: str | os.PathLike[str] | None) -> tuple[Any, Path]:
    if isinstance(flow, Mapping):
        if flows is None:
            raise ValueError("A flow that is no file needs flows=FOLDER, where its functions are.")
        return dict(flow), Path(flows).resolve()
    path = Path(flow).resolve()
    own = path.parent.parent if path.name == "flow.json" else path.parent
    return json.loads(path.read_text(encoding="utf-8")), own if flows is None else Path(flows).resolve()


def _registered(function: Callable[..., Any]) -> tuple[str, Path]:
    """A function's registered name, and the folder below which a worker finds its module."""
    for name in REGISTRY.names():
        found = REGISTRY.get(name)
        if found is not None and found.call is function:
            file = Path(found.file).resolve()
            depth = function.__module__.count(".") + (file.name == "__init__.py")
            return name, file.parents[depth]
    raise RegistrationError(f"{getattr(function, '__qualname__', function)!r} is no registered function.")


def _harness(flows: Path, allow_paths: tuple[str, ...]) -> "Harness":
    """One supervisor for each flows folder, kept until the test session ends."""
    from workflow_engine_supervisor.testing.harness import Harness

    key = (str(flows), allow_paths)
    if key not in _benches:
        _benches[key] = Harness(flows, allow_paths).start()
        atexit.register(_benches[key].stop)
    return _benches[key]


def _differences(plain: RunResult, found: RunResult, ignore: Collection[str]) -> list[str]:
    told = [
        f"{name} {getattr(found, name)!r} in place of {getattr(plain, name)!r}"
        for name in ("status", "questions", "steps")
        if getattr(plain, name) != getattr(found, name)
    ]
    expected, got = (_without(each, ignore) for each in (plain, found))
    told += [
        f"state[{key!r}] is {got.get(key)!r} in place of {expected.get(key)!r}"
        for key in sorted(expected.keys() | got.keys())
        if expected.get(key) != got.get(key)
    ]
    if found.executed > plain.executed:
        told.append(f"{found.executed - plain.executed} step(s) were done again")
    if told and found.error is not None:
        told.append(f"its error is {found.error.message!r}")
    return told


def _without(result: RunResult, ignore: Collection[str]) -> dict[str, Any]:
    """The state, with paths of the run's own folder made equal."""
    return {key: _alike(value, str(result.folder)) for key, value in result.state.items() if key not in ignore}


def _alike(value: Any, folder: str) -> Any:
    if isinstance(value, str):
        return value.replace(folder, "RUN")
    if isinstance(value, list):
        return [_alike(each, folder) for each in value]
    if isinstance(value, dict):
        return {key: _alike(each, folder) for key, each in value.items()}
    return value
