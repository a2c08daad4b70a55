"""What a row of the table of speeds is, and how it is judged, kept and shown."""

import json
import os
import platform
import statistics
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter

import psutil

RECORDED = Path(__file__).with_name("recorded.json")


@dataclass(frozen=True)
class Round:
    """How much a row measures: the quick form shows that it works, and roughly where it stands."""

    rounds: int
    quick: bool

    def size(self, whole: int, quick: int) -> int:
        return quick if self.quick else whole


@dataclass
class Figures:
    """One side's figure of each round by the side's name; ours is the first. What could not be had is a gap."""

    sides: dict[str, list[float]]
    notes: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    id: str
    what: str
    unit: str
    before: str  #: as it stood when the table was begun, where the goals were set
    goal: str  #: in words
    measure: Callable[[Round], Figures]
    #: The goal as a number: of the ratio to the second side, or of our figure by itself.
    most: float | None = None
    least: float | None = None
    by_itself: bool = False  #: though there is a second side


@dataclass(frozen=True)
class Judged:
    """A row that was measured."""

    id: str
    sides: dict[str, float]  #: medians
    ratio: float | None  #: the median of the rounds' ratios, ours to the second side
    held: bool | None  #: None: there is nothing to compare
    rounds: int
    notes: list[str]
    gaps: list[str]
    every: dict[str, list[float]]


def judged(row: Row, found: Figures) -> Judged:
    """Medians, and the ratio of both sides round by round: whatever the machine did in a round, it did to both."""
    sides = {name: statistics.median(values) for name, values in found.sides.items() if values}
    names = list(sides)
    ratio = None
    if len(names) > 1:
        ratio = statistics.median(a / b for a, b in zip(found.sides[names[0]], found.sides[names[1]], strict=False))
    compared = sides[names[0]] if names and (ratio is None or row.by_itself) else ratio
    held = None
    if compared is not None and (row.most is not None or row.least is not None):
        held = (row.most is None or compared <= row.most) and (row.least is None or compared >= row.least)
    rounds = len(found.sides[names[0]]) if names else 0
    return Judged(row.id, sides, ratio, held, rounds, found.notes, found.gaps, found.sides)


def shown(row: Row, found: Judged) -> str:
    """A few lines for the terminal."""
    lines = [f"{row.id:4} {row.what}"]
    for name, value in found.sides.items():
        every = found.every[name]
        spread = f"   (min {min(every):.4g}, max {max(every):.4g}, n={len(every)})" if len(every) > 1 else ""
        lines.append(f"       {name:34} {value:10.4g} {row.unit}{spread}")
    if found.ratio is not None:
        first, second = list(found.sides)[:2]
        lines.append(f"       {first} / {second}: {found.ratio:.3g}")
    verdict = {True: "held", False: "missed", None: "no verdict"}[found.held]
    lines.append(f"       goal {row.goal}: {verdict}")
    lines += [f"       note: {note}" for note in found.notes] + [f"       gap: {gap}" for gap in found.gaps]
    return "\n".join(lines)


def machine() -> dict[str, object]:
    """What the figures were measured on, and what else it had to do."""
    load = [round(each, 2) for each in psutil.getloadavg()]
    return {
        "machine": platform.machine(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": load,
        "fdatasync_ms": disk_probe(),
    }


def disk_probe(count: int = 50) -> float:
    """Milliseconds to have 4 KB on the disk."""
    spent = []
    sync = getattr(os, "fdatasync", os.fsync)
    with tempfile.TemporaryFile() as file:
        for _ in range(count):
            begun = perf_counter()
            file.write(bytes(4096))
            file.flush()
            sync(file.fileno())
            spent.append(perf_counter() - begun)
    return round(statistics.median(spent) * 1000, 3)


def kept(rows: Sequence[Row], found: Mapping[str, Judged], before: object, after: object, *, quick: bool) -> str:
    """All of it as JSON."""
    by_id = {row.id: row for row in rows}
    measured = [
        {"what": by_id[name].what, "unit": by_id[name].unit, "goal": by_id[name].goal, **asdict(each)}
        for name, each in found.items()
    ]
    return json.dumps({"quick": quick, "machine": before, "machine_after": after, "rows": measured}, indent=1) + "\n"


def table(rows: Sequence[Row], recorded: Mapping[str, object]) -> str:
    """The table of docs/performance.md: what was, what is, what is to be."""
    measured: Sequence[Mapping[str, object]] = recorded.get("rows", ())  # type: ignore[assignment]
    by_id = {each["id"]: each for each in measured}
    lines = ["| | what | before | now | goal | |", "| --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        each = by_id.get(row.id)
        now, verdict = ("*not measured quietly yet*", "") if each is None else (_now(row, each), _verdict(each["held"]))
        lines.append(f"| {row.id} | {row.what} | {row.before} | {now} | {row.goal} | {verdict} |")
    return "\n".join(lines) + "\n"


def _now(row: Row, each: Mapping[str, object]) -> str:
    sides: Mapping[str, float] = each["sides"]  # type: ignore[assignment]
    if not sides:
        gaps: Sequence[str] = each["gaps"]  # type: ignore[assignment]
        return "; ".join(gaps)
    told = ", ".join(f"{name} {_number(value)} {row.unit}".rstrip() for name, value in sides.items())
    return told if each["ratio"] is None else f"**{each['ratio']:.2f}** ({told})"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _verdict(held: object) -> str:
    return "" if held is None else "held" if held else "missed"
