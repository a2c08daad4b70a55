"""What people have to do for the runs of all machines, in one list; and messages for runs that wait on any of them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from heapq import merge
from itertools import islice
from typing import Any

from workflow_engine_shared.errors import NobodyWaits, RenError
from workflow_engine_shared.errors.web import MachineAnswerUnclear, MachineRefused
from workflow_engine_shared.storage.workflow.waits.rows import SIGNAL
from workflow_engine_shared.web.machines import LOCAL
from workflow_engine_supervisor.http.parameters import TasksQuery
from workflow_engine_supervisor.machines.fleet import Fleet
from workflow_engine_supervisor.machines.judge import not_asked
from workflow_engine_supervisor.machines.machine import RemoteMachine
from workflow_engine_supervisor.schemas.waits import ReachedAnswer
from workflow_engine_supervisor.views.cursor import make_cursor

_OK, _ACCEPTED = 200, 202
_Task = dict[str, Any]


async def tasks_everywhere(fleet: Fleet, own: Callable[[], dict[str, Any]], query: TasksQuery) -> dict[str, Any]:
    """A page of the tasks of all machines, the newest first, as `GET /tasks` answers.

    Every machine has them in the same order - when they were armed, their run, their key - so one place serves all.
    A machine that cannot be asked is named: nothing is known of its tasks.
    """
    params = query.model_dump(mode="json", exclude_none=True)
    params["limit"] = str(query.limit)
    here, *there = await asyncio.gather(
        asyncio.to_thread(own), *(_asked(each, params) for each in fleet.remote.values())
    )
    pages = {LOCAL: here, **dict(zip(fleet.remote, there, strict=True))}
    lists = [[{**task, "machine": name} for task in page["items"]] for name, page in pages.items() if page is not None]
    items = list(islice(merge(*lists, key=_place, reverse=True), query.limit))
    more = sum(map(len, lists)) > len(items) or any(page and page["next"] is not None for page in pages.values())
    for task in items:
        if task["machine"] != LOCAL:
            fleet.remember(task["thread_id"], task["machine"])
    last = items[-1] if items and more else None
    return {
        "items": items,
        "next": None if last is None else make_cursor("tasks", [last["armed_at"], last["thread_id"], last["key"]]),
        "unreachable": [name for name, page in pages.items() if page is None],
    }


def _place(task: _Task) -> tuple[str, str, str]:
    return task["armed_at"], task["thread_id"].lower(), task["key"]


async def _asked(machine: RemoteMachine, params: dict[str, str]) -> dict[str, Any] | None:
    try:
        machine.check()
        response = await machine.ask("GET", "/tasks", params=params)
        if response.status_code == _OK:
            page: dict[str, Any] = response.json()
            return page
    except (RenError, ValueError):
        pass
    return None


async def message_everywhere(
    fleet: Fleet, own: Callable[[bool], ReachedAnswer], body: dict[str, Any]
) -> dict[str, Any]:
    """Bring a message to the runs of all machines that wait for it, as `POST /messages` answers.

    What begins by it begins here, if it waits nowhere: as one run, and not on each machine that has the flow. A machine
    that cannot be asked, or gave no answer, is among `machines`; no message is sent there a second time.

    Args:
        fleet: the others.
        own: does this machine's part, in a thread; whether runs may begin by it.
        body: the message.

    Raises:
        NobodyWaits: no run of any machine.
        MachineUnreachable, MachineRefused, MachineAnswerUnclear: none of those that answered; whether one waits
            elsewhere is not known, so none is begun.
    """
    names = list(fleet.remote)
    there = await asyncio.gather(
        *(_answer_of(_brought(fleet.remote[name], {**body, "begins": False})) for name in names)
    )
    reached = [run for each in there if isinstance(each, list) for run in each]
    troubles = {
        name: each
        for name, each in zip(names, there, strict=True)
        if isinstance(each, RenError) and not isinstance(each, NobodyWaits)
    }
    begins = bool(body.get("begins", True)) and (body["name"].startswith(SIGNAL) or not (reached or troubles))
    machines = [not_asked(name, each) for name, each in troubles.items()]
    begun: list[str] = []
    try:
        here = await asyncio.to_thread(own, begins)
        reached, begun = [*here.reached, *reached], here.begun
    except NobodyWaits as nobody:
        if troubles and not reached:
            told = f"{nobody.detail} Nothing is known of: {', '.join(troubles)}."
            raise _worst(troubles.values())(told, members={"machines": machines}) from nobody
        if not reached:
            raise
    return {"reached": reached, "begun": begun, "machines": machines}


def _worst(troubles: Iterable[RenError]) -> type[RenError]:
    """What may have had an effect comes before what had none."""
    return max((type(each) for each in troubles), key=lambda kind: kind is MachineAnswerUnclear)


async def _answer_of(asked: Awaitable[list[str]]) -> list[str] | RenError:
    """What it came to: one machine's error is not the others'."""
    try:
        return await asked
    except RenError as error:
        return error


async def _brought(machine: RemoteMachine, body: dict[str, Any]) -> list[str]:
    machine.check()
    response = await machine.ask("POST", "/messages", json=body)
    try:
        said = response.json()
        if response.status_code == _ACCEPTED:
            return list(said["reached"])
        code, detail = said["code"], said["detail"]
    except (ValueError, KeyError, TypeError):
        code, detail = "", f"HTTP {response.status_code}"
    if code == NobodyWaits.code:
        raise NobodyWaits(detail)
    raise MachineRefused(f"Machine {machine.name!r} refused the message: {detail}")
