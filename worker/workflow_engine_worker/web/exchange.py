"""One attempt of a request: sent, led on by redirects, its answer read up to a limit, within its time."""

import contextlib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from time import monotonic

import httpcore
import httpx

from workflow_engine_shared.clock import SystemClock, parse_rfc3339
from workflow_engine_shared.dsl.nodes.requests.checks import is_secret_header
from workflow_engine_shared.errors import (
    AnswerTooLarge,
    BadAnswer,
    CertificateRefused,
    ConnectionFailed,
    RequestTimedOut,
    StatusRefused,
    TooManyRedirects,
)
from workflow_engine_shared.web.addresses import AddressRules
from workflow_engine_worker.web.network import CheckedNetwork
from workflow_engine_worker.web.request import Request, checked_url
from workflow_engine_worker.web.retry_after import retry_after
from workflow_engine_worker.web.transport import CheckedTransport

MAX_REDIRECTS = 10
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: What may go better another time; others would be answered the same way again.
_PASSING = frozenset({408, 421, 425, 429, 500, 502, 503, 504, 507, 509, 520, 521, 522, 523, 524, 529})
_SHOWN = 300
_LOOKED_AT = 2000


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    content: bytes  #: empty, where it was written to a file
    size: int
    encoding: str


@dataclass(frozen=True)
class Limits:
    """What an attempt may take, and which status is no failure."""

    seconds: float
    max_bytes: int
    success: tuple[tuple[int, int], ...]


class Exchange:
    """One attempt. `run` is called by a thread of its own, `abandon` by the one that waits for it."""

    def __init__(self, request: Request, limits: Limits, rules: AddressRules, file: Path | None) -> None:
        """`file` is where the answer is written; None: it is kept in memory."""
        self._request = request
        self._limits = limits
        self.deadline = monotonic() + limits.seconds
        self._network = CheckedNetwork(rules, self.deadline)
        self._file = file
        self._abandoned = False

    def abandon(self) -> None:
        """Nobody waits for the answer any more."""
        self._abandoned = True
        self._network.cut()

    def timed_out(self) -> RequestTimedOut:
        return RequestTimedOut(f"{self._request.name} took longer than {self._limits.seconds:g} s.")

    def run(self) -> Answer:
        """Send, and read the answer.

        Raises:
            RequestFailed: in one of its kinds.
            OSError: the file cannot be written.
        """
        with (
            self._failures_named(),
            httpx.Client(
                transport=CheckedTransport(self._network), trust_env=False, timeout=self._limits.seconds
            ) as client,
        ):
            request = self._request
            for _ in range(MAX_REDIRECTS + 1):
                with _sent(client, request) as answer:
                    if not self._leads_on(answer):
                        return self._read(answer)
                    request = redirected(request, answer)
        raise TooManyRedirects(f"{self._request.name} was led on more than {MAX_REDIRECTS} times.")

    def _leads_on(self, answer: httpx.Response) -> bool:
        return answer.status_code in _REDIRECTS and "location" in answer.headers and not self._succeeded(answer)

    def _succeeded(self, answer: httpx.Response) -> bool:
        return any(low <= answer.status_code <= high for low, high in self._limits.success)

    def _read(self, answer: httpx.Response) -> Answer:
        if not self._succeeded(answer):
            raise self._refused(answer)
        told = answer.headers.get("content-length", "")
        if told.isdecimal() and int(told) > self._limits.max_bytes and "content-encoding" not in answer.headers:
            raise self._too_large(f"{int(told):,} bytes")
        parts, size = [], 0
        with contextlib.nullcontext() if self._file is None else self._file.open("wb") as file:
            for part in answer.iter_bytes():
                size += len(part)
                if size > self._limits.max_bytes:
                    raise self._too_large("more bytes")
                if self._abandoned or monotonic() > self.deadline:
                    raise self.timed_out()
                if file is None:
                    parts.append(part)
                else:
                    file.write(part)
        encoding = answer.charset_encoding or "utf-8"
        return Answer(answer.status_code, dict(answer.headers), b"".join(parts), size, encoding)

    def _too_large(self, size: str) -> AnswerTooLarge:
        return AnswerTooLarge(f"The answer to {self._request.name} has {size}; {self._limits.max_bytes:,} are allowed.")

    def _refused(self, answer: httpx.Response) -> StatusRefused:
        beginning = b""
        with contextlib.suppress(httpx.HTTPError, httpcore.TimeoutException, httpcore.NetworkError):
            for part in answer.iter_bytes():
                beginning += part
                if len(beginning) >= _LOOKED_AT:
                    break
        words = " ".join(beginning[:_LOOKED_AT].decode("utf-8", "replace").split())
        said = f": {words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}" if words else ""
        headers = answer.headers
        return StatusRefused(
            f"{self._request.name} was answered {answer.status_code} {answer.reason_phrase}{said}",
            again=answer.status_code in _PASSING,
            retry_after=retry_after(headers.get("retry-after"), headers.get("date"), _now()),
        )

    @contextlib.contextmanager
    def _failures_named(self) -> Iterator[None]:
        """What the libraries raise, as errors that say whose request it was."""
        name = self._request.name
        try:
            yield
        except (httpcore.TimeoutException, httpx.TimeoutException, RequestTimedOut):
            raise self.timed_out() from None
        except httpx.DecodingError as error:
            raise BadAnswer(f"The answer to {name} is packed in a way that cannot be read: {error}.") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpx.TransportError) as error:
            cause = error.__cause__ or error.__context__
            if isinstance(cause, ssl.SSLCertVerificationError):
                raise CertificateRefused(f"{name}: {cause.verify_message or cause}.") from error
            raise ConnectionFailed(f"{name}: {cause or str(error) or type(error).__name__}.") from error


