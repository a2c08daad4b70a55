"""The only module that talks HTTP: bounded downloads with time-outs, tried again as `hosts` finds worth it."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TypeVar

import httpx

from .codings import ACCEPTED, decoded
from .fetch_errors import BrokenOffError, DamagedError, EmptyPageError, FetchError, TooLongError
from .hosts import Hosts

__all__ = [
    "Answer",
    "BrokenOffError",
    "DamagedError",
    "EmptyPageError",
    "FetchError",
    "TooLongError",
    "fetch",
    "fetch_as",
    "open_client",
    "retry_after",
]

T = TypeVar("T")

ATTEMPTS = 6
FIRST_PAUSE = 0.5  #: seconds before the second try; doubles
LONGEST_DOWNLOAD = 120.0  #: seconds for one answer's body: a drip of bytes outlives every read time-out
TIMEOUT = httpx.Timeout(20.0, connect=10.0)
MAX_REDIRECTS = 5
USER_AGENT = "renflow-product-selection/1"

_WORTH_ANOTHER_TRY = frozenset({408, 425, 429, 500, 502, 503, 504, 507, 509, *range(520, 531), 598, 599})
#: A proxy from the environment is for the world outside, not for a shop on this machine.
_NO_PROXY = {"all://127.0.0.1": None, "all://localhost": None, "all://[::1]": None}


@dataclass(frozen=True)
class Answer:
    """What an address answered with."""

    url: str  #: after redirects
    body: bytes
    charset: str | None


def open_client(timeout: httpx.Timeout = TIMEOUT, transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """A client to hand to `fetch`; use it with `with`. Threads may share it."""
    logging.getLogger("httpx").setLevel(logging.WARNING)  # else every picture is a line in the run's log
    return httpx.Client(
        timeout=timeout,
        transport=transport,
        mounts=_NO_PROXY,
        follow_redirects=True,
        max_redirects=MAX_REDIRECTS,
        headers={"User-Agent": USER_AGENT, "Accept-Encoding": ACCEPTED},
    )


def fetch(
    client: httpx.Client,
    url: str,
    *,
    max_bytes: int,
    attempts: int = ATTEMPTS,
    hosts: Hosts | None = None,
    probe_url: str | None = None,
    check: Callable[[Answer], None] = lambda _answer: None,
) -> Answer:
    """What `url` answers.

    Args:
        client: from `open_client`.
        url: http or https.
        max_bytes: larger answers are refused.
        attempts: so many tries at least.
        hosts: the patience of this node; without, it ends with the attempts.
        probe_url: an address of the same host that answered before.
        check: raises a FetchError if the answer is none.

    Raises:
        FetchError: it does not, or not with 2xx; time-outs, broken connections and busy servers were tried again.
    """

    def probe() -> Answer:
        return _fetch_once(client, str(probe_url), max_bytes)

    def once() -> Answer:
        answer = _fetch_once(client, url, max_bytes)
        check(answer)
        return answer

    host = (hosts or Hosts()).of(url)
    return host.patiently(once, attempts, FIRST_PAUSE, probe if probe_url else None)


def fetch_as(client: httpx.Client, url: str, read: Callable[[Answer], T], *, max_bytes: int, hosts: Hosts) -> T:
    """What `read` makes of the answer of `url`. A FetchError that it raises is one of the answer."""
    return hosts.of(url).patiently(lambda: read(_fetch_once(client, url, max_bytes)), ATTEMPTS, FIRST_PAUSE, None)


def _fetch_once(client: httpx.Client, url: str, max_bytes: int) -> Answer:
    try:
        with client.stream("GET", url) as response:
            if not response.is_success:
                raise _refusal(response)
            coding = response.headers.get("content-encoding", "")
            body = decoded(_body(response, max_bytes), coding, max_bytes)
            return Answer(str(response.url), body, response.charset_encoding)
    except (httpx.UnsupportedProtocol, httpx.TooManyRedirects, httpx.InvalidURL, ValueError) as error:
        raise FetchError(_words(error)) from error
    except httpx.TimeoutException as error:
        raise FetchError("timed out", may_retry=True) from error
    except httpx.HTTPError as error:
        raise FetchError(_words(error), may_retry=True) from error


def _body(response: httpx.Response, max_bytes: int) -> bytes:
    """The bytes as they came. One that ends before its Content-Length or last chunk is an error of httpx."""
    deadline = monotonic() + LONGEST_DOWNLOAD
    body = bytearray()
    assert isinstance(response.stream, httpx.SyncByteStream)
    for chunk in response.stream:  # iter_bytes would decode, and take what was cut off for the whole
        body += chunk
        if len(body) > max_bytes:
            raise TooLongError(f"more than {max_bytes} bytes")
        if monotonic() > deadline:
            raise FetchError("timed out", may_retry=True)
    return bytes(body)


def _refusal(response: httpx.Response) -> FetchError:
    status = response.status_code
    return FetchError(
        f"HTTP {status} {response.reason_phrase}".strip(),
        status=status,
        may_retry=status in _WORTH_ANOTHER_TRY,
        pause=retry_after(response.headers),
    )


def retry_after(headers: httpx.Headers) -> float:
    """The seconds that a server asks to wait: a number, or a date by the server's own clock; 0 if it asks nothing."""
    told = headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(told))
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(told).timestamp()
    except (TypeError, ValueError, OverflowError):
        return 0
    try:
        now = parsedate_to_datetime(headers.get("date", "")).timestamp()
    except (TypeError, ValueError, OverflowError):
        now = time.time()
    return max(0.0, until - now)


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
