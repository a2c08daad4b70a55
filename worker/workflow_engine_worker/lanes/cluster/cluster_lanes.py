"""The lanes on a cluster that a run has, and its way there: made for a loop, kept for the next, ended when idle."""

import itertools
import logging
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.errors.cluster import ClusterRefused, ClusterUnreachable
from workflow_engine_shared.protocol.exit_codes import WorkerExit
from workflow_engine_worker.control.leave import Awaited
from workflow_engine_worker.lanes.cluster.bridge import Bridge
from workflow_engine_worker.lanes.cluster.cluster_lane import ClusterLane, Listener, ShownState
from workflow_engine_worker.lanes.cluster.cluster_settings import ClusterSettings
from workflow_engine_worker.lanes.cluster.messages import (
    BridgeSetup,
    Connected,
    EndLane,
    FromBridge,
    Give,
    Gone,
    LaneRefused,
    NotConnected,
    OpenLane,
    Reported,
    Room,
    Stands,
)
from workflow_engine_worker.lanes.cluster.room import Fruitless, why_it_waits
from workflow_engine_worker.lanes.engine import Lost
from workflow_engine_worker.lanes.lane_process import Relay
from workflow_engine_worker.lanes.messages import (
    Began,
    ItemDone,
    ItemFailed,
    Line,
    Record,
    Refused,
    ToLane,
    decode_from_lane,
    encode_message,
)
from workflow_engine_worker.output.attribution import attributed_to

IDLE_S = 60.0
HUNG_S = 30.0  #: that a bridge may show no life
_STEP_S = 1.0  #: of silence that one look counts at most: a machine that slept has not heard of anybody
_KEEPER_S = 5.0
TELL_S = 10.0  #: a run that waits for its cluster says so this often


log = logging.getLogger("renflow")


class ClusterAwaited(Awaited):
    """The way out while the cluster cannot be reached: the run waits and tries again."""

    exit_code = WorkerExit.NO_CLUSTER


