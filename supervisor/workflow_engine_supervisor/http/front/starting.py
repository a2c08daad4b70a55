"""Starts through the one in front: where a run goes, and that it is started once."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import httpx

from workflow_engine_shared.errors import (
    InvalidBody,
    Problem,
    RenError,
)
from workflow_engine_shared.errors.web import (
    FlowNotOnMachine,
    MachineAnswerUnclear,
    MachineRefused,
    MachineUnreachable,
)
from workflow_engine_shared.ids import id_problem, run_id, shown
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_shared.web.machines import LOCAL
from workflow_engine_supervisor.machines.fleet import Fleet
from workflow_engine_supervisor.machines.machine import RemoteMachine
from workflow_engine_supervisor.views.flow_view import content_hash

_OK = 200
#: These are on the machine that is asked, and nowhere else.
_HERE = {"uploads": "uploaded files", "draft": "a draft"}


class Started(NamedTuple):
    """A machine's answer to a start."""

    machine: RemoteMachine
    response: httpx.Response


async def start_elsewhere(fleet: Fleet, store: Store, body: Mapping[str, Any]) -> Started | None:
    """Start a run where it belongs; None: that is here, or the request is for this supervisor to refuse.

    Raises:
        InvalidBody: there is no such machine, or what the run needs is here.
        FlowNotOnMachine: the machine that was named has another version of the flow, or none.
        MachineUnreachable, MachineRefused: nothing was started.
        MachineAnswerUnclear: it may have been started; sent again with the same thread_id it is the same run.
    """
    given = dict(body)
    wanted, flow_id, thread_id = given.pop("machine", None), given.get("flow_id"), given.get("thread_id")
    if _is_no_id(flow_id) or (thread_id is not None and _is_no_id(thread_id)):
        return None  # which is told as it always is
    _refuse_misplaced(fleet, wanted, given)
    if wanted is None and any(given.get(name) for name in _HERE):
        return None
    if wanted is None and thread_id is not None:
        wanted = await fleet.machine_of(thread_id)
    if wanted == LOCAL:
        return None
    content = _content(store, str(flow_id), given.get("version"))
    if wanted is not None:
        return await _start_there(fleet, fleet.remote[wanted], given, content)
    return None if content is None else await _start_somewhere(fleet, given, content)


async def _start_somewhere(fleet: Fleet, given: Mapping[str, Any], content: str) -> Started | None:
    """Start it where most slots are free; None: that is here."""
    for name in await fleet.by_free_slots():
        if name == LOCAL:
            return None
        try:
            return await _start_there(fleet, fleet.remote[name], given, content)
        except (FlowNotOnMachine, MachineUnreachable, MachineRefused):  # nothing was sent: another one takes it
            continue
    return None


def _is_no_id(thread_id: Any) -> bool:
    return not isinstance(thread_id, str) or bool(id_problem(thread_id))


def _refuse_misplaced(fleet: Fleet, wanted: Any, given: Mapping[str, Any]) -> None:
    """A machine that there is not, or that has not what the run needs."""
    known = (LOCAL, *fleet.remote)
    told = None
    if wanted is not None and wanted not in known:
        told = f"{shown(wanted)} is not one of: {', '.join(known)}."
    elif wanted not in {None, LOCAL}:
        here = next((words for name, words in _HERE.items() if given.get(name)), None)
        told = here and f"What it needs - {here} - is on this machine only. Start it here, or ask {wanted!r} itself."
    if told:
        raise InvalidBody(problems=[Problem("OUT_OF_RANGE", "/machine", told)])


def _content(store: Store, flow_id: str, version: Any) -> str | None:
    """The hash of what is to be run, as this machine has it; None: it has it not."""
    try:
        with store.read() as tx:
            row = tx.latest_published(flow_id) if version is None else tx.get_version(flow_id, int(version))
            return str(content_hash(row))
    except (RenError, TypeError, ValueError, OverflowError):  # told by whoever is asked to start it
        return None


async def _start_there(fleet: Fleet, machine: RemoteMachine, given: Mapping[str, Any], content: str | None) -> Started:
    """Start it on a machine, under an id by which a second try is the same run."""
    machine.check()
    body = dict(given)
    if content is not None:  # else the machine may have what this one has not
        found = await machine.ask("GET", f"/machine/flows/{body['flow_id']}/{content}")
        if found.status_code != _OK:
            told = f"Machine {machine.name!r} does not have this version of flow {body['flow_id']!r}."
            raise FlowNotOnMachine(told, members={"machine": machine.name})
        body["version"] = found.json()["version"]
    title = body.get("title")
    body["thread_id"] = body.get("thread_id") or run_id(title if isinstance(title, str) else None)
    fleet.placed(body["thread_id"], machine.name)
    try:
        return Started(machine, await machine.ask("POST", "/runs/start", json=body))
    except MachineAnswerUnclear:
        pass
    try:  # the id makes it safe: what was accepted is answered with the run there is
        return Started(machine, await machine.ask("POST", "/runs/start", json=body))
    except (MachineAnswerUnclear, MachineUnreachable) as error:
        told = f"Machine {machine.name!r} was asked to start run {body['thread_id']!r}, and did not answer."
        hint = f"Send it again with thread_id {body['thread_id']!r} and machine {machine.name!r}: it is started once."
        members = {"machine": machine.name, "thread_id": body["thread_id"]}
        raise MachineAnswerUnclear(told, hint=hint, members=members) from error
