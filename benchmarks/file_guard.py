"""What the file guard costs: ten thousand small files written and read, with and without it, and per call.

python scripts/bench file_guard
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from workflow_engine_worker.file_guard import audit_hook
from workflow_engine_worker.file_guard.rules import FileRules

FILES = 10_000
ROUNDS = 5


def written(folder: Path) -> float:
    begun = perf_counter()
    for number in range(FILES):
        with open(f"{folder}/{number % 100}.txt", "w") as file:  # noqa: PTH123 - the plainest form
            file.write("x")
    return perf_counter() - begun


def read(folder: Path) -> float:
    begun = perf_counter()
    for number in range(FILES):
        with open(f"{folder}/{number % 100}.txt") as file:  # noqa: PTH123 - as above
            file.read()
    return perf_counter() - begun


def unwatched(_: Path) -> float:
    """Events that the guard does not look at: `id` raises one for each call."""
    begun = perf_counter()
    for _number in range(FILES):
        id(begun)
    return perf_counter() - begun


LOOPS: dict[str, Callable[[Path], float]] = {"write": written, "read": read, "other event": unwatched}


def measure(folder: Path) -> dict[str, float]:
    """The best of several rounds: what the disk does besides is not the guard's."""
    return {name: min(loop(folder) for _ in range(ROUNDS)) for name, loop in LOOPS.items()}


def cost_of_a_call(path: str, flags: int) -> float:
    """Microseconds of the hook alone."""
    begun = perf_counter()
    for _ in range(FILES):
        audit_hook._hook("open", (path, None, flags))  # noqa: SLF001 - what Python calls
    return (perf_counter() - begun) / FILES * 1e6


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary).resolve()
        folder = home / "runs" / "run-0123456789abcdef" / "outputs"
        folder.mkdir(parents=True)
        written(folder)
        without = measure(folder)
        calls = 0

        def count(event: str, _: object) -> None:
            nonlocal calls
            calls += event == "open"

        audit_hook.install(FileRules.of(home, [home / "flows"]))
        guarded = measure(folder)
        sys.addaudithook(count)
        written(folder)
        print(f"{'':12} {'without':>10} {'with':>10} {'ratio':>6} {'µs a call':>10}")
        for name, plain in without.items():
            more = guarded[name] - plain
            print(
                f"{name:12} {plain * 1e3:8.1f}ms {guarded[name] * 1e3:8.1f}ms {guarded[name] / plain:6.2f} "
                f"{more / FILES * 1e6:10.2f}"
            )
        cost = cost_of_a_call(f"{folder}/1.txt", os.O_WRONLY | os.O_CREAT)
        print(f"{calls} calls that look at a path for {FILES} files x {cost:.2f} µs each = {calls * cost / 1e3:.1f} ms")


if __name__ == "__main__":
    main()
