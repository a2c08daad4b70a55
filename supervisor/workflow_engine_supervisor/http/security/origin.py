"""Which names the server answers to: a page whose name was pointed at this machine must not get in."""

import re
from urllib.parse import urlsplit

from workflow_engine_shared.errors import HostNotAllowed, OriginNotAllowed
from workflow_engine_supervisor.http.security.head import Head
from workflow_engine_supervisor.http.security.refusal import Refusal
from workflow_engine_supervisor.loopback import EVERY_INTERFACE, LOOPBACK_NAMES

_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::[0-9]{1,5})?")
_USUAL_PORTS = {"http": ":80", "https": ":443"}
_FROM_HERE = frozenset({"same-origin", "none"})


def host_name(header: str) -> str | None:
    """The name in a Host header, in lower case; None: it is none."""
    found = _HOST.fullmatch(header)
    return (found[1] or found[2]).lower() if found else None


class HostCheck:
    """Refuses requests that name a host this server is not.

    A server on every interface has names it cannot know: there the token, which it then needs, is the guard.
    """

    def __init__(self, host: str, public_url: str = "") -> None:
        """`host` is the one that the server listens on, `public_url` where a proxy hands requests on to it."""
        self._names = LOOPBACK_NAMES | {host.lower(), (urlsplit(public_url).hostname or host).lower()}
        self._any_name = host in EVERY_INTERFACE

    def __call__(self, head: Head) -> Refusal | None:
        """Why such a head is not taken; None: it is."""
        given = head.all(b"host")
        name = host_name(given[0]) if len(given) == 1 else None
        if name is not None and (self._any_name or name in self._names):
            return None
        return Refusal(HostNotAllowed())


class OriginCheck:
    """Refuses what a page of another origin sends: CORS alone lets its simple requests and WebSockets through."""

    def __init__(self, public_url: str = "") -> None:
        """`public_url` is where a proxy hands requests on to the server: what browsers take its pages' origin for."""
        self._public = public_origin(public_url)
        self._public_name = (urlsplit(public_url).hostname or "").lower()

    def __call__(self, head: Head) -> Refusal | None:
        """Why such a head is not taken; None: it is."""
        return None if self._from_here(head) else Refusal(OriginNotAllowed())

    def _from_here(self, head: Head) -> bool:
        """No page at all (a command line sends neither header), or a page of this very server."""
        site = head.all(b"sec-fetch-site")
        # A link to the console may stand anywhere: following it opens a page, and sends nothing.
        follows_link = head.reads_console and head.all(b"sec-fetch-mode") == ["navigate"]
        if any(each not in _FROM_HERE for each in site) and not follows_link:
            return False
        host = head.all(b"host")[0].lower()
        # Who asks by the public name comes through the proxy: there the plain form of that name is another origin.
        is_public = bool(self._public_name) and host_name(host) == self._public_name
        return all(
            origin.lower() == self._public or (not is_public and _is_same(origin, host))
            for origin in head.all(b"origin")
        )


def public_origin(public_url: str) -> str | None:
    """The origin of pages at an address, as browsers write it: in lower case, without the port that goes by itself."""
    if not public_url:
        return None
    parts = urlsplit(public_url.lower())
    usual = _USUAL_PORTS.get(parts.scheme, "")
    return f"{parts.scheme}://{parts.netloc.removesuffix(usual)}"


def _is_same(origin: str, host: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme == "http" and parts.netloc.lower() == host and origin.count("/") == 2  # noqa: PLR2004 - no path
