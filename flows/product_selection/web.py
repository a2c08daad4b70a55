"""The only module that talks HTTP: bounded downloads with time-outs, and a few patient tries."""

import logging
import threading
import time
from dataclasses import dataclass

import httpx

ATTEMPTS = 4
FIRST_PAUSE = 0.5  #: seconds before the second try; doubles
LONGEST_PAUSE = 30.0
LONGEST_DOWNLOAD = 120.0  #: seconds for one answer's body: a drip of bytes outlives every read time-out
TIMEOUT = httpx.Timeout(20.0, connect=10.0)
MAX_REDIRECTS = 5
USER_AGENT = "renflow-product-selection/1"

_WORTH_ANOTHER_TRY = frozenset({408, 425, 429, 500, 502, 503, 504})
#: A proxy from the environment is for the world outside, not for a shop on this machine.
_NO_PROXY = {"all://127.0.0.1": None, "all://localhost": None, "all://[::1]": None}


@dataclass(frozen=True)
class Answer:
    """What an address answered with."""

    url: str  #: after redirects
    body: bytes
    charset: str | None


class FetchError(Exception):
    """An address gave no usable answer."""

    def __init__(self, reason: str, *, status: int | None = None, may_retry: bool = False, pause: float = 0) -> None:
        self.reason = reason
        self.status = status
        self.may_retry = may_retry
        self.pause = pause  #: seconds the server asked us to wait
        super().__init__(reason)


class TooLongError(FetchError):
    """The answer is larger than the caller wants."""


def open_client(timeout: httpx.Timeout = TIMEOUT, transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """A client to hand to `fetch`; use it with `with`."""
    logging.getLogger("httpx").setLevel(logging.WARNING)  # else every picture is a line in the run's log
    return httpx.Client(
        timeout=timeout,
        transport=transport,
        mounts=_NO_PROXY,
        follow_redirects=True,
        max_redirects=MAX_REDIRECTS,
        headers={"User-Agent": USER_AGENT},
    )


def fetch(client: httpx.Client, url: str, *, max_bytes: int, attempts: int = ATTEMPTS) -> Answer:
    """What `url` answers.

    Raises:
        FetchError: it does not, or not with 2xx; time-outs, broken connections and busy servers were tried again.
    """
    for attempt in range(1, attempts + 1):
        try:
            return _fetch_once(client, url, max_bytes)
        except FetchError as error:
            if not error.may_retry or attempt == attempts:
                raise
            pause = max(FIRST_PAUSE * 2 ** (attempt - 1), error.pause)
            threading.Event().wait(min(pause, LONGEST_PAUSE))
    raise AssertionError("unreachable: the last attempt returns or raises")


def _fetch_once(client: httpx.Client, url: str, max_bytes: int) -> Answer:
    try:
        with client.stream("GET", url) as response:
            if not response.is_success:
                raise _refusal(response)
            return Answer(str(response.url), _body(response, max_bytes), response.charset_encoding)
    except (httpx.UnsupportedProtocol, httpx.TooManyRedirects, httpx.InvalidURL, ValueError) as error:
        raise FetchError(_words(error)) from error
    except httpx.TimeoutException as error:
        raise FetchError("timed out", may_retry=True) from error
    except httpx.HTTPError as error:
        raise FetchError(_words(error), may_retry=True) from error


def _body(response: httpx.Response, max_bytes: int) -> bytes:
    deadline = time.monotonic() + LONGEST_DOWNLOAD
    body = bytearray()
    for chunk in response.iter_bytes():  # decompressed: the bound holds for what a small gzip unfolds to
        body += chunk
        if len(body) > max_bytes:
            raise TooLongError(f"more than {max_bytes} bytes")
        if time.monotonic() > deadline:
            raise FetchError("timed out", may_retry=True)
    return bytes(body)


def _refusal(response: httpx.Response) -> FetchError:
    status = response.status_code
    wait = response.headers.get("retry-after", "")
    return FetchError(
        f"HTTP {status} {response.reason_phrase}".strip(),
        status=status,
        may_retry=status in _WORTH_ANOTHER_TRY,
        pause=float(wait) if wait.isdecimal() else 0,
    )


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
