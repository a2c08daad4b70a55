"""One command for many runs that are on several machines: each does its own part, and all is told in one answer."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.web.machines import LOCAL
from workflow_engine_supervisor.machines.fleet import Fleet
from workflow_engine_supervisor.machines.judge import not_asked

_OK = 200
_Part = dict[str, Any]


async def bulk_everywhere(fleet: Fleet, body: Mapping[str, Any], own: Callable[[dict[str, Any]], _Part]) -> _Part:
    """What became of all of them. A machine that cannot be asked, or gave no answer, is among `machines`.

    `own` does this machine's part; it is called in a thread, and first: what it refuses, all refuse.
    """
    wanted = dict(body.get("filter") or {})
    names = fleet.named(wanted.pop("machine", None), "/filter/machine")
    body = {**body, "filter": wanted} if body.get("filter") is not None else body
    here = _part(body, LOCAL, fleet)
    parts = {LOCAL: await asyncio.to_thread(own, here if LOCAL in names else {**here, "thread_ids": []})}

    async def ask(name: str) -> tuple[str, _Part | RenError]:
        machine = fleet.remote[name]
        part = _part(body, name, fleet)
        if part.get("thread_ids") == []:
            return name, {}
        try:
            machine.check()
            response = await machine.ask("POST", "/runs/bulk", json=part)
        except RenError as error:
            return name, error
        said = response.json()
        return name, said if response.status_code == _OK else RenError(str(said.get("detail")), hint="")

    troubles: list[dict[str, str]] = []
    for name, said in await asyncio.gather(*(ask(name) for name in names if name != LOCAL)):
        if isinstance(said, RenError):
            troubles.append(not_asked(name, said))
        elif said:
            parts[name] = said
    counts: Counter[str] = Counter()
    for part in parts.values():
        counts.update(part["counts"])
    return {
        **parts[LOCAL],
        "total": sum(part["total"] for part in parts.values()),
        "more": sum(part["more"] for part in parts.values()),
        "counts": dict(counts),
        "items": [{**item, "machine": name} for name, part in parts.items() for item in part["items"]],
        "machines": troubles,
    }


def _part(body: Mapping[str, Any], name: str, fleet: Fleet) -> dict[str, Any]:
    """A machine's part of the request: of runs that are named, those that are known to be there."""
    named = body.get("thread_ids")
    if not isinstance(named, list):
        return dict(body)
    where = {each: fleet.known_at(each) for each in named if isinstance(each, str)}
    # What no machine is known to have is told of by this one.
    return {**body, "thread_ids": [each for each in named if name in where.get(each, {LOCAL})]}
