"""The bridge as the run's worker sees it: a process, a thread that writes to it, a thread that reads from it."""

import contextlib
import multiprocessing
import queue
import threading
from collections.abc import Callable
from typing import Any

import msgspec

from workflow_engine_worker.lanes.cluster.bridge_process import serve
from workflow_engine_worker.lanes.cluster.messages import (
    BridgeSetup,
    FromBridge,
    ToBridge,
    decode_from_bridge,
    encode,
)
from workflow_engine_worker.lanes.template import started

_GONE_S = 2.0


class Bridge:
    """A way to the cluster. `hear` takes what comes, and None when the bridge is gone; nothing here waits for it."""

    def __init__(self, setup: BridgeSetup, hear: Callable[["Bridge", FromBridge | None], None]) -> None:
        spawn: Any = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._process = started(spawn.Process(target=serve, args=(theirs, encode(setup)), name="cluster-bridge"))
        theirs.close()
        self._hear = hear
        self._orders: queue.SimpleQueue[ToBridge | None] = queue.SimpleQueue()
        threading.Thread(target=self._write, name="bridge-write", daemon=True).start()
        threading.Thread(target=self._read, name="bridge-read", daemon=True).start()

    def tell(self, order: ToBridge) -> None:
        """Never waits: a bridge that is held reads nothing."""
        self._orders.put(order)

    def leave(self) -> None:
        """Let it end its lanes and itself, once it has done what it was told before."""
        self._orders.put(None)

    def kill(self) -> None:
        """End it now; the cluster sees that and ends its lanes."""
        self._process.kill()

    def _write(self) -> None:
        with contextlib.suppress(OSError):
            while (order := self._orders.get()) is not None:
                self._pipe.send_bytes(encode(order))
        with contextlib.suppress(OSError):
            self._pipe.send_bytes(b"")  # the reader of ours holds the pipe open, so that its end is told

    def _read(self) -> None:
        with contextlib.suppress(EOFError, OSError, msgspec.MsgspecError):
            while True:
                self._hear(self, decode_from_bridge(self._pipe.recv_bytes()))
        self._process.join(_GONE_S)
        self._process.kill()
        self._orders.put(None)
        self._hear(self, None)
