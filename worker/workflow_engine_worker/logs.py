"""The run's log: one JSON object a line, one writer, rotated by size with nothing dropped.

`print`, `logging`, `warnings` and tracebacks of user code all end here; what native code writes to file descriptors
1 and 2 goes to stderr.log.
"""

import contextlib
import gzip
import io
import json
import logging
import os
import shutil
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from workflow_engine_shared.clock import Clock, SystemClock
from workflow_engine_shared.paths import RunPaths, private_file

MAX_MESSAGE = 64 * 1024
_TAIL_BLOCK = 256 * 1024
_LEVELS = {"WARN": "WARNING", "FATAL": "CRITICAL"}


class RunLog:
    """The writer of one run's `logs.jsonl`. Any thread may write."""

    def __init__(self, paths: RunPaths, thread_id: str, max_bytes: int, grew: Callable[[], None]) -> None:
        self._paths = paths
        self._thread_id = thread_id
        self._max_bytes = max_bytes
        self._grew = grew
        self._clock: Clock = SystemClock()
        self._lock = threading.Lock()
        self._seq = _last_seq(paths)
        self._fd = private_file(paths.log)
        self._size = os.fstat(self._fd).st_size
        self._mend_torn_line()

    def write(self, level: str, message: str, node_id: str | None, context: Mapping[str, Any] | None = None) -> None:
        """Append one line. A message beyond 64 KiB is cut and says so."""
        truncated = len(message) > MAX_MESSAGE
        line: dict[str, Any] = {
            "ts": self._clock.now(),
            "level": _LEVELS.get(level, level),
            "thread_id": self._thread_id,
            "node_id": node_id,
            "message": message[:MAX_MESSAGE],
            "context": dict(context or {}),
        }
        if truncated:
            line["truncated"] = True
        with self._lock:
            self._seq += 1
            line["seq"] = self._seq
            self._append(_encode(line))
        self._grew()

    def close(self) -> None:
        with self._lock:
            os.close(self._fd)

    def _append(self, body: bytes) -> None:
        if self._size and self._size + len(body) > self._max_bytes:
            self._rotate()
        os.write(self._fd, body)
        self._size += len(body)

    def _rotate(self) -> None:
        """Set the full file aside as the next `logs.<n>.jsonl.gz` and begin an empty one."""
        os.close(self._fd)
        part = self._paths.root / f"logs.{len(rotated_parts(self._paths.root)) + 1}.jsonl"
        self._paths.log.replace(part)
        self._fd = private_file(self._paths.log)
        self._size = 0
        _compress(part)

    def _mend_torn_line(self) -> None:
        """A power cut may leave half a line; end it, so that the next one stands alone."""
        if self._size:
            with self._paths.log.open("rb") as file:
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    self._append(b"\n")


def rotated_parts(folder: Path) -> list[Path]:
    """The parts set aside so far, compressed or about to be, oldest first."""
    numbered = {}
    for path in folder.glob("logs.*.jsonl*"):
        number = path.name.split(".")[1]
        if number.isdigit():
            numbered[int(number)] = path
    return [numbered[number] for number in sorted(numbered)]


def _compress(part: Path) -> None:
    target = part.with_name(part.name + ".gz")
    unfinished = part.with_name(part.name + ".tmp")
    with part.open("rb") as source, gzip.open(unfinished, "wb", compresslevel=1) as sink:
        shutil.copyfileobj(source, sink)
    unfinished.replace(target)
    part.unlink()


def _last_seq(paths: RunPaths) -> int:
    """The number of the last line written by an earlier worker of this run."""
    with contextlib.suppress(FileNotFoundError), paths.log.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - _TAIL_BLOCK))
        for line in reversed(file.read().splitlines()):
            with contextlib.suppress(ValueError, KeyError, TypeError):
                return int(json.loads(line)["seq"])
    parts = rotated_parts(paths.root)
    if not parts:
        return 0
    opener = gzip.open if parts[-1].suffix == ".gz" else open
    with opener(parts[-1], "rb") as file:
        for line in reversed(file.read().splitlines()):
            with contextlib.suppress(ValueError, KeyError, TypeError):
                return int(json.loads(line)["seq"])
    return 0


def _encode(line: dict[str, Any]) -> bytes:
    text = json.dumps(line, ensure_ascii=False, default=_harmless)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _harmless(value: object) -> str:
    try:
        return str(value)[:1000]
    except Exception as error:  # noqa: BLE001 - a user's __str__ may do anything
        return f"({type(value).__name__}: {type(error).__name__})"


class _Lines(io.TextIOBase):
    """A `sys.stdout` or `sys.stderr` whose lines become log lines."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._rest = threading.local()

    def writable(self) -> bool:
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def write(self, text: str) -> int:
        *lines, rest = (getattr(self._rest, "text", "") + text).split("\n")
        while len(rest) > MAX_MESSAGE:
            lines.append(rest[:MAX_MESSAGE])
            rest = rest[MAX_MESSAGE:]
        self._rest.text = rest
        for line in lines:
            shown = line.rstrip("\r").rsplit("\r", 1)[-1]  # of a progress bar, what it showed last
            if shown.strip():
                self._write(shown)
        return len(text)

    def flush(self) -> None:
        """Half a line waits for its end."""

    def finish(self) -> None:
        if getattr(self._rest, "text", ""):
            self.write("\n")


class _Handler(logging.Handler):
    """Python's logging into the run's log."""

    def __init__(self, log: RunLog, node: Callable[[], str | None]) -> None:
        super().__init__()
        self._log = log
        self._node = node

    def emit(self, record: logging.LogRecord) -> None:
        context: dict[str, Any] = {"logger": record.name}
        if record.exc_info and record.exc_info[1] is not None:
            context["traceback"] = "".join(traceback.format_exception(*record.exc_info))[-MAX_MESSAGE:]
        try:
            message = record.getMessage()
        except Exception:  # noqa: BLE001 - wrong arguments to a log call must not end a node
            message = f"{record.msg!r} % {record.args!r}"
        self._log.write(record.levelname, message, self._node(), context)


def _write_line(log: RunLog, node: Callable[[], str | None], stream: str, level: str, text: str) -> None:
    log.write(level, text, node(), {"stream": stream})


class Capture:
    """Leads prints, logging and warnings into the log."""

    def __init__(self, log: RunLog, node: Callable[[], str | None]) -> None:
        self._stdout = _Lines(partial(_write_line, log, node, "stdout", "INFO"))
        self._stderr = _Lines(partial(_write_line, log, node, "stderr", "ERROR"))
        self._handler = _Handler(log, node)
        logging.getLogger().handlers.clear()
        self.restore()

    def restore(self) -> None:
        """Take back what user code replaced, silenced or configured away: it must not silence the nodes after it."""
        sys.stdout, sys.stderr = self._stdout, self._stderr
        root = logging.getLogger()
        if self._handler not in root.handlers:
            root.addHandler(self._handler)
        root.setLevel(logging.INFO)
        logging.disable(logging.NOTSET)
        logging.captureWarnings(True)
        for logger in logging.root.manager.loggerDict.values():
            if isinstance(logger, logging.Logger):
                logger.disabled = False

    def finish(self) -> None:
        """Write out the last half lines."""
        self._stdout.finish()
        self._stderr.finish()
