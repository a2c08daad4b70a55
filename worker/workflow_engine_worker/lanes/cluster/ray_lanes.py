"""Lanes as actors of Ray, as the bridge sees them. One of two threads brings orders, the other asks for news."""

import contextlib
import threading
from dataclasses import dataclass
from time import monotonic
from typing import Any

from workflow_engine_worker.lanes.cluster import far_lane
from workflow_engine_worker.lanes.cluster.failures import brief, is_out_of_memory, took_less
from workflow_engine_worker.lanes.cluster.messages import (
    BridgeSetup,
    Gone,
    LaneRefused,
    Reported,
    Stands,
)

#: `take` waits for news while `give` and `end` must be heard, and `give` may wait for a process that reads nothing.
#: `begin` follows `end`, where an actor is used again.
_GROUPS = {"news": 1, "orders": 1, "control": 1}
_END_S = 3.0
_SPARE_S = 5.0  #: that an actor without a process waits for the next one: to begin a new actor takes seconds
_LOOK_S = 0.05
#: That a lane's end may go without a reason: Ray's first word is often only that nobody answers.
_REASON_S = 6.0
_ASK_AGAIN_S = 0.25


@dataclass
class _Lane:
    number: int
    actor: Any
    options: dict[str, Any]
    stands: bool = False
    machine: str = ""
    process: int = 0  #: that runs its items, on its machine
    first_word: Exception | None = None  #: that it does not answer; what ended it is still to be told
    until: float = 0.0  #: when that is the last word, too
    ask_at: float = 0.0


@dataclass
class _Spare:
    actor: Any
    options: dict[str, Any]
    until: float


