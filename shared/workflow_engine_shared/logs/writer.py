"""The one writer of a run's log: each line masked, numbered, cut to size, and counted when it has to be dropped.

Held by the run's worker; by the supervisor only while it holds the run's lock, for a dead worker's last words.
Nothing here ever raises into user code: a log that cannot be written costs its lines, and says so when it can be.
"""

import contextlib
import threading
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from workflow_engine_shared.clock import STAMP_S, Clock, SystemClock
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.protocol.messages import LogLimits
from workflow_engine_shared.secrets.masking import MIN_VALUE, Masker

from .file import LogFile
from .format import LogLine, numbered
from .level_words import named_level
from .rate_limit import SEVERE, RateLimit
from .rotation import DAMAGED, compress_parts, drop_repeated, last_seq, remove_oldest
from .stderr_file import Batch, NativeLine, StderrFile
from .writer_state import WriterState

MAX_MESSAGE = 64 * 1024  #: characters
_LEVELS = {"WARN": "WARNING", "FATAL": "CRITICAL"}
ENGINE = "renflow"  #: the engine's own logger in a worker


class LogWriter:
    """Appends to `logs.jsonl`. Any thread."""

    def __init__(
        self, paths: RunPaths, thread_id: str, limits: LogLimits, grew: Callable[[], None] = lambda: None
    ) -> None:
        self.masker = Masker()
        self._paths = paths
        self._thread_id = thread_id
        self._limits = limits
        self._grew = grew
        self._clock: Clock = SystemClock()
        self._stamp, self._stamp_until = self._clock.now(), 0.0
        self._encoder = msgspec.json.Encoder(enc_hook=_harmless)
        self._lock = threading.Lock()
        self._native = threading.Lock()  #: held while stderr.log is read; taken before the other one
        self._allowance = RateLimit(limits.lines_per_s)
        with contextlib.suppress(*DAMAGED):  # the numbers are right all the same
            drop_repeated(paths.log)
        self._seq = last_seq(paths)
        self._marks = WriterState(paths.log_marks)
        self._stderr = StderrFile(paths.stderr, self._marks.copied(self._seq), limits.stderr_max_bytes)
        self._file = LogFile(paths.log, min(limits.max_bytes, limits.max_total // 4))
        self._kept = -1  #: rotations after which all parts were compressed and counted

    def write(
        self, level: str, message: str, node_id: str | None, context: Mapping[str, Any] | None = None, length: int = 0
    ) -> None:
        """Append one line. `length`: characters it really had, when only its beginning is given."""
        # What the engine says is little, and tells where the run stands: it always passes.
        ours = context is not None and context.get("logger") == ENGINE
        # What goes to stderr may be somebody's last words, whatever level it names.
        severe = level in SEVERE or (context is not None and context.get("stream") == "stderr")
        level = _LEVELS.get(level, level)
        length = max(length, len(message))
        now = self._clock.monotonic()
        with self._lock:
            taken = self._allowance.takes(min(length, MAX_MESSAGE), now, severe=severe)
            if not taken and not ours:
                self._marks.drop(1)
                return
        if now >= self._stamp_until:
            self._stamp, self._stamp_until = self._clock.now(), now + STAMP_S
        body = self._encode(level, message, node_id, context or {}, length)
        with self._lock:
            if self._marks.unreported and not self._allowance.dropping:
                self._tell_dropped()
            if not self._append([body]):
                self._marks.drop(1)
        self._grew()

    def copy_stderr(self, node_id: str | None, *, to_the_end: bool = False) -> None:
        """Copy what native code wrote since, each line once."""
        with self._native:
            self._copy(node_id, to_the_end=to_the_end)

    def skip_stderr(self, keep: int) -> None:
        """Skip native output that is not copied yet, but for its last `keep` bytes; skipped lines count as dropped."""
        with self._native, self._lock:
            self._marks.drop(self._stderr.skip(keep))

    def tend(self, node_id: str | None) -> None:
        """Do what is due now and then: copy native output, tell what was dropped, keep all files within their sizes."""
        self.copy_stderr(node_id)
        with self._lock, contextlib.suppress(OSError):
            self._file.look()
            self._allowance.look(self._clock.monotonic())
            if self._marks.unreported and not self._allowance.dropping:
                self._tell_dropped()
        self._shorten_stderr(node_id)
        self._keep_within_budget()

    def finish(self) -> None:
        """Copy the rest of the native output and tell what was dropped; nobody else writes any more."""
        self.copy_stderr(None, to_the_end=True)
        self._shorten_stderr(None)
        with self._lock:
            if self._marks.unreported:
                self._tell_dropped()
        with self._native, contextlib.suppress(OSError):
            self._stderr.scrub(self.masker)
            self._marks.copying(self._stderr.place, self._stderr.place, 0)
        self._keep_within_budget()

    def close(self) -> None:
        with self._lock:
            self._file.close()
            self._marks.close()

    # -- lines -----------------------------------------------------------------------------------------------------

    def _encode(
        self, level: str, message: str, node_id: str | None, context: Mapping[str, Any], length: int = 0
    ) -> bytes:
        """A line up to its number."""
        text = self.masker.text
        message = text(message)[:MAX_MESSAGE]
        for name, value in context.items():
            if type(value) is str and len(value) >= MIN_VALUE:
                context = {**context, name: text(value)}
        line = LogLine(self._stamp, level, self._thread_id, node_id, message, context)
        try:
            body = self._encoder.encode(line)
        except (UnicodeEncodeError, ValueError, OverflowError, RecursionError):  # halves of surrogate pairs
            line.message, line.level = _clean(message), _clean(level)
            line.context = {_clean(str(name)): _clean(_harmless(value)) for name, value in context.items()}
            body = self._encoder.encode(line)
        return body[:-1] + (b',"truncated":true,"length":%d' % length if length > MAX_MESSAGE else b"")

    def _append(self, bodies: list[bytes]) -> bool:
        lines = [numbered(body, self._seq + number) for number, body in enumerate(bodies, 1)]
        try:
            self._file.append(b"".join(lines))
        except OSError:
            return False
        self._seq += len(lines)
        return True

    def _tell_dropped(self) -> None:
        lines = self._marks.unreported
        why = f"more than {self._limits.lines_per_s:,} lines a second, or the disk did not take them"
        body = self._encode("WARNING", f"{lines:,} lines were dropped: {why}.", None, {"source": "log"})
        if self._append([body + b',"dropped":%d' % lines]):
            self._marks.mark_reported()

    # -- native output ---------------------------------------------------------------------------------------------

    def _copy(self, node_id: str | None, *, to_the_end: bool) -> None:
        copied = False
        while batch := self._stderr.read(to_the_end=to_the_end):
            self._append_native(batch, node_id)
            copied = True
        if copied:
            self._grew()

    def _append_native(self, batch: Batch, node_id: str | None) -> None:
        self._stamp, self._stamp_until = self._clock.now(), 0.0
        shown = [(text, length) for text, length in map(_shown, batch.lines) if text]
        now = self._clock.monotonic()
        with self._lock:
            taken = [each for each in shown if self._allowance.takes(min(each[1], MAX_MESSAGE), now, severe=True)]
        context = {"source": "stderr"}
        bodies = [self._encode(named_level(text) or "INFO", text, node_id, context, length) for text, length in taken]
        with self._lock:
            self._marks.dropped += len(shown) - len(taken)
            self._marks.copying(batch.begin, batch.end, self._seq + 1 if bodies else 0)
            if bodies and not self._append(bodies):
                self._marks.drop(len(bodies))

    def _shorten_stderr(self, node_id: str | None) -> None:
        if not self._stderr.is_long():
            return
        gone = 0
        with self._native, contextlib.suppress(OSError), self._stderr.parked():
            self._copy(node_id, to_the_end=False)
            if not self._stderr.is_long():
                return  # a long line was begun just now
            self._copy(node_id, to_the_end=True)
            gone = self._stderr.shorten()
            self._marks.copying(self._stderr.place, self._stderr.place, 0)
        message = f"stderr.log had more than {self._limits.stderr_max_bytes:,} bytes: {gone:,} of them were dropped."
        self.write("WARNING", message, None, {"source": "log"})

    def _keep_within_budget(self) -> None:
        rotations = self._file.rotations
        if rotations == self._kept:
            return
        if compress_parts(self._paths.log):
            self._kept = rotations
        removed = remove_oldest(self._paths.log, self._limits.max_total - self._file.max_bytes)
        if removed.size:
            limit = f"the log may have {self._limits.max_total:,} bytes"
            message = f"The oldest {removed.lines:,} lines of this log ({removed.size:,} bytes) were removed: {limit}."
            self.write("WARNING", message, None, {"source": "log", "removed": removed.lines})


def _shown(line: NativeLine) -> tuple[str, int]:
    """Of a progress bar what it showed last; nothing of a line of blanks."""
    text = line.text.rstrip(b"\r").rpartition(b"\r")[2].decode("utf-8", "backslashreplace")
    return (text if text.strip() else ""), line.length


def _clean(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _harmless(value: object) -> str:
    try:
        return value if isinstance(value, str) else str(value)[:1000]
    except Exception as error:  # noqa: BLE001 - a user's __str__ may do anything
        return f"({type(value).__name__}: {type(error).__name__})"
