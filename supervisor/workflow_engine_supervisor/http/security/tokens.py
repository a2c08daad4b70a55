"""The token, and the tickets that stand for it where a browser can send no header."""

import hashlib
import hmac
import re
import secrets
import threading
from urllib.parse import parse_qs

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.errors import Unauthorized
from workflow_engine_supervisor.http.security.head import Head
from workflow_engine_supervisor.http.security.refusal import Refusal

TICKET_SECONDS = 30.0
MAX_TICKETS = 1000
_EVENTS = re.compile(r"(/runs/[^/]+)?/events")
OPEN = frozenset({"/healthz"})


class Tickets:
    """Single-use passes to one event stream each, good for half a minute."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._good_until: dict[str, float] = {}

    def issue(self) -> str:
        """A new ticket."""
        ticket = secrets.token_urlsafe(24)
        with self._lock:
            self._drop_old()
            self._good_until[_digest(ticket)] = self._clock.monotonic() + TICKET_SECONDS
        return ticket

    def use(self, ticket: str) -> bool:
        """Take a ticket: true once, while it is good."""
        with self._lock:
            return self._good_until.pop(_digest(ticket), 0.0) > self._clock.monotonic()

    def _drop_old(self) -> None:
        now = self._clock.monotonic()
        good = [(name, until) for name, until in self._good_until.items() if until > now]
        self._good_until = dict(good[-(MAX_TICKETS - 1) :])


class TokenCheck:
    """Refuses requests without the token, when there is one. Open are health, which tells nothing, and the console."""

    def __init__(self, token: str, tickets: Tickets) -> None:
        """An empty token: everybody may."""
        self._token = token.encode()
        self._tickets = tickets

    def __call__(self, head: Head) -> Refusal | None:
        """Why such a head is not taken; None: it is, and a ticket in it is used up."""
        if not self._token or self._may(head):
            return None
        return Refusal(Unauthorized(), {"WWW-Authenticate": "Bearer"})

    def _may(self, head: Head) -> bool:
        if head.path in OPEN or head.reads_console:
            return True
        given = head.all(b"authorization")
        if given:
            return len(given) == 1 and self._is_token(given[0])
        if _EVENTS.fullmatch(head.path) is None:
            return False
        tickets = parse_qs(head.query.decode("latin-1")).get("ticket", [])
        return len(tickets) == 1 and self._tickets.use(tickets[0])

    def _is_token(self, header: str) -> bool:
        scheme, _, token = header.partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(token.strip().encode("latin-1"), self._token)


def _digest(ticket: str) -> str:
    # Looked up by digest: the time a look-up takes tells nothing about tickets that exist.
    return hashlib.sha256(ticket.encode()).hexdigest()
