"""The bridge: a process between a run's worker and the cluster. Nobody else imports Ray.

Its client blocks for minutes when the cluster is gone, takes signals for itself, writes to our output, starts native
threads and may end its process: none of that may happen to the process that holds the run. The bridge runs no code of
the flow's. It ends with its worker; the cluster sees its driver gone and ends the lanes.
"""

import contextlib
import os
import re
import signal
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from typing import Any, NoReturn

import msgspec

from workflow_engine_shared.web.listening import refusal
from workflow_engine_worker.lanes.cluster.failures import WRONG_TOKEN, NoWay, no_way
from workflow_engine_worker.lanes.cluster.messages import (
    Alive,
    BridgeSetup,
    Connected,
    EndLane,
    FromBridge,
    Give,
    NotConnected,
    OpenLane,
    Room,
    decode_to_bridge,
    encode,
)

LOCAL = "local"
_LOCAL_STORE = 100 * 1024 * 1024  #: bytes of a local cluster's object store: results only pass through
_LOOK_S = 0.5
_ROOM_S = 2.0
_ALIVE_S = 3.0
_FAREWELL_S = 1.0
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def serve(pipe: Connection, setup: bytes) -> NoReturn:
    """The whole life of a bridge. `setup` is a `BridgeSetup` as msgpack."""
    _Bridge(pipe, msgspec.msgpack.decode(setup, type=BridgeSetup)).run()


class _Bridge:
    def __init__(self, pipe: Connection, setup: BridgeSetup) -> None:
        self._pipe = pipe
        self._setup = setup
        self._telling = threading.Lock()
        self._lanes: Any = None
        self._early: list[OpenLane | Give | EndLane] = []
        self._begun = threading.Lock()

    def run(self) -> NoReturn:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # a stop is the worker's affair
        self._output_from = _lead_output_into(Path(self._setup.output))
        threading.Thread(target=self._hear, name="orders", daemon=True).start()
        try:
            self._connect()
        except BaseException as error:  # noqa: BLE001 - Ray raises what it likes
            self._leave(no_way(error, self._setup.address, self._printed()))
        self._tell(Connected(self._room()[0]))
        threading.Thread(target=self._watch_room, name="room", daemon=True).start()
        sent_at = monotonic()
        while True:
            for news in self._lanes.news(_LOOK_S):
                self._tell(news)
            if monotonic() - sent_at > _ALIVE_S:
                sent_at = monotonic()
                self._tell(Alive())

    def _watch_room(self) -> None:
        """What the cluster has, while a lane waits for it. Its head is asked, which may be gone: news do not wait."""
        wait = threading.Event()
        while not wait.wait(_ROOM_S):
            if not self._lanes.awaits:
                continue
            if not self._lanes.stand:
                self._look_for_head()
            with contextlib.suppress(Exception):
                self._tell(Room(*self._room()))

    def _look_for_head(self) -> None:
        """Without it no lane comes to be, which Ray says after a minute; lanes that stand go on without it."""
        address = self._setup.address
        if address != LOCAL and (why := refusal(address)):
            self._leave(NoWay(f"Nobody answers at {address}: {why}."))

    def _connect(self) -> None:
        address = self._setup.address
        self._look_for_head()
        threading.Thread(target=self._watch_output, name="output", daemon=True).start()
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        import ray

        from workflow_engine_worker.lanes.cluster.ray_lanes import RayLanes

        given: dict[str, Any] = {"address": address}
        if address == LOCAL:
            given = {"address": LOCAL, "include_dashboard": False, "object_store_memory": _LOCAL_STORE}
        ray.init(namespace="renflow", log_to_driver=False, configure_logging=False, **given)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        lanes = RayLanes(ray, self._setup)
        with self._begun:
            self._lanes = lanes
            for order in self._early:
                self._carry_out(order)

    def _room(self) -> tuple[dict[str, float], dict[str, float]]:
        import ray

        return _plain(ray.cluster_resources()), _plain(ray.available_resources())

    def _hear(self) -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                body = self._pipe.recv_bytes()
                if not body:
                    break  # the worker's word that it is over
                order = decode_to_bridge(body)
                with self._begun:
                    if self._lanes is None:
                        self._early.append(order)
                        continue
                self._carry_out(order)
        if self._lanes is not None:
            with contextlib.suppress(BaseException):
                self._lanes.end_all(_FAREWELL_S)
        os._exit(0)

    def _carry_out(self, order: OpenLane | Give | EndLane) -> None:
        if isinstance(order, OpenLane):
            self._lanes.open(order.lane, order.options)
        elif isinstance(order, Give):
            self._lanes.give(order.lane, order.frames)
        else:
            self._lanes.end(order.lane)

    def _watch_output(self) -> None:
        """Ray tries a wrong token for long and says so in its output only."""
        wait = threading.Event()
        while self._lanes is None and not wait.wait(_LOOK_S):
            if WRONG_TOKEN in self._printed():
                self._leave(no_way(ConnectionError(WRONG_TOKEN), self._setup.address, self._printed()))

    def _printed(self) -> str:
        with contextlib.suppress(OSError), Path(self._setup.output).open("rb") as output:
            output.seek(self._output_from)
            return _COLOURS.sub("", output.read(64 * 1024).decode("utf-8", "replace"))
        return ""

    def _tell(self, news: FromBridge) -> None:
        try:
            with self._telling:
                self._pipe.send_bytes(encode(news))
        except (OSError, ValueError):
            os._exit(0)  # the worker is gone

    def _leave(self, found: NoWay) -> NoReturn:
        self._tell(NotConnected(found.refused, found.message))
        os._exit(1)


def _lead_output_into(path: Path) -> int:
    """What Ray prints goes to a file beside the run's log, which begins anew once it is large; says where we begin."""
    with contextlib.suppress(OSError):
        if path.stat().st_size > 1024 * 1024:
            path.unlink()
    sink = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for descriptor in (1, 2):
        os.dup2(sink, descriptor)
    os.close(sink)
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    return path.stat().st_size


def _plain(found: dict[str, Any]) -> dict[str, float]:
    return {str(name): float(value) for name, value in found.items() if not name.startswith("node:")}