class ClusterLanes:
    """All lanes that one run has on its cluster. Any thread."""

    def __init__(
        self, settings: ClusterSettings, relay: Relay, shown: ShownState, clock: Callable[[], float] = monotonic
    ) -> None:
        self._settings = settings
        self._shown = shown
        self._relay = relay
        self._clock = clock
        self._tasks = itertools.count(1)
        self._numbers = itertools.count(1)
        self._lock = threading.RLock()
        self._bridge: Bridge | None = None
        self._setup: BridgeSetup | None = None
        self._lanes: dict[int, ClusterLane] = {}
        self._idle: list[tuple[ClusterLane, float]] = []
        self._failure: RenError | None = None
        self._room: Room | None = None
        self._connected = False
        self._logged_at = 0.0
        self._silence = 0.0
        self._looked_at = 0.0
        self._keeper: threading.Thread | None = None
        self._fruitless = Fruitless(settings.address)
        self.lost = 0  #: lanes that went without being asked to

    def new_task(self) -> int:
        """The number of a loop's task."""
        return next(self._tasks)

    def begin_loop(self) -> None:
        """What was refused to an earlier loop may have been mended.

        Raises:
            CodeNotSendable
        """
        with self._lock:
            self._failure, self._fruitless = None, Fruitless(self._settings.address)
            if self._setup is None:
                self._setup = self._settings.bridge_setup()

    def take(self, options: dict[str, Any], listener: Listener, node_id: str) -> ClusterLane:
        """A lane that is idle and takes as much of a machine, or a new one. Its task is still to be sent."""
        with self._lock:
            self._end_idle()
            for place, (lane, _) in enumerate(self._idle):
                if lane.options == options:
                    del self._idle[place]
                    lane.listener, lane.node_id, lane.asked_at = listener, node_id, self._clock()
                    return lane
            lane = ClusterLane(next(self._numbers), options, listener, node_id, self._clock())
            if self._failure is None:
                self._lanes[lane.number] = lane
                self._open_bridge().tell(OpenLane(lane.number, options))
            return lane

    def send(self, lane: ClusterLane, message: ToLane) -> None:
        """Never waits; what is sent to a lane that is gone is lost with it."""
        with self._lock:
            if self._bridge is not None and lane.number in self._lanes:
                self._bridge.tell(Give(lane.number, [encode_message(message)]))

    def end(self, lane: ClusterLane) -> None:
        """End the lane's process now; nothing more is told of it."""
        with self._lock:
            lane.listener = None
            if self._lanes.pop(lane.number, None) is not None and self._bridge is not None:
                self._bridge.tell(EndLane(lane.number))

    def keep(self, lane: ClusterLane) -> None:
        """It has nothing to do; the next loop may want it, also where it has not come to be yet."""
        with self._lock:
            lane.listener = None
            if lane.number not in self._lanes:
                return
            self._idle.append((lane, self._clock()))
            if self._keeper is None:
                self._keeper = threading.Thread(target=self._keep, name="cluster-lanes", daemon=True)
                self._keeper.start()

    def check(self) -> None:
        """Look at what keeps the run from its cluster; to be called while a loop waits.

        Raises:
            ClusterRefused: the cluster does not take this run's items.
            ClusterAwaited: it cannot be reached.
        """
        with self._lock:
            self.end_hung()
            self._end_idle()
            failure = self._failure = self._failure or self._overdue()
            waits = not any(lane.machine for lane in self._lanes.values())
            self._shown.show(self._lanes.values(), self.lost, waits=waits, now=self._clock())
        if isinstance(failure, ClusterUnreachable):
            with self._lock:
                if self._bridge is not None:
                    self._bridge.kill()  # it may hang for minutes
                self._lose_all()
            self._shown.left_waiting(self.lost)
            raise ClusterAwaited(failure)
        if failure is not None:
            raise failure

    def end_hung(self) -> None:
        """End a bridge that shows no life, as if it had died: what a loop waits for would never come."""
        with self._lock:
            now, before = self._clock(), self._looked_at
            self._looked_at = now
            self._silence += min(_STEP_S, now - before)
            if self._bridge is not None and self._connected and self._silence > HUNG_S:
                log.warning("The bridge to the cluster shows no life; it is ended.")
                self._silence = 0.0
                self._bridge.kill()
                self._lose_all()

    def close(self) -> None:
        """End all lanes and the way to the cluster."""
        with self._lock:
            if self._bridge is not None:
                self._shown.remove()
            bridge, self._bridge = self._bridge, None
            self._lanes.clear()
            self._idle.clear()
            connected, self._connected = self._connected, False
        if bridge is not None:
            if connected:
                bridge.leave()
            else:
                bridge.kill()  # it may hang for minutes

    # -- the way there ---------------------------------------------------------------------------------------------

    def _open_bridge(self) -> Bridge:
        if self._bridge is None:
            assert self._setup is not None
            self._connected = False
            self._logged_at = self._clock()
            self._bridge = Bridge(self._setup, self._hear)
        return self._bridge

    def _overdue(self) -> ClusterUnreachable | None:
        """Whether a loop has waited too long without a single lane."""
        now = self._clock()
        if why := self._fruitless.why(self._lanes.values(), now, self._settings.start_timeout):
            return ClusterUnreachable(why)
        waiting = [lane for lane in self._lanes.values() if lane.listener is not None and not lane.machine]
        if not waiting or any(lane.machine for lane in self._lanes.values()):
            return None
        since = min(lane.asked_at for lane in waiting)
        waited = now - since
        if waited > self._settings.start_timeout:
            return ClusterUnreachable(f"{self._why(waiting[0])} for {waited:.0f} s (ray_start_timeout).")
        if now - max(since, self._logged_at) > TELL_S:
            self._logged_at = now
            log.warning("Still waiting for the cluster: %s for %.0f s.", self._why(waiting[0]), waited)
        return None

    def _why(self, lane: ClusterLane) -> str:
        return why_it_waits(self._settings.address, lane.options, self._room, connected=self._connected)

    def _hear(self, bridge: Bridge, news: FromBridge | None) -> None:
        """In the thread that reads from the bridge."""
        self._silence = 0.0
        if isinstance(news, Reported):
            self._hear_lane(news)
            return
        with self._lock:
            if bridge is not self._bridge:
                return
            if news is None:
                self._lose_all()
            elif isinstance(news, Connected):
                self._connected = True
            elif isinstance(news, Room):
                self._room = news
            elif isinstance(news, NotConnected):
                self._failure = (ClusterRefused if news.refused else ClusterUnreachable)(news.message)
            elif isinstance(news, LaneRefused):
                self._failure = ClusterRefused(news.message)
                refused = self._lanes.pop(news.lane, None)
                self._idle = [each for each in self._idle if each[0] is not refused]
            elif isinstance(news, Stands) and (lane := self._lanes.get(news.lane)) is not None:
                lane.machine = news.machine
                log.info("A lane for items begins on %s.", news.machine)
            elif isinstance(news, Gone) and (lane := self._lanes.pop(news.lane, None)) is not None:
                self._lose(lane, Lost(news.code, news.words, news.machine, news.memory, news.unlikely))

    def _hear_lane(self, reported: Reported) -> None:
        for frame in reported.frames:
            message = decode_from_lane(frame)
            with self._lock:
                lane = self._lanes.get(reported.lane)
                listener = None if lane is None else lane.listener
            if lane is None:
                return
            if isinstance(message, (Line, Record, Refused)):
                with attributed_to(lane.node_id):
                    self._relay(message)
                continue
            lane.items += isinstance(message, (ItemDone, ItemFailed))
            if isinstance(message, Began):
                lane.has_worked = True
            if listener is not None:
                listener(lane, message)

    def _lose_all(self) -> None:
        """The bridge is gone, and the lanes with it; no item is to blame."""
        self._bridge, self._connected = None, False
        lanes, self._lanes = list(self._lanes.values()), {}
        self._idle.clear()
        for lane in lanes:
            self._lose(lane, Lost(None, "the way to the cluster was lost", machine=True, unlikely=True))

    def _lose(self, lane: ClusterLane, lost: Lost) -> None:
        self._idle = [each for each in self._idle if each[0] is not lane]
        self.lost += bool(lane.machine)
        self._fruitless.ended(lane, lost, self._clock())
        if lane.listener is not None:
            lane.listener(lane, lost)

    def _keep(self) -> None:
        """End what was idle for too long, also while no loop runs: others may wait for that room."""
        wait = threading.Event()
        while not wait.wait(_KEEPER_S):
            with self._lock:
                self._end_idle()
                if not self._lanes:
                    self._keeper = None
                    self.close()
                    return

    def _end_idle(self) -> None:
        due = self._clock() - IDLE_S
        for lane, _ in [each for each in self._idle if each[1] <= due]:
            self.end(lane)
        self._idle = [each for each in self._idle if each[1] > due]
