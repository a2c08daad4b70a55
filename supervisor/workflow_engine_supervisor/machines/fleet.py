"""All machines together: which one holds a run, which one gets the next, and the list of all runs."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.errors import BadQuery, InvalidBody, Problem, RenError
from workflow_engine_shared.errors.web import MachineUnreachable, RunOnSeveralMachines
from workflow_engine_shared.ids import shown
from workflow_engine_shared.storage.workflow.found_runs import Place, RunFilter, RunOrder
from workflow_engine_shared.web.machines import LOCAL, Machine
from workflow_engine_supervisor.live.hub import Hub
from workflow_engine_supervisor.machines.machine import RemoteMachine
from workflow_engine_supervisor.machines.merging import Listed, Places, merge, read_cursor
from workflow_engine_supervisor.machines.watch import Watch
from workflow_engine_supervisor.schemas.system import MachineAnswer, OwnMachineAnswer, PlacedRunPage, SlotsAnswer
from workflow_engine_supervisor.views.run_list import page_cursor

#: Of so many runs is remembered where they are.
_REMEMBERED = 100_000
_OK, _NOT_FOUND = 200, 404


class Own(Protocol):
    """The supervisor that speaks for the others. Its functions block: they are called in threads."""

    @property
    def instance(self) -> str: ...
    def machine(self) -> OwnMachineAnswer: ...
    def has_run(self, thread_id: str) -> bool: ...
    def runs(self, chosen: RunFilter, order: RunOrder, after: Place | None, limit: int) -> PlacedRunPage: ...


class Fleet:
    """The machines of config.toml. Belongs to the event loop."""

    def __init__(self, machines: Iterable[Machine], own: Own, hub: Hub, clock: Clock, version: str) -> None:
        self.own = own
        self.remote: dict[str, RemoteMachine] = {each.name: RemoteMachine(each, clock) for each in machines}
        self._clock = clock
        self._began = clock.now()
        self._version = version
        self._watches = [Watch(each, hub, version, self._others) for each in self.remote.values()]
        self._where: OrderedDict[str, set[str]] = OrderedDict()

    def start(self) -> None:
        for watch in self._watches:
            watch.start()

    async def stop(self) -> None:
        """End all that watches, and every connection."""
        await asyncio.gather(*(watch.stop() for watch in self._watches))
        await asyncio.gather(*(each.close() for each in self.remote.values()))

    def _others(self, machine: RemoteMachine) -> Mapping[str, str]:
        """The supervisors known by other names; of two that are the same, the one named first counts."""
        known = {self.own.instance: LOCAL}
        for each in self.remote.values():
            if each is machine:
                break
            if each.instance is not None:
                known[each.instance] = each.name
        return known

    # -- how they stand --------------------------------------------------------------------------------------------

    async def answers(self) -> list[MachineAnswer]:
        """Each machine as it was seen last, this one first."""
        own = await asyncio.to_thread(self.own.machine)
        return [own_answer(own, self._began), *(each.answer() for each in self.remote.values())]

    def named(self, given: str | None, place: str = "?machine") -> list[str]:
        """The machines that a parameter names, joined by commas; all without one.

        Raises:
            BadQuery, InvalidBody: there is none of that name.
        """
        known = (LOCAL, *self.remote)
        if given is None:
            return list(known)
        names = given.split(",")
        for name in names:
            if name not in known:
                told = f"{shown(name)} is not one of: {', '.join(known)}."
                kind = BadQuery if place.startswith("?") else InvalidBody
                raise kind(problems=[Problem("OUT_OF_RANGE", place, told)])
        return [name for name in known if name in names]

    async def by_free_slots(self) -> list[str]:
        """Those that can be reached, the one with the most free slots first; this one behind others that are alike."""
        own = await asyncio.to_thread(self.own.machine)
        free = {name: (each.slots, each.queued) for name, each in self.remote.items() if each.trouble is None}
        free[LOCAL] = (own.slots, own.queued)
        known = {name: (slots.free, -(queued or 0)) for name, (slots, queued) in free.items() if slots is not None}
        return sorted(known, key=lambda name: known[name], reverse=True)

    @property
    def active_elsewhere(self) -> int:
        """Runs at work or queued on the other machines, as far as they can be reached."""
        known = [(each.slots, each.queued or 0) for each in self.remote.values()]
        return sum(slots.used + queued for slots, queued in known if slots is not None)

    def placed(self, thread_id: str, name: str) -> None:
        """A run is about to be started there: it counts before the machine tells of it."""
        self.remember(thread_id, name)
        slots = self.remote[name].slots
        if slots is not None and slots.free > 0:
            self.remote[name].slots = SlotsAnswer(total=slots.total, used=slots.used + 1, free=slots.free - 1)

    # -- where a run is --------------------------------------------------------------------------------------------

    def remember(self, thread_id: str, name: str) -> None:
        """A machine was heard to have this run."""
        key = thread_id.lower()
        self._where.setdefault(key, set()).add(name)
        self._where.move_to_end(key)
        if len(self._where) > _REMEMBERED:
            self._where.popitem(last=False)

    def forget(self, thread_id: str, name: str) -> None:
        """It has it no more, or never had."""
        self._where.get(thread_id.lower(), set()).discard(name)

    def known_at(self, thread_id: str) -> set[str]:
        """The machines that are known to have a run; this one if none is."""
        return set(self._where.get(thread_id.lower(), ())) or {LOCAL}

    async def find(self, thread_id: str) -> None:
        """Learn where a run is, as far as that can be known now."""
        try:
            found = await self.machine_of(thread_id)
        except RenError:
            return
        if found is not None:
            self.remember(thread_id, found)

    async def machine_of(self, thread_id: str) -> str | None:
        """The machine that has a run; None: none has it.

        Raises:
            RunOnSeveralMachines: one has to be named.
            MachineUnreachable: those that can be reached do not have it, and another may.
        """
        names = {name for name, each in self.remote.items() if each.runs.get(thread_id) is not None}
        names |= self._where.get(thread_id.lower(), set()) - {LOCAL}
        if await asyncio.to_thread(self.own.has_run, thread_id):
            names.add(LOCAL)
        if not names:
            names = await self._ask_all(thread_id)
        elif LOCAL not in names:  # it was here, and is no more
            self.forget(thread_id, LOCAL)
        if len(names) > 1:
            told = f"Run {shown(thread_id)} is on several machines: {', '.join(sorted(names))}."
            raise RunOnSeveralMachines(told, members={"machines": sorted(names)})
        return next(iter(names), None)

    async def _ask_all(self, thread_id: str) -> set[str]:
        async def has(machine: RemoteMachine) -> bool | None:
            try:
                machine.check()
                response = await machine.ask("GET", f"/machine/runs/{thread_id}")
            except RenError:
                return None
            return {_OK: True, _NOT_FOUND: False}.get(response.status_code)

        machines = list(self.remote.values())
        answers = await asyncio.gather(*map(has, machines))
        found = {each.name for each, answer in zip(machines, answers, strict=True) if answer}
        unknown = [each.name for each, answer in zip(machines, answers, strict=True) if answer is None]
        for name in found:
            self.remember(thread_id, name)
        if not found and unknown:
            told = f"No machine that answers has run {shown(thread_id)}; {', '.join(unknown)} cannot be asked now."
            hint = "It may be there. Look at 'renflow machines', and try again once all can be reached."
            raise MachineUnreachable(told, hint=hint, members={"machines": unknown})
        return found

    # -- the list --------------------------------------------------------------------------------------------------

    async def page(
        self,
        names: list[str],
        chosen: RunFilter,
        order: RunOrder,
        cursor: str | None,
        limit: int,
        params: dict[str, str],
    ) -> dict[str, Any]:
        """A page of all runs of these machines, as `GET /runs` answers; `params` ask a machine for the same."""
        order, found = read_cursor(cursor, order)
        where = found or Places(dict.fromkeys(names), {})
        begun = {name: where.begun[name] for name in names if name in where.begun}  # in the order of the machines

        async def listed(name: str) -> Listed:
            if name == LOCAL:
                return await self._own_runs(chosen, order, begun[name], limit)
            return await self._runs_of(self.remote[name], chosen, order, begun[name], limit, params)

        lists = dict(zip(begun, await asyncio.gather(*map(listed, begun)), strict=True))
        merged = merge(lists, where, order, limit)
        gone = {name: self.remote[name].since for name, each in lists.items() if each.last_known}
        items = [{**run, "unreachable_since": gone.get(run["machine"])} for run in merged.items]
        for run in items:
            if run["machine"] != LOCAL:
                self.remember(run["thread_id"], run["machine"])
        total = sum(each.total for each in lists.values()) + sum(where.over.values())
        return {"items": items, "next": merged.next, "total": total, "unreachable": sorted(gone)}

    async def _own_runs(self, chosen: RunFilter, order: RunOrder, after: Place | None, limit: int) -> Listed:
        page = await asyncio.to_thread(self.own.runs, chosen, order, after, limit)
        return Listed(page.model_dump(mode="json")["items"], page.more, page.total)

    async def _runs_of(
        self,
        machine: RemoteMachine,
        chosen: RunFilter,
        order: RunOrder,
        after: Place | None,
        limit: int,
        params: dict[str, str],
    ) -> Listed:
        """The machine's page; while it cannot be reached, what is known of it."""
        cursor = {} if after is None else {"cursor": page_cursor(order, after)}
        asked = machine.runs.heard_of
        try:
            machine.check()
            response = await machine.ask("GET", "/machine/runs", params={**params, "limit": str(limit), **cursor})
            if response.status_code == _OK:
                page = response.json()
                machine.runs.listed(page["items"], asked)  # whoever saw it so sees it so when the machine is gone
                return Listed(page["items"], page["more"], page["total"])
        except (RenError, ValueError, KeyError):
            pass
        items, more, total = machine.runs.page(chosen, order, after, limit)
        return Listed(items, more, total, last_known=True)


def own_answer(own: OwnMachineAnswer, since: str) -> MachineAnswer:
    """What `GET /machines` says of the machine that was asked."""
    return MachineAnswer(
        name=LOCAL,
        url=None,
        reachable=True,
        version=own.version,
        slots=own.slots,
        queued=own.queued,
        since=since,
        error=None,
    )
