"""Which names the server answers to: a page whose name was pointed at this machine must not get in."""

import re
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from workflow_engine_shared.errors import HostNotAllowed, OriginNotAllowed
from workflow_engine_supervisor.http.security.refusal import KINDS, headers_named, reads_console, refuse
from workflow_engine_supervisor.loopback import EVERY_INTERFACE, LOOPBACK_NAMES

_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::[0-9]{1,5})?")
_FROM_HERE = frozenset({"same-origin", "none"})


def host_name(header: str) -> str | None:
    """The name in a Host header, in lower case; None: it is none."""
    found = _HOST.fullmatch(header)
    return (found[1] or found[2]).lower() if found else None


class HostCheck:
    """Refuses requests that name a host this server is not.

    A server on every interface has names it cannot know: there the token, which it then needs, is the guard.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._names = LOOPBACK_NAMES | {host.lower()}
        self._any_name = host in EVERY_INTERFACE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in KINDS and not self._answers_to(headers_named(scope, b"host")):
            await refuse(HostNotAllowed(), scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _answers_to(self, given: list[str]) -> bool:
        name = host_name(given[0]) if len(given) == 1 else None
        return name is not None and (self._any_name or name in self._names)


class OriginCheck:
    """Refuses what a page of another origin sends: CORS alone lets its simple requests and WebSockets through."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in KINDS and not _from_here(scope):
            await refuse(OriginNotAllowed(), scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _from_here(scope: Scope) -> bool:
    """No page at all (a command line sends neither header), or a page of this very server."""
    site = headers_named(scope, b"sec-fetch-site")
    # A link to the console may stand anywhere: following it opens a page, and sends nothing.
    follows_link = reads_console(scope) and headers_named(scope, b"sec-fetch-mode") == ["navigate"]
    if any(each not in _FROM_HERE for each in site) and not follows_link:
        return False
    host = headers_named(scope, b"host")[0].lower()
    return all(_is_same(origin, host) for origin in headers_named(scope, b"origin"))


def _is_same(origin: str, host: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme == "http" and parts.netloc.lower() == host and origin.count("/") == 2  # noqa: PLR2004 - no path
