"""One other machine: its connection, how it stands, and what is known of its runs. Lives in the server's event loop."""

import asyncio
import ssl
from typing import Any
from urllib.parse import urlsplit

import httpx

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.errors import RenError
from workflow_engine_shared.errors.web import MachineAnswerUnclear, MachineRefused, MachineUnreachable
from workflow_engine_shared.web.machines import Machine
from workflow_engine_supervisor.loopback import is_loopback
from workflow_engine_supervisor.machines.known_runs import KnownRuns
from workflow_engine_supervisor.schemas.system import MachineAnswer, MachineTrouble, SlotsAnswer

CONNECT_S = 3.0
#: The server writes something into a stream, at least a comment, every 15 s.
ANSWER_S = 60.0
_SAFE = frozenset({"GET", "HEAD"})
#: Nothing was sent yet when these are raised.
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class RemoteMachine:
    """A supervisor elsewhere."""

    def __init__(self, machine: Machine, clock: Clock) -> None:
        self.name = machine.name
        self.address = machine.address
        self.runs = KnownRuns()
        self.instance: str | None = None
        self.version: str | None = None
        self.slots: SlotsAnswer | None = None
        self.queued: int | None = None
        self.trouble: RenError | None = MachineUnreachable(f"Machine {self.name!r} was not asked yet.")
        self.since = clock.now()
        self.reached = asyncio.Event()  #: set while it can be reached
        self.look_now = asyncio.Event()
        self._machine = machine
        self._clock = clock
        is_here = is_loopback(urlsplit(self.address).hostname or "")
        # Where nobody shows a certificate, the list of those to trust is not read.
        trusts = True if self.address.startswith("https") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._http = httpx.AsyncClient(
            timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=8),
            trust_env=not is_here,
            verify=trusts,
        )

    async def close(self) -> None:
        await self._http.aclose()

    @property
    def headers(self) -> dict[str, str]:
        """What every request to it carries; the file is read anew, so that a token can be changed.

        Raises:
            MachineRefused: the file cannot be read.
        """
        try:
            token = self._machine.token()
        except (OSError, ValueError) as error:
            raise MachineRefused(f"The token file of machine {self.name!r} cannot be read: {error}.") from error
        return {"Authorization": f"Bearer {token}"} if token else {}

    # -- how it stands ---------------------------------------------------------------------------------------------

    def is_fine(self) -> None:
        """It answered, and can be spoken for."""
        if self.trouble is not None:
            self.trouble, self.since = None, self._clock.now()
        self.reached.set()

    def has_trouble(self, error: RenError) -> None:
        """It did not answer, or cannot be spoken for."""
        if self.trouble is None or self.trouble.code != error.code:
            self.since = self._clock.now()
        self.trouble, self.slots, self.queued = error, None, None
        self.reached.clear()

    def check(self) -> None:
        """Make sure that it can be asked.

        Raises:
            MachineUnreachable, MachineRefused: it cannot.
        """
        if self.trouble is not None:
            raise self._named(self.trouble)

    def answer(self) -> MachineAnswer:
        """What `GET /machines` says of it."""
        told = self.trouble
        return MachineAnswer(
            name=self.name,
            url=self.address,
            reachable=told is None,
            version=self.version,
            slots=self.slots,
            queued=self.queued,
            since=self.since,
            error=None if told is None else MachineTrouble(code=told.code, detail=told.detail, hint=told.advice),
        )

    # -- asking it -------------------------------------------------------------------------------------------------

    async def send(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
        **rest: Any,
    ) -> httpx.Response:
        """The answer, whose body is not read yet: whoever asks closes it.

        Raises:
            MachineUnreachable: nothing was sent, or it was only a question.
            MachineAnswerUnclear: a command was sent, and no answer came.
        """
        given = {**(headers or {}), **self.headers}
        request = self._http.build_request(method, self.address + path, content=content, headers=given, **rest)
        try:
            return await self._http.send(request, stream=True)
        except httpx.HTTPError as error:
            raise self.unanswered(error, method) from error

    async def ask(self, method: str, path: str, **rest: Any) -> httpx.Response:
        """The whole answer; raises as `send`."""
        response = await self.send(method, path, **rest)
        try:
            await response.aread()
        except httpx.HTTPError as error:
            raise self.unanswered(error, method) from error
        finally:
            await response.aclose()
        return response

    def unanswered(self, error: httpx.HTTPError, method: str) -> RenError:
        """What a broken exchange means; the machine is looked at again at once."""
        self.look_now.set()
        why = str(error) or type(error).__name__
        if isinstance(error, _NEVER_SENT):
            failed: RenError = MachineUnreachable(f"Machine {self.name!r} at {self.address} cannot be reached: {why}.")
            self.has_trouble(failed)
        elif method in _SAFE:
            failed = MachineUnreachable(f"Machine {self.name!r} at {self.address} did not answer: {why}.")
        else:
            failed = MachineAnswerUnclear(
                f"Machine {self.name!r} was sent a command and did not answer ({why}): it may have been carried out."
            )
        return self._named(failed)

    def _named(self, error: RenError) -> RenError:
        """The error as it is told of this machine: a fresh one each time it is raised."""
        members = {"machine": self.name, "since": self.since}
        return type(error)(error.detail, hint=error.advice, members=members)
