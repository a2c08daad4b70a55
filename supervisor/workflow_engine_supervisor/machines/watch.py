"""Watches one machine: asks how it stands every few seconds, and follows what changes in its list of runs.

What is shown of a machine comes from here. Nothing is decided by it but whether a request is sent there at all.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import httpx
import msgspec

from workflow_engine_shared.errors import RenError
from workflow_engine_supervisor import event_log
from workflow_engine_supervisor.live.hub import ALL_RUNS, Hub
from workflow_engine_supervisor.machines.judge import refused_by_health, refused_by_itself
from workflow_engine_supervisor.machines.known_runs import MOST_KNOWN
from workflow_engine_supervisor.machines.machine import RemoteMachine
from workflow_engine_supervisor.schemas.system import OwnMachineAnswer

LOOK_S = 2.0
PROBE_S = 10.0
_AGAIN_S = 0.5
_TOLD = 200  #: runs of a machine whose lines in open lists change when it goes or comes
_OK = 200


class Watch:
    """One machine's watch: two tasks in the event loop."""

    def __init__(
        self, machine: RemoteMachine, hub: Hub, version: str, others: Callable[[RemoteMachine], Mapping[str, str]]
    ) -> None:
        """`others`: the supervisors known by other names, by instance."""
        self._machine = machine
        self._hub = hub
        self._version = version
        self._others = others
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._look()), asyncio.create_task(self._follow())]

    async def stop(self) -> None:
        """End both; bears being called twice."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # -- how it stands ---------------------------------------------------------------------------------------------

    async def _look(self) -> None:
        machine = self._machine
        while True:
            was = machine.trouble
            machine.look_now.clear()
            try:
                await self._probe()
                machine.is_fine()
                if was is not None or machine.runs.has_unnumbered:
                    await self._list()
            except RenError as error:
                machine.has_trouble(error)
            except Exception as error:  # noqa: BLE001 - this task is all that looks at the machine
                event_log.trouble("machine.look_failed", error, machine=machine.name)
            if (was is None) != (machine.trouble is None):
                told = "" if machine.trouble is None else machine.trouble.detail
                event_log.event(
                    "machine.reachable" if not told else "machine.unreachable", machine=machine.name, why=told
                )
                self._tell_all()
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(machine.look_now.wait(), LOOK_S)
            await asyncio.sleep(0 if machine.trouble is None else _AGAIN_S)

    async def _probe(self) -> None:
        machine = self._machine
        timeout = httpx.Timeout(PROBE_S, connect=3.0)
        health = await machine.ask(
            "GET", "/healthz", timeout=timeout
        )  # who it is comes first: the token is for it only
        told = _json(health)
        refused = refused_by_health(machine.name, health.status_code, told, self._version, self._others(machine))
        if refused is not None:
            machine.version = told.get("version") if isinstance(told, dict) else None
            raise refused
        own = await machine.ask("GET", "/machine", timeout=timeout)
        refused = refused_by_itself(machine.name, own.status_code, _json(own))
        if refused is not None:
            raise refused
        said = OwnMachineAnswer.model_validate(_json(own))
        machine.instance, machine.version = said.instance, said.version
        machine.slots, machine.queued = said.slots, said.queued

    async def _list(self) -> None:
        runs = self._machine.runs
        asked = runs.heard_of
        response = await self._machine.ask("GET", "/machine/runs", params={"limit": MOST_KNOWN})
        page = _json(response)
        if response.status_code == _OK and isinstance(page, dict):
            runs.listed(page["items"], asked)

    # -- what changes there ----------------------------------------------------------------------------------------

    async def _follow(self) -> None:
        machine, last = self._machine, ""
        while True:
            await machine.reached.wait()
            try:
                async for event in self._events(last):
                    last = str(event.get("seq", ""))
                    self._heard(event)
            except (RenError, httpx.HTTPError, msgspec.MsgspecError):
                pass  # the look that follows tells what it is
            except Exception as error:  # noqa: BLE001 - nobody else follows it
                event_log.trouble("machine.follow_failed", error, machine=machine.name)
            machine.look_now.set()
            await asyncio.sleep(_AGAIN_S)

    async def _events(self, last: str) -> AsyncIterator[Mapping[str, Any]]:
        headers = {"Accept": "text/event-stream", **({"Last-Event-ID": last} if last else {})}
        response = await self._machine.send("GET", "/events", headers=headers)
        try:
            if response.status_code != _OK:
                return
            async for line in _lines(response):
                if line.startswith(b"data: "):
                    yield msgspec.json.decode(line[len(b"data: ") :], type=dict)
        finally:
            await response.aclose()

    def _heard(self, event: Mapping[str, Any]) -> None:
        kind, data = event.get("type"), event.get("data")
        if kind == "run" and isinstance(data, dict):
            self._tell(data)
        elif kind == "resync" and isinstance(data, dict):
            for run in reversed(data.get("items", [])):
                self._tell(run)
        elif kind == "deleted":
            thread_id = str(event.get("thread_id"))
            self._machine.runs.gone(thread_id)
            self._hub.publish(thread_id, "deleted", {"machine": self._machine.name}, topic=ALL_RUNS)

    def _tell(self, run: dict[str, Any]) -> None:
        self._machine.runs.heard(run)
        self._hub.publish(str(run["thread_id"]), "run", {**run, "machine": self._machine.name}, topic=ALL_RUNS)

    def _tell_all(self) -> None:
        """Lines in open lists are marked, or marked no more."""
        machine = self._machine
        since = None if machine.trouble is None else machine.since
        for run in machine.runs.newest(_TOLD):
            line = {**run, "machine": machine.name, "unreachable_since": since}
            self._hub.publish(str(run["thread_id"]), "run", line, topic=ALL_RUNS)


async def _lines(response: httpx.Response) -> AsyncIterator[bytes]:
    """Cut at line feeds only: text splitting also cuts at others that may stand inside a JSON text."""
    rest = b""
    async for chunk in response.aiter_bytes():
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None
