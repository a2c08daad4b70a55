"""How many lines of each level a log has: every line is counted once, however often it is asked for."""

import contextlib
import threading
import zlib
from collections import Counter, OrderedDict
from dataclasses import dataclass, field

import msgspec

from workflow_engine_shared.logs.format import LEVELS
from workflow_engine_shared.units import MIB
from workflow_engine_supervisor.logs.lines import complete_lines, read_line
from workflow_engine_supervisor.logs.part import Part
from workflow_engine_supervisor.logs.reader import RunLog

#: So much of a log is read for one answer; the next answers go on from there.
BYTES_AN_ANSWER = 8 * MIB
MAX_LOGS = 128


class _Line(msgspec.Struct):
    message: msgspec.Raw
    level: str = "INFO"


_LINE = msgspec.json.Decoder(_Line)


@dataclass
class _Counted:
    """Of one part of a log. It keeps its name when it is rotated, and its lines their places."""

    levels: Counter[str] = field(default_factory=Counter)
    offset: int = 0
    done: bool = False  #: it is rotated and counted: nothing comes after


@dataclass
class _Log:
    parts: dict[str, _Counted] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


class LogCounts:
    """The counts of the logs that were asked for last. Any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._logs: OrderedDict[str, _Log] = OrderedDict()

    def of(self, thread_id: str, log: RunLog) -> tuple[dict[str, int], bool]:
        """Lines by level, and whether these are all."""
        with self._lock:
            known = self._logs.setdefault(thread_id, _Log())
            self._logs.move_to_end(thread_id)
            while len(self._logs) > MAX_LOGS:
                self._logs.popitem(last=False)
        with known.lock, contextlib.ExitStack() as stack:
            return _count(known, [part for part in log.parts(stack) if part.name])


def _count(known: _Log, parts: list[Part]) -> tuple[dict[str, int], bool]:
    known.parts = {part.name: known.parts.get(part.name) or _Counted() for part in parts}
    budget = BYTES_AN_ANSWER
    for part in reversed(parts):  # the newest lines are those that are looked at
        counted = known.parts[part.name]
        if counted.done or budget <= 0:
            continue
        began = counted.offset
        counted.done = _count_part(part, counted, budget) and part is not parts[-1]
        budget -= counted.offset - began
    total: Counter[str] = Counter()
    for counted in known.parts.values():
        total.update(counted.levels)
    return {level: total[level] for level in LEVELS}, budget > 0


def _count_part(part: Part, counted: _Counted, budget: int) -> bool:
    """Count on where it was left. False: the budget came first."""
    with contextlib.suppress(OSError, EOFError, zlib.error):  # the rest is damaged, and shown nowhere
        part.file.seek(counted.offset)
        for raw, size in complete_lines(part.file):
            counted.levels[_level(raw)] += 1
            counted.offset += size
            budget -= size
            if budget <= 0:
                return False
    return True


def _level(raw: bytes) -> str:
    try:
        level = _LINE.decode(raw).level
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        level = str(read_line(raw)[0].get("level"))
    return level if level in LEVELS else "INFO"
