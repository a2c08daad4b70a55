"""A real server for benchmarks: started on a fresh home, with one module of flow functions, ended with its workers."""

import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from support.run import chain, node
from support.server import Server


@contextmanager
def served(folder: Path, code: str, **settings: object) -> Iterator[Server]:
    """A server whose flows folder holds this code as `bench.py`."""
    source = folder / "source"
    source.mkdir()
    (source / "bench.py").write_text(code, encoding="utf-8")
    server = Server(folder, source=source, **settings)
    try:
        yield server.start()
        server.stop()
    finally:
        server.clean_up()


def flow(server: Server, code_ref: str) -> str:
    """A published flow with one node; its id."""
    return server.flow(chain(node("work", code_ref=code_ref)))


def row(name: str, seconds: Sequence[float], unit: str = "ms", factor: float = 1000.0) -> str:
    """One line of figures."""
    if not seconds:
        return f"{name:34} nothing measured"
    p50, p99 = percentile(seconds, 0.5) * factor, percentile(seconds, 0.99) * factor
    return f"{name:34} p50 {p50:9.2f}   p99 {p99:9.2f}   max {max(seconds) * factor:9.2f} {unit}   (n={len(seconds)})"


def percentile(values: Sequence[float], share: float) -> float:
    if share == 0.5:
        return statistics.median(values)
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
