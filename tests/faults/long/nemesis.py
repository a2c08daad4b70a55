"""What strikes one run: kills of workers, of their items' processes and of supervisors, pauses, races, full disks."""

import json
import os
import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from faults.witness import WitnessedRun, WitnessedServer
from support.run import node
from support.wait import patient, until

HOUR = 3600.0
ROUNDS = 2  #: of the inner cycle in each of the outer
#: A supervisor that finds another one at work.
ALREADY_RUNNING = 3


def nested(outer: int, items: int, *, seconds: float = 0.005, workers: int = 4) -> dict[str, Any]:
    """A cycle in a cycle: loops in threads and in processes, then a question, so many times."""
    per_round = 2 * ROUNDS  # visits of `adds_up`
    loop = {"count": items, "seconds": seconds, "workers": workers}
    inner = {"!=": [{"%": [{"var": "n"}, per_round]}, 0]}
    return {
        "nodes": [
            {"id": "start", "type": "start"},
            node("threads", "adds_up", **loop),
            node("processes", "adds_up", **{**loop, "workers": 2}, pool="process", retry=3),
            {"id": "inner", "type": "condition", "data": {"expr": inner}},
            node("ask", "asks", questions=["go on"]),
            {"id": "outer", "type": "condition", "data": {"expr": {"<": [{"var": "n"}, outer * per_round]}}},
            {"id": "end", "type": "end"},
        ],
        "edges": [
            {"source": "start", "target": "threads"},
            {"source": "threads", "target": "processes"},
            {"source": "processes", "target": "inner"},
            {"source": "inner", "target": "threads", "data": {"when": True}},
            {"source": "inner", "target": "ask", "data": {"when": False}},
            {"source": "ask", "target": "outer"},
            {"source": "outer", "target": "threads", "data": {"when": True}},
            {"source": "outer", "target": "end", "data": {"when": False}},
        ],
    }


def total(outer: int, items: int) -> int:
    """What the loops of `nested` add up to."""
    return sum(number**2 for number in range(outer * 2 * ROUNDS * items))