class RayLanes:
    """The lanes of one run."""

    def __init__(self, ray: Any, setup: BridgeSetup) -> None:
        self._ray = ray
        ray.cloudpickle.register_pickle_by_value(far_lane)
        self._setup = _as_dict(setup)
        self._code = ray.put(setup.code)
        given: dict[str, Any] = {"packages": list(setup.packages)}
        if setup.index_url:
            given["uv_pip_install_options"] = ["--index-url", setup.index_url]
        environment = {"uv": given} if setup.packages else None
        # Retries of Ray's own would run items again behind the journal's back.
        self._kind = ray.remote(max_restarts=0, max_task_retries=0, concurrency_groups=_GROUPS)(far_lane.FarLane)
        self._options = {"runtime_env": environment, "enable_task_events": False}
        self._lock = threading.Lock()
        self._lanes: dict[int, _Lane] = {}
        self._asked: dict[Any, _Lane] = {}
        self._ending: dict[Any, _Spare] = {}
        self._unused: list[_Spare] = []

    @property
    def awaits(self) -> bool:
        """Whether a lane has not come to be yet."""
        with self._lock:
            return any(not lane.stands for lane in self._lanes.values())

    @property
    def stand(self) -> int:
        """How many lanes there are."""
        with self._lock:
            return sum(lane.stands for lane in self._lanes.values())

    def open(self, number: int, options: dict[str, Any]) -> None:
        actor = self._spare(options) or self._kind.options(**self._options, **options).remote(self._setup)
        lane = _Lane(number, actor, options)
        asked = actor.begin.options(concurrency_group="control").remote(number, self._code)
        with self._lock:
            self._lanes[number] = lane
            self._asked[asked] = lane

    def _spare(self, options: dict[str, Any]) -> Any:
        """An actor whose process is gone, or is being ended."""
        with self._lock:
            for found in self._unused:
                if found.options == options:
                    self._unused.remove(found)
                    return found.actor
            for asked, found in self._ending.items():
                if found.options == options:
                    del self._ending[asked]
                    return found.actor
        return None

    def give(self, number: int, frames: list[bytes]) -> None:
        lane = self._lanes.get(number)
        if lane is not None:
            lane.actor.give.options(concurrency_group="orders").remote(number, frames)

    def end(self, number: int, *, lost: bool = False) -> None:
        """The process first, by who can name it; then, if no other follows, Ray's around it. `lost`: Ray's is gone."""
        with self._lock:
            lane = self._lanes.pop(number, None)
            if lane is None:
                return
            for asked in [asked for asked, each in self._asked.items() if each is lane]:
                del self._asked[asked]
        if lane.stands and not lost:
            done = lane.actor.end.options(concurrency_group="control").remote()
            with self._lock:
                self._ending[done] = _Spare(lane.actor, lane.options, monotonic() + _END_S)
        else:
            self._kill(lane.actor)

    def end_all(self, seconds: float) -> None:
        for number in list(self._lanes):
            self.end(number)
        for spare in self._unused:
            self._kill(spare.actor)
        if self._ending:
            self._ray.wait(list(self._ending), num_returns=len(self._ending), timeout=seconds)

    def news(self, timeout: float) -> list[Any]:
        """What happened; empty after `timeout` seconds at most."""
        with self._lock:
            asked = [*self._asked, *self._ending]
        ready: list[Any] = []
        if asked:
            ready, rest = self._ray.wait(asked, num_returns=1, timeout=min(timeout, _LOOK_S))
            if ready and rest:
                ready += self._ray.wait(rest, num_returns=len(rest), timeout=0)[0]
        else:
            threading.Event().wait(_LOOK_S)
        found = []
        for each in ready:
            with self._lock:
                lane = self._asked.pop(each, None)
            if lane is not None:
                found += self._heard(lane, each)
        self._end_the_ended(ready)
        return found + self._ask_again()

    def _heard(self, lane: _Lane, ready: Any) -> list[Any]:
        try:
            said = self._ray.get(ready)
        except Exception as error:  # noqa: BLE001 - Ray's, all of them
            return self._failed(lane, error)
        if lane.first_word is not None:
            return [self._lost(lane, lane.first_word)]  # it lives, but what it said meanwhile is lost
        if lane.stands:
            frames, ended = said
            found: list[Any] = [Reported(lane.number, frames)] if frames else []
            if ended is not None:
                self.end(lane.number)
                code, words = ended
                return [*found, Gone(lane.number, code, words, machine=False)]
        elif "refused" in said:
            self.end(lane.number)
            return [LaneRefused(lane.number, said["refused"])]
        else:
            lane.stands, lane.machine, lane.process = True, said["machine"], said["pid"]
            found = [Stands(lane.number, said["machine"])]
        self._ask(lane)
        return found

    def _ask(self, lane: _Lane) -> None:
        """What it says next."""
        asked = lane.actor.take.options(concurrency_group="news").remote()
        with self._lock:
            if lane.number in self._lanes:
                self._asked[asked] = lane

    def _failed(self, lane: _Lane, error: Exception) -> list[Any]:
        now = monotonic()
        if type(error).__name__ != "ActorUnavailableError":
            return [self._lost(lane, error)]
        if lane.first_word is None:
            lane.first_word, lane.until = error, now + _REASON_S
        lane.ask_at = now + _ASK_AGAIN_S
        return []

    def _ask_again(self) -> list[Any]:
        """Why lanes do not answer. Ray's head knows it a moment later, and the next call is told."""
        now = monotonic()
        with self._lock:
            silent = [lane for lane in self._lanes.values() if lane.first_word is not None]
            asked = {lane.number for lane in self._asked.values()}
        found = []
        for lane in silent:
            if lane.first_word is not None and now > lane.until:
                found.append(self._lost(lane, lane.first_word))
            elif lane.number not in asked and now > lane.ask_at:
                self._ask(lane)
        return found

    def _lost(self, lane: _Lane, error: Exception) -> Any:
        """Ray's process around the lane is gone, or its machine, or there never was one."""
        text = str(error)
        with self._lock:
            neighbours = {each.process for each in self._lanes.values() if each.machine == lane.machine}
        self.end(lane.number, lost=True)
        kind = type(error).__name__
        if kind == "RuntimeEnvSetupError":
            return LaneRefused(lane.number, f"Ray cannot install the packages that the run needs: {brief(text)}")
        if kind == "OutOfMemoryError" or is_out_of_memory(text):
            unlikely = took_less(text, lane.process, neighbours)
            return Gone(lane.number, None, f"{kind}: {brief(text)}", machine=True, memory=True, unlikely=unlikely)
        if not lane.stands and ("creation task" in text or kind in {"RaySystemError", "ActorUnschedulableError"}):
            return LaneRefused(lane.number, f"No lane begins there: {kind}: {brief(text)}")
        return Gone(lane.number, None, f"{kind}: {brief(text)}", machine=True)

    def _end_the_ended(self, ready: list[Any]) -> None:
        now = monotonic()
        with self._lock:
            for each in [each for each in ready if each in self._ending]:
                spare = self._ending.pop(each)
                spare.until = now + _SPARE_S
                self._unused.append(spare)
            late = [each for each, spare in self._ending.items() if spare.until < now]
            over = [self._ending.pop(each) for each in late] + [each for each in self._unused if each.until < now]
            self._unused = [each for each in self._unused if each.until >= now]
        for each in over:
            self._kill(each.actor)

    def _kill(self, actor: Any) -> None:
        with contextlib.suppress(Exception):
            self._ray.kill(actor)


def _as_dict(setup: BridgeSetup) -> dict[str, Any]:
    """Plain: the far end reads it before anything of ours is imported there."""
    lane = setup.lane
    return {name: getattr(lane, name) for name in lane.__struct_fields__}