@contextlib.contextmanager
def _sent(client: httpx.Client, request: Request) -> Iterator[httpx.Response]:
    made = client.build_request(request.method, request.url, headers=request.headers, content=request.content)
    answer = client.send(made, stream=True)
    try:
        yield answer
    finally:
        answer.close()


def redirected(request: Request, answer: httpx.Response) -> Request:
    """The request that a redirect asks for; what is secret in it stays with its origin.

    Raises:
        BadUrl: it leads to what is no address of the web.
    """
    target = _joined(request.url, answer.headers["location"])
    headers = request.headers.copy()
    credential = request.credential
    if not _same_origin(request.url, target):
        for name in [name for name in headers if is_secret_header(name) or name == (credential or "").lower()]:
            del headers[name]
        credential = None
    becomes_get = answer.status_code == 303 or (answer.status_code in (301, 302) and request.method == "POST")  # noqa: PLR2004 - "see other"
    if not becomes_get or request.method == "HEAD":
        return replace(request, url=target, headers=headers, credential=credential)
    for name in ("content-type", "content-length", "idempotency-key"):
        headers.pop(name, None)
    return Request("GET", target, headers, None, credential)


def _joined(url: httpx.URL, location: str) -> httpx.URL:
    try:
        joined = str(url.join(location.strip()))
    except (httpx.InvalidURL, UnicodeError, ValueError):
        joined = ""
    return checked_url(joined, "The address that the server leads to")


def _same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    """The same host, port and scheme; or the same host, asked by TLS from now on, as on usual ports."""
    if one.host != other.host:
        return False
    if (one.scheme, _port(one)) == (other.scheme, _port(other)):
        return True
    return (one.scheme, _port(one), other.scheme, _port(other)) == ("http", 80, "https", 443)


def _port(url: httpx.URL) -> int | None:
    return url.port or {"http": 80, "https": 443}.get(url.scheme)


def _now() -> datetime:
    return parse_rfc3339(SystemClock().now())
