"""What `map_steps` is told of how to run its items, checked; and what an item takes of a cluster's machine. Pure."""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from workflow_engine_shared.units import GIB

POOLS = ("thread", "process", "ray")
#: An amount of anything is not above it; there are not more names of the cluster's own.
MOST, MOST_NAMES = 1_000_000, 50
#: Ray's own names for what has a name here.
RESERVED_NAMES = frozenset({"CPU", "GPU", "memory", "object_store_memory"})


class LoopOptions(Protocol):
    """What is looked at."""

    @property
    def workers(self) -> int: ...
    @property
    def retry(self) -> int: ...
    @property
    def timeout(self) -> float | None: ...
    @property
    def pool(self) -> str: ...
    @property
    def on_error(self) -> str: ...
    @property
    def resources(self) -> Any: ...


def resource_problems(given: Any) -> Iterator[tuple[str, str]]:
    """What is wrong with a `resources`: each with its place as a JSON pointer below it."""
    if not isinstance(given, Mapping):
        yield "", f"is an object such as {{'cpus': 1, 'gpus': 0, 'memory_gb': 4}}, not {type(given).__name__}"
        return
    for name, value in given.items():
        if name == "custom":
            yield from _custom_problems(value)
        elif name not in _PROBLEMS:
            yield f"/{name}", f"there is no such name; there are {', '.join(_PROBLEMS)}, custom"
        elif problem := _PROBLEMS[name](value):
            yield f"/{name}", problem


def check_loop(given: LoopOptions) -> None:
    """Raises ValueError: an option is none, or does not go with the others."""
    if given.workers < 1 or given.retry < 0 or (given.timeout is not None and given.timeout <= 0):
        raise ValueError("map_steps: workers >= 1, retry >= 0 and timeout > 0 (seconds) or None")
    if given.pool not in POOLS or given.on_error not in ("raise", "skip"):
        raise ValueError("map_steps: pool is 'thread', 'process' or 'ray', on_error is 'raise' or 'skip'")
    if given.resources is None:
        return
    if given.pool != "ray":
        raise ValueError(f"map_steps: resources are of a cluster's machines: only with pool='ray', not {given.pool!r}")
    for place, problem in resource_problems(given.resources):
        raise ValueError(f"map_steps: resources{place} {problem}")


def _custom_problems(given: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(given, Mapping):
        yield "/custom", f"is an object of names and amounts, not {type(given).__name__}"
        return
    if len(given) > MOST_NAMES:
        yield "/custom", f"has more than {MOST_NAMES} names"
        return
    for name, value in given.items():
        if problem := name_problem(name):
            yield "/custom", f"{name!r} {problem}"
        elif problem := share_problem(value):
            yield f"/custom/{name}", problem


def name_problem(name: Any) -> str:
    """What is wrong with a name of the cluster's own; "" for nothing."""
    if isinstance(name, str) and name and name not in RESERVED_NAMES:
        return ""
    return "is no name for it; processors and memory are cpus, gpus and memory_gb"


def amount_problem(value: Any) -> str:
    """What is wrong with an amount; "" for nothing."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return "is a number"
    return "" if 0 <= value <= MOST else f"is from 0 to {MOST:,}"


def share_problem(value: Any) -> str:
    """The same for what machines have a whole number of, and give away parts of one only."""
    if problem := amount_problem(value):
        return problem
    return "is a whole number above 1: machines give away parts of one only" if value > 1 and value % 1 else ""


_PROBLEMS: dict[str, Callable[[Any], str]] = {
    "cpus": share_problem,
    "gpus": share_problem,
    "memory_gb": amount_problem,
}


def actor_options(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """The same in Ray's words."""
    given = given or {}
    options: dict[str, Any] = {"num_cpus": given.get("cpus", 1), "num_gpus": given.get("gpus", 0)}
    if given.get("memory_gb"):
        options["memory"] = int(given["memory_gb"] * GIB)
    custom = {name: amount for name, amount in given.get("custom", {}).items() if amount}
    return options | ({"resources": custom} if custom else {})
