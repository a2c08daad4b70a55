"""The supervisor in front of others: what concerns their runs is theirs to answer, everything else is its own."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx
from fastapi import Response
from pydantic import ValidationError
from starlette.datastructures import QueryParams
from starlette.types import Receive, Scope, Send

from workflow_engine_shared.errors import BadCursor, RenError
from workflow_engine_shared.web.machines import LOCAL
from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.http.bodies import BulkRuns, SendMessage
from workflow_engine_supervisor.http.front.addresses import OfRun, machine_in, run_of
from workflow_engine_supervisor.http.front.bulk import bulk_everywhere
from workflow_engine_supervisor.http.front.forwarding import forward, refuse
from workflow_engine_supervisor.http.front.sockets import relay
from workflow_engine_supervisor.http.front.starting import start_elsewhere
from workflow_engine_supervisor.http.front.waiting import message_everywhere, tasks_everywhere
from workflow_engine_supervisor.http.parameters import TasksQuery
from workflow_engine_supervisor.http.routes import runs, tasks
from workflow_engine_supervisor.http.run_query import RunsQuery
from workflow_engine_supervisor.http.security.body import Body
from workflow_engine_supervisor.machines.fleet import Fleet
from workflow_engine_supervisor.machines.machine import RemoteMachine
from workflow_engine_supervisor.machines.merging import MAX_CURSOR
from workflow_engine_supervisor.schemas.waits import ReachedAnswer

_ACCEPTED, _NOT_FOUND = 202, 404
_SUCCESS = range(200, 300)


class Front:
    """Answers for other machines."""

    def __init__(self, engine: Engine, fleet: Fleet) -> None:
        self._engine = engine
        self._fleet = fleet

    async def answers(self, body: Body, scope: Scope, receive: Receive, send: Send) -> bool:
        """Answer a request that has passed the gate; false: it is for this supervisor itself."""
        try:
            return await self._answers(body, scope, receive, send)
        except RenError as error:
            await refuse(error, scope, receive, send)
            return True

    async def _answers(self, body: Body, scope: Scope, receive: Receive, send: Send) -> bool:
        method, path = scope.get("method", "GET"), scope["path"]
        answer: Response | None = None
        if (method, path) == ("GET", "/runs"):
            answer = await self._list(scope["query_string"])
        elif (method, path) == ("POST", "/runs/start") and not scope["query_string"] and body.value is not None:
            answer = await self._start(body.value)
        elif (method, path) == ("POST", "/runs/bulk") and not scope["query_string"] and body.value is not None:
            answer = await self._bulk(body.value)
        elif (method, path) == ("GET", "/tasks"):
            answer = await self._tasks(scope["query_string"])
        elif (method, path) == ("POST", "/messages") and not scope["query_string"] and body.value is not None:
            return await self._message(body, body.value, scope, receive, send)
        elif method == "GET" and scope["query_string"] and path.startswith("/flows/"):
            return await self._of_flow(scope, receive, send)
        elif (run := run_of(path)) is not None:
            return await self._of_run(run, body, scope, receive, send)
        if answer is not None:
            await answer(scope, receive, send)
        return answer is not None

    async def _list(self, query: bytes) -> Response | None:
        given = QueryParams(query).multi_items()
        params = dict(given)
        cursor = params.pop("cursor", None)
        if cursor is not None and len(cursor) > MAX_CURSOR:
            raise BadCursor
        try:
            asked = RunsQuery.model_validate(params)
        except ValidationError:
            return None
        if len(params) + (cursor is not None) < len(given):
            return None
        clock = self._engine.clock
        chosen, order = asked.chosen(clock), asked.ordered(clock)
        names = self._fleet.named(asked.machine)
        passed_on = {name: value for name, value in params.items() if name not in {"machine", "limit"}}
        return _json(await self._fleet.page(names, chosen, order, cursor, asked.limit, passed_on))

    async def _start(self, value: dict[str, Any]) -> Response | None:
        started = await start_elsewhere(self._fleet, self._engine.store, value)
        if started is None:
            return None
        machine, response = started
        said = response.json()
        if response.status_code in _SUCCESS:
            said["machine"] = machine.name
        answer = _json(said, response.status_code, response.headers.get("content-type", "application/json"))
        for name in ("location", "retry-after"):
            if name in response.headers:
                answer.headers[name] = response.headers[name]
        return answer

    async def _bulk(self, value: dict[str, Any]) -> Response | None:
        try:
            BulkRuns.model_validate(value)
        except (ValidationError, RenError):
            return None

        def own(part: dict[str, Any]) -> dict[str, Any]:
            return runs.bulk(BulkRuns.model_validate(part), self._engine).model_dump(mode="json")

        named = value.get("thread_ids")
        for each in named if isinstance(named, list) else ():
            await self._fleet.find(each)
        return _json(await bulk_everywhere(self._fleet, value, own))

    async def _tasks(self, query: bytes) -> Response | None:
        given = QueryParams(query).multi_items()
        try:
            asked = TasksQuery.model_validate(dict(given))
        except ValidationError:
            return None
        if len(dict(given)) < len(given):
            return None

        def own() -> dict[str, Any]:
            return tasks.list_tasks(asked, self._engine).model_dump(mode="json", by_alias=True)

        return _json(await tasks_everywhere(self._fleet, own, asked))

    async def _message(self, body: Body, value: dict[str, Any], scope: Scope, receive: Receive, send: Send) -> bool:
        try:
            message = SendMessage.model_validate(value)
        except (ValidationError, RenError):
            return False
        if message.thread_id is not None:  # for one run, which is on one machine
            name = await self._fleet.machine_of(message.thread_id)
            if name in {None, LOCAL}:
                return False
            await forward(self._fleet.remote[str(name)], "/messages", body.raw, scope, receive, send, None)
            return True

        def own(begins: bool) -> ReachedAnswer:
            return tasks.send_message(message.model_copy(update={"begins": begins}), self._engine)

        told = await message_everywhere(self._fleet, own, value)
        await _json(told, _ACCEPTED)(scope, receive, send)
        return True

    async def _of_flow(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """A flow as another machine has it, where the query names one: machines number versions for themselves."""
        wanted, query = machine_in(scope["query_string"])
        if wanted is None:
            return False
        (name,) = self._fleet.named(wanted)[:1]
        if name == LOCAL:
            scope["query_string"] = query
            return False
        await forward(self._fleet.remote[name], _target(scope, query), None, scope, receive, send, None)
        return True

    async def _of_run(self, run: OfRun, body: Body, scope: Scope, receive: Receive, send: Send) -> bool:
        wanted, query = machine_in(scope["query_string"])
        if wanted is not None:
            name: str | None = self._fleet.named(wanted)[0]
        else:
            name = await self._fleet.machine_of(run.thread_id)
        if name in {None, LOCAL}:
            if wanted is not None:
                scope["query_string"] = query
            return False
        machine = self._fleet.remote[str(name)]
        target = _target(scope, query)
        if scope["type"] == "websocket":
            await relay(machine, target, scope, receive, send)
            return True
        whole = self._seen(machine, run) if run.answers_run(scope["method"]) else None
        try:
            await forward(machine, target, body.raw, scope, receive, send, whole)
        except RenError as error:
            known = machine.runs.get(run.thread_id)
            if known is not None:
                error.members["last_known"] = {**known, "machine": machine.name, "unreachable_since": machine.since}
            raise
        return True

    def _seen(self, machine: RemoteMachine, run: OfRun) -> Callable[[httpx.Response, Any], None]:
        """Learns from an answer where runs are."""

        def seen(response: httpx.Response, said: Any) -> None:
            if response.status_code == _NOT_FOUND and isinstance(said, dict) and said.get("code") == "RUN_NOT_FOUND":
                self._fleet.forget(run.thread_id, machine.name)
                machine.runs.gone(run.thread_id)
            elif response.status_code in _SUCCESS and isinstance(said, dict):
                self._fleet.remember(str(said.get("thread_id")), machine.name)

        return seen


def _target(scope: Scope, query: bytes) -> str:
    return quote(scope["path"], safe="/:@!$&'()*+,;=~-._") + (f"?{query.decode('latin-1')}" if query else "")


def _json(content: Any, status: int = 200, media_type: str = "application/json") -> Response:
    body = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
    return Response(body, status, media_type=media_type)
