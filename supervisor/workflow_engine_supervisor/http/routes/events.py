"""Live events of one run or of all, over WebSocket and SSE alike, and tickets for them. The only async part of HTTP."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Header, WebSocket
from fastapi.responses import Response
from pydantic import BaseModel
from starlette.requests import Request

from workflow_engine_shared.protocol.events import RUN_EVENT_TYPES, Event, EventType
from workflow_engine_shared.storage.workflow.found_runs import RunFilter
from workflow_engine_supervisor.engine import Engine
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.bodies import no_fields
from workflow_engine_supervisor.http.in_thread import in_thread
from workflow_engine_supervisor.http.parameters import (
    AllEventsParameters,
    EventsParameters,
    EventsQuery,
    ThreadId,
    Wired,
    no_parameters,
    words,
)
from workflow_engine_supervisor.http.security.tokens import TICKET_SECONDS, Tickets
from workflow_engine_supervisor.http.streams import EventStream, Stream, push
from workflow_engine_supervisor.live.hub import ALL_RUNS
from workflow_engine_supervisor.live.subscription import Opening
from workflow_engine_supervisor.machines.fleet import Fleet
from workflow_engine_supervisor.schemas.system import TicketAnswer
from workflow_engine_supervisor.views.run_list import FIRST_PAGE, NEWEST_FIRST

router = ApiRouter(tags=["events"])
_TYPES: dict[str, EventType] = {name: name for name in RUN_EVENT_TYPES}
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}, "description": "the events"}
}


@router.post("/ticket", status_code=201, dependencies=[no_parameters, no_fields])
async def issue_ticket(request: Request) -> TicketAnswer:
    """A ticket that opens one event stream with `?ticket=`, once, within half a minute."""
    tickets: Tickets = request.app.state.tickets  # a browser's WebSocket and EventSource can send no token
    return TicketAnswer(ticket=tickets.issue(), expires_in_s=TICKET_SECONDS)


@router.get("/events", response_class=Response, responses=_STREAM)
async def stream_all_events(
    request: Request,
    query: AllEventsParameters,
    engine: Wired,
    last_event_id: Annotated[str | None, Header()] = None,
) -> Response:
    """What changes in the list of runs (Server-Sent Events). `Last-Event-ID`, or `since`, continues behind an event."""
    return EventStream(_of_all_runs(engine, request.app.state.fleet, last_event_id or query.since))


@router.websocket("/events")
async def push_all_events(socket: WebSocket, query: AllEventsParameters, engine: Wired) -> None:
    """What changes in the list of runs, one JSON text a frame."""
    await push(socket, _of_all_runs(engine, socket.app.state.fleet, query.since))


@router.get("/runs/{thread_id}/events", response_class=Response, responses=_STREAM)
async def stream_events(
    thread_id: ThreadId,
    query: EventsParameters,
    engine: Wired,
    last_event_id: Annotated[str | None, Header()] = None,
) -> Response:
    """Events as they happen (Server-Sent Events). `Last-Event-ID`, or `since`, continues behind an event."""
    return EventStream(await _of_run(engine, thread_id, query, last_event_id or query.since))


@router.websocket("/runs/{thread_id}/events")
async def push_events(socket: WebSocket, thread_id: ThreadId, query: EventsParameters, engine: Wired) -> None:
    """Events as they happen, one JSON text a frame."""
    await push(socket, await _of_run(engine, thread_id, query, query.since))


async def _of_run(engine: Engine, thread_id: str, query: EventsQuery, since: str | None) -> Stream:
    types = words("?types", query.types, _TYPES)
    # The run's own spelling of its id: subscribers by any other would hear nothing.
    found = (await in_thread(engine.reader.row, thread_id)).thread_id
    await in_thread(engine.run_feed.follow, found)
    watcher = engine.hub.subscribe(found, since, types)

    def first() -> Event | None:
        kind: EventType
        look: Callable[[str], BaseModel]
        if watcher.opening is Opening.RESYNC:
            kind, look = "resync", engine.reader.run
        elif watcher.opening is Opening.FRESH and watcher.wants("status"):
            kind, look = "status", engine.reader.status
        else:
            return None
        return Event(watcher.at, engine.clock.now(), kind, found, look(found).model_dump(mode="json"))

    return Stream(engine.hub, watcher, first)


def _of_all_runs(engine: Engine, fleet: Fleet | None, since: str | None) -> Stream:
    engine.list_feed.follow()
    loop = asyncio.get_running_loop()
    watcher = engine.hub.subscribe(ALL_RUNS, since)

    def first() -> Event | None:
        if watcher.opening is Opening.CONTINUED:
            return None
        if fleet is None:
            data = engine.lists.page(RunFilter()).model_dump(mode="json")
        else:
            everywhere = fleet.page(fleet.named(None), RunFilter(), NEWEST_FIRST, None, FIRST_PAGE, {})
            data = asyncio.run_coroutine_threadsafe(everywhere, loop).result()
        return Event(watcher.at, engine.clock.now(), "resync", None, data)

    return Stream(engine.hub, watcher, first)
