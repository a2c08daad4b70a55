"""Tickets for event streams: a browser's WebSocket and EventSource can send no token.

Stands alone: each tag of the API has a module.
"""

from fastapi import APIRouter
from starlette.requests import Request

from workflow_engine_supervisor.http.in_thread import ThreadedRoute
from workflow_engine_supervisor.http.parameters import no_fields, no_parameters
from workflow_engine_supervisor.http.security.tokens import TICKET_SECONDS, Tickets
from workflow_engine_supervisor.schemas.system import TicketAnswer

router = APIRouter(tags=["events"], route_class=ThreadedRoute)


@router.post("/ticket", status_code=201, dependencies=[no_parameters, no_fields])
def issue_ticket(request: Request) -> TicketAnswer:
    """A ticket that opens one event stream with `?ticket=`, once, within half a minute."""
    tickets: Tickets = request.app.state.tickets
    return TicketAnswer(ticket=tickets.issue(), expires_in_s=TICKET_SECONDS)
