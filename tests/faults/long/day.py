"""A day in half an hour: everything that a supervisor does in a day, at once, while slopes are taken."""

import random
import signal
import threading
from collections import Counter
from time import monotonic, perf_counter
from typing import Any

from faults.long.probes import Probes
from faults.long.watchers import Watchers
from faults.witness import WitnessedRun, WitnessedServer
from support.run import chain, node
from support.server import Server
from support.wait import until

HOUR = 3600.0
#: From so many short runs on it is paced, and lasts long enough for slopes.
PACED = 30
ITEMS = 100  #: of one round of the long run's cycle
LINE = 4000  #: bytes of a line of the poured output


class Plan:
    """How much of everything, for so many short runs: 300 make the whole day."""

    def __init__(self, short: int) -> None:
        self.short = short
        self.visits = max(5, short * 6 // 5)  # 36,000 steps
        self.kills = max(1, short // 15)
        self.restarts = max(1, short // 60)
        self.pauses = max(1, short // 3)
        self.watchers = 20 if short >= PACED else 2
        self.batches = max(2, short * 10 // 3)  #: of the run that is watched, of 500 lines each
        self.pours = max(2, short * 5 // 3)  #: 4 MB each
        self.seconds = short * 6.0 if short >= PACED else 0.0
        #: The short form is struck early: its long run must not be over while the supervisor is replaced.
        self.last_blow = self.steps * (95 if short >= PACED else 30) // 100

    @property
    def steps(self) -> int:
        return self.visits * ITEMS

    @property
    def blows(self) -> Counter:
        return Counter(kill=self.kills, restart=self.restarts, pause=self.pauses)


def cycle(goal: int, **options: Any) -> dict[str, Any]:
    """A loop of items in a cycle of nodes, until there were so many rounds."""
    return {
        "nodes": [
            {"id": "start", "type": "start"},
            node("round", "adds_up", count=ITEMS, **options),
            {"id": "more", "type": "condition", "data": {"expr": {"<": [{"var": "n"}, goal]}}},
            {"id": "end", "type": "end"},
        ],
        "edges": [
            {"source": "start", "target": "round"},
            {"source": "round", "target": "more"},
            {"source": "more", "target": "round", "data": {"when": True}},
            {"source": "more", "target": "end", "data": {"when": False}},
        ],
    }


class Day:
    """One day on one server."""

    def __init__(self, server: WitnessedServer, plan: Plan, chance: random.Random) -> None:
        self._server, self._plan, self._chance = server, plan, chance
        self._calm = threading.Lock()
        self._errors: list[BaseException] = []
        self._restarts = 0
        # Three at a time, so that a busy machine has time to spare.
        step_s = max(0.02, 1.8 * plan.seconds / plan.steps)
        self.long = self._run(cycle(plan.visits, seconds=step_s, workers=3))
        self.talker = self._run(self._pouring(plan.batches, 500, 20))
        self.pourer = self._run(self._pouring(plan.pours, 1000, LINE))
        self.watchers = Watchers(server, self.talker.id, plan.watchers)
        self.probes = Probes(server, self._calm, self.long, [self.talker, self.pourer])

    def _pouring(self, batches: int, lines: int, size: int) -> Any:
        seconds = 0.9 * self._plan.seconds / batches
        return chain(node("pour", "pours", batches=batches, lines=lines, size=size, seconds=seconds))

    def _run(self, flow: Any) -> WitnessedRun:
        """A run that only the watchers follow: a witness's follower keeps every frame."""
        return WitnessedRun(self._server, Server.run(self._server, flow).id)

    def play(self) -> None:
        """All of it, to the end of every run."""
        others = threading.Thread(target=self._short_runs, daemon=True)
        others.start()
        try:
            self._blows()
            for run in (self.long, self.talker, self.pourer):
                run.until("finished", timeout=HOUR)
            others.join(HOUR)
            if self._errors:
                raise self._errors[0]
            until(lambda: self.watchers.all_saw("finished"), 60, "watchers that heard of the end")
        finally:
            self.watchers.end()
            self.probes.end()

    # -- what strikes the long run -----------------------------------------------------------------------------------

    def _blows(self) -> None:
        plan = self._plan
        blows = [name for name, count in plan.blows.items() for _ in range(count) if name != "restart"]
        self._chance.shuffle(blows)
        # The supervisor's last life is the long one: half of the time.
        for _ in range(plan.restarts):
            blows.insert(self._chance.randrange(len(blows) // 2 + 1), "restart")
        moments = sorted(self._chance.sample(range(plan.steps // 50, plan.last_blow), len(blows)))
        struck = 0
        for moment, blow in zip(moments, blows, strict=True):
            due = max(moment, struck + 1)  # without progress between them, deaths would be a crash loop
            until(lambda at=due: self.long.decided() >= at, HOUR, f"{due} steps", step=0.05)
            struck = self.long.decided()
            getattr(self, f"_{blow}")()

    def _kill(self) -> None:
        with self._calm:
            self.long.kill(int(signal.SIGKILL))

    def _pause(self) -> None:
        begun = perf_counter()
        with self._calm:
            self.long.paused(timeout=120)
            self.probes.paused.add(monotonic(), perf_counter() - begun)
            self.long.resume()

    def _restart(self) -> None:
        """By kill -9 and in order, in turn."""
        with self._calm:
            if self._restarts % 2:
                assert self._server.stop() == 0
            else:
                self._server.kill()
            self._restarts += 1
            self._server.start()

    # -- what goes on beside it --------------------------------------------------------------------------------------

    def _short_runs(self) -> None:
        try:
            flow = self._flow()
            begun = monotonic()
            for number in range(self._plan.short):
                due = begun + self._plan.seconds * number / self._plan.short
                until(lambda at=due: monotonic() >= at, HOUR, step=0.1)
                self._short_run(flow)
        except BaseException as error:  # noqa: BLE001 - raised again by the thread that plays
            self._errors.append(error)

    def _flow(self) -> str:
        with self._calm:
            return self._server.flow(chain(node("one", "counts"), node("map", "maps", count=3)))

    def _short_run(self, flow: str) -> None:
        with self._calm:
            begun = perf_counter()
            run = self._run(flow)
        until(lambda: run.row_status() == "finished", 120, "a short run")
        self.probes.short.add(monotonic(), perf_counter() - begun)
        with self._calm:
            state = run.state
            assert (state["n"], state["count"]) == (1, 3), state
            assert self._server.client.delete(f"/runs/{run.id}").is_success

    # -- what it comes to --------------------------------------------------------------------------------------------

    def judge(self) -> dict[str, Any]:
        """The figures of the day; what is not exact fails."""
        plan, state = self._plan, self.long.state
        assert (state["n"], state["total"]) == (plan.visits, sum(n * n for n in range(plan.steps)))
        for run, batches, lines in ((self.talker, plan.batches, 500), (self.pourer, plan.pours, 1000)):
            assert run.state["poured"] == batches * lines
        watchers = self.watchers.each
        assert not (holes := [hole for each in watchers for hole in each.holes]), holes[:5]
        repeated = {run.id: _repeated(run) for run in (self.long, self.talker, self.pourer)}
        seen = sum(each.events for each in watchers)
        resyncs = sum(each.resyncs for each in watchers)
        return {
            "short runs": plan.short,
            "steps": f"{plan.steps} in {plan.visits} rounds, {repeated[self.long.id]} ran twice",
            "blows": ", ".join(f"{count} × {name}" for name, count in plan.blows.items()),
            "output": f"{plan.pours * 1000 * LINE / 2**30:.2f} GB, {repeated[self.pourer.id]} batches ran twice",
            "events": f"{plan.batches * 500} lines to {len(watchers)} watchers: {seen} read, {resyncs} resyncs",
            "kept by the long run": self.probes.kept_by_the_long_run(),
        }


def _repeated(run: WitnessedRun) -> int:
    ran = Counter(line["key"] for line in run.ledger("item"))
    return sum(ran.values()) - len(ran)
