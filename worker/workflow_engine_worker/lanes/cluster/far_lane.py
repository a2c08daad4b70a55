"""A lane's end on a machine of the cluster, inside Ray: starts the process that runs items and passes messages on.

This class is sent by value and imports nothing of ours at first: on a machine without renflow it can still say so.
Items run in a process of their own beside Ray's: what they do to threads, signals and logging meets nothing of Ray's,
and one that dies tells its exit code.
"""

import contextlib
import importlib.metadata
import os
import platform
import queue
import shutil
import socket
import subprocess
import sys
import threading
import time
from typing import Any

SLICE_S = 0.02  #: news are told at once, but not more often than this
IDLE_S = 10.0  #: after so long without news Ray is told that there are none
MAX_BYTES = 16 * 1024 * 1024  #: of news told at once, if there is more than one
_WORDS = 2000  #: bytes of what the process said last
_CONNECT_S = 60.0


class FarLane:
    """One process for items at a time. `begin` first; `take` waits for what it says, `give` hands it messages.

    Each of them names the lane that it is meant for: what is left over of one that was ended reaches no other.
    """

    def __init__(self, setup: dict[str, Any]) -> None:
        self._setup = setup
        self._changed = threading.Condition()
        self._lane = 0
        self._began = False
        self._news: queue.SimpleQueue[Any] = queue.SimpleQueue()  #: frames; at last the exit code and the last words
        self._taken_at = 0.0
        self._process: Any = None
        self._pipe: Any = None
        self._scratch: Any = None

    def begin(self, lane: int, archive: bytes) -> dict[str, Any]:
        """Start the process; says where it is, or why it cannot be."""
        where = f"{socket.gethostname()} ({_address()})"
        refused = self._unfit(where)
        if refused:
            return {"refused": refused}
        self._news, self._process, self._pipe = queue.SimpleQueue(), None, None
        try:
            self._start(archive)
        except Exception as error:  # noqa: BLE001 - the run's worker decides what it means
            self.end()
            return {"refused": f"On {where} no process for items begins: {type(error).__name__}: {error}"}
        with self._changed:
            self._lane, self._began = lane, True
            self._changed.notify_all()
        return {"machine": where, "pid": self._process.pid}

    def give(self, lane: int, frames: list[bytes]) -> None:
        """Messages for the process, in order; they may come while it begins."""
        with self._changed:
            self._changed.wait_for(lambda: self._lane > lane or (self._lane == lane and self._began))
            pipe = self._pipe if self._lane == lane else None
        if pipe is None:
            return
        with contextlib.suppress(OSError, ValueError):  # it is gone; `take` tells
            for frame in frames:
                pipe.send_bytes(frame)

    def take(self) -> tuple[list[bytes], Any]:
        """What the process said since; then, once it is gone, its exit code and last words."""
        news = self._news
        frames: list[bytes] = []
        size = 0
        try:
            said = news.get(timeout=IDLE_S)
            time.sleep(max(0.0, min(SLICE_S, self._taken_at + SLICE_S - time.monotonic())))
            while True:
                if not isinstance(said, bytes):
                    return frames, said
                frames.append(said)
                size += len(said)
                if size > MAX_BYTES:
                    break
                said = news.get_nowait()
        except queue.Empty:
            pass
        self._taken_at = time.monotonic()
        return frames, None

    def end(self) -> None:
        """End the process, and leave nothing of it."""
        with self._changed:
            self._began = False
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._news.put((None, ""))  # whoever still waits for it
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _unfit(self, where: str) -> str:
        ours = {"renflow": self._setup["renflow"], "Python": self._setup["python"]}
        try:
            theirs = {"renflow": importlib.metadata.version("renflow"), "Python": platform.python_version()}
        except importlib.metadata.PackageNotFoundError:
            return f"renflow is not installed on {where}; {ours['renflow']} is needed there."
        if theirs["renflow"] != ours["renflow"]:
            return f"{where} has renflow {theirs['renflow']}, this run's worker has {ours['renflow']}."
        if theirs["Python"].split(".")[:2] != ours["Python"].split(".")[:2]:
            return f"{where} has Python {theirs['Python']}, this run's worker has {ours['Python']}."
        return ""

    def _start(self, archive: bytes) -> None:
        from workflow_engine_worker.lanes.cluster.far_start import prepare

        self._scratch, order, listener = prepare(self._setup, archive)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("RAY_AUTH_")}
        environment.pop("PYTHONBREAKPOINT", None)
        began = threading.Event()
        news = self._news

        def live() -> None:
            # The thread that starts the process lives as long as it: Linux ends a child with its parent's thread.
            words = self._scratch / "output.log"
            try:
                with words.open("wb") as output:
                    self._process = subprocess.Popen(
                        [sys.executable, "-m", order["module"]],
                        stdin=subprocess.PIPE,
                        stdout=output,
                        stderr=output,
                        env=environment,
                    )
            finally:
                began.set()
            with self._process.stdin as stdin, contextlib.suppress(OSError):
                stdin.write(order["line"])
            code = self._process.wait()
            listener.close()  # nobody comes any more
            ended.set()
            if connected.is_set():
                reader.join()  # what it said before comes before its end
            with contextlib.suppress(OSError):
                news.put((code, words.read_bytes()[-_WORDS:].decode("utf-8", "replace").strip()))

        def read() -> None:
            with contextlib.suppress(EOFError, OSError):
                self._pipe = listener.accept()
                connected.set()
                while True:
                    news.put(self._pipe.recv_bytes())

        connected, ended = threading.Event(), threading.Event()
        reader = threading.Thread(target=read, name="lane-read", daemon=True)
        reader.start()
        threading.Thread(target=live, name="lane", daemon=True).start()
        began.wait()
        until = time.monotonic() + _CONNECT_S
        while not connected.wait(0.02):
            if ended.is_set() or self._process is None or time.monotonic() > until:
                raise RuntimeError(f"it ended before it answered: {self._last_output()}")

    def _last_output(self) -> str:
        with contextlib.suppress(OSError, AttributeError):
            text: str = (self._scratch / "output.log").read_text("utf-8", "replace")
            return text[-_WORDS:].strip() or "it said nothing"
        return "it could not be started"


def _address() -> str:
    try:
        import ray

        return str(ray.util.get_node_ip_address())
    except Exception:  # noqa: BLE001 - a name for messages, nothing more
        return "?"