@dataclass
class Nemesis:
    """A run, and everything that was done to it."""

    server: WitnessedServer
    run: WitnessedRun
    disk: Path | None = None  #: a small file system that holds the home, and that it may fill
    done: Counter = field(default_factory=Counter)

    def strike_at(self, moments: dict[int, str]) -> None:
        """Each blow once so many steps are decided, to the run's end: on a busy machine that may be before the last."""
        struck = 0
        for moment, blow in sorted(moments.items()):
            # Beyond what was decided at the last blow: deaths without progress would be a crash loop.
            due = max(moment, struck + 1)
            self.until(lambda at=due: self.run.decided() >= at or self._is_over(), f"{due} steps")
            if self._is_over():
                break
            struck = self.run.decided()
            getattr(self, blow)()
            self.done[blow] += 1
        self.until(self._is_over, "its end")

    def _is_over(self) -> bool:
        return self.run.row_status() == "finished"

    def until(self, fact: Any, what: str) -> None:
        """Wait, and answer what the run asks meanwhile."""

        def there() -> bool:
            status = self.run.row_status()
            assert status not in ("error", "cancelled"), self.run.facts["error"]
            if status == "interrupted":
                self._answer()
            return bool(fact())

        until(there, HOUR, what, step=0.02)

    def _answer(self) -> None:
        waits_for = self.run.facts["interrupt"] or {}
        if waits_for.get("kind") == "question":
            # A disk that was full a moment ago may refuse it: the question stands.
            self.done["answer"] += self.run.post("resume", value="yes").status_code == 202

    # -- the blows ---------------------------------------------------------------------------------------------------

    def kill(self) -> None:
        """The worker."""
        if (pid := self._worker()) is not None:
            with suppress(psutil.NoSuchProcess):
                psutil.Process(pid).kill()
            self.server.record.note(self.server.home)

    def kill_item(self) -> None:
        """A process of items: it costs the item at work in it one of its tries."""
        if (pid := self._worker()) is not None:
            with suppress(psutil.NoSuchProcess, IndexError):
                found = psutil.Process(pid).children(recursive=True)[-1]
                found.kill()
                self.server.record.killed.add(found.pid)

    def pause(self) -> None:
        """Asked at any time; a question may have been quicker."""
        if self.run.post("pause").status_code == 202:
            until(lambda: self.run.row_status() in ("interrupted", "finished"), patient(120), "a pause in effect")
            interrupt = self.run.facts["interrupt"] or {}
            if interrupt.get("kind") == "pause":
                self.run.resume()

    def kill_supervisor(self) -> None:
        self.server.kill()
        self.server.start()

    def restart(self) -> None:
        """In order: the run is put down and continued."""
        assert self.server.stop() == 0
        self.server.start()

    def intrude(self) -> None:
        """Another supervisor on this home, which is served."""
        assert self.server.spawn().wait(patient(60)) == ALREADY_RUNNING

    def race(self) -> None:
        """Two supervisors at once behind a dead one: one serves, the other leaves."""
        self.server.kill()
        both = [self.server.spawn(), self.server.spawn()]
        until(lambda: any(each.poll() is not None for each in both), 60, "one that leaves")
        loser = next(each for each in both if each.poll() is not None)
        self.server.process = next(each for each in both if each is not loser)
        self.server.connect()
        assert loser.returncode == ALREADY_RUNNING

    def fill_disk(self) -> None:
        """Not a byte is free until the run waits for it; then there is room again."""
        assert self.disk is not None
        filler, told = self.disk / "filler", self._troubles_told()
        try:
            self._fill(filler)
            until(lambda: self._waits_for_room(filler, told), patient(120), "a run that waits for room")
        finally:
            filler.unlink()
        self.until(lambda: self.run.row_status() in ("running", "finished"), "a run that goes on")

    def _waits_for_room(self, filler: Path, told: int) -> bool:
        self._fill(filler)  # logs that were rotated and reserves that were given up make room
        # A question that was asked before waits for room as well as for its answer. Where even the reserve was taken
        # before the supervisor could write to it, the run's row stays as it was and the supervisor's log tells.
        return self.run.row_status() in ("recovering", "interrupted", "finished") or self._troubles_told() > told

    def _troubles_told(self) -> int:
        """How often the supervisor told that it cannot write down how the run stands."""
        lines = self.server.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return sum("monitor.failed" in line and "DISK_FULL" in line for line in lines)

    def _fill(self, filler: Path) -> None:
        with filler.open("ab", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(os.statvfs(filler).f_bavail * 4096 or 4096))

    def _worker(self) -> int | None:
        found = (self.run.facts["process"] or {}).get("pid")
        return None if found is None else int(found)


def moments(blows: Counter, steps: int, chance: random.Random, last: float = 0.95) -> dict[int, str]:
    """When each blow falls: behind so many of the steps."""
    order = [name for name, count in blows.items() for _ in range(count)]
    chance.shuffle(order)
    return dict(zip(chance.sample(range(1, int(steps * last)), len(order)), order, strict=True))


def judge(run: WitnessedRun, outer: int, items: int) -> dict[str, Any]:
    """What is not exact fails; the rest is for the invariants."""
    steps = outer * 2 * ROUNDS * items
    state = run.state
    assert (state["n"], state["total"]) == (outer * 2 * ROUNDS, total(outer, items)), json.dumps(state)[:500]
    ran = Counter(line["key"] for line in run.ledger("item"))
    assert sorted(ran) == list(range(steps))
    again = sum(ran.values()) - len(ran)
    return {"items": steps, "ran twice": again, "workers": len(run.left()), "crashes": len(run.events("crash"))}


#: Every blow that needs nothing but processes.
BLOWS = ("kill", "kill_item", "pause", "kill_supervisor", "restart", "intrude", "race")
