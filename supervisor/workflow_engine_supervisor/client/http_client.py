"""The HTTP API as a program uses it: JSON in, JSON out, every failure an error with words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from workflow_engine_shared.errors import ConfigError, NotRunning
from workflow_engine_supervisor.client.errors import Refused, VersionMismatch, refusal

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 60.0
PAGE = 200
_REFUSALS = range(400, 600)


class Client:
    """Talks to one supervisor; `url` may change when it was started anew."""

    def __init__(self, url: str, token: str, serve_hint: str = "", *, remote: bool = False) -> None:
        """`remote`: it is on another machine, or behind a proxy."""
        if not (token.isascii() and token.isprintable()):
            raise ConfigError("The token holds characters that no HTTP header can carry.")
        self.url = url
        self._token = token
        self._serve_hint = serve_hint or NotRunning.hint
        self._remote = remote
        self._http = self.connection()

    def connection(self, read_seconds: float = ANSWER_SECONDS) -> httpx.Client:
        """A connection of one's own, for another thread."""
        import ssl

        import httpx  # a quarter of a second, which --help need not pay

        timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS, read=read_seconds)
        # On this machine nobody shows a certificate; to read the list of those to trust takes a twentieth of a second.
        has_tls = self._remote or self.url.lower().startswith("https:")
        trusts = True if has_tls else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        # Of a supervisor on this machine, a proxy from the environment could only be in the way.
        return httpx.Client(timeout=timeout, trust_env=self._remote, verify=trusts)

    @property
    def headers(self) -> dict[str, str]:
        """What every request carries."""
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    def close(self) -> None:
        self._http.close()

    def get(self, path: str, **params: Any) -> Any:
        return self._send("GET", path, params=_given(params))

    def post(self, path: str, body: Any = None) -> Any:
        return self._send("POST", path, json={} if body is None else body)

    def put(self, path: str, body: Any) -> Any:
        return self._send("PUT", path, json=body)

    def put_bytes(self, path: str, content: bytes, **params: Any) -> Any:
        """Send bytes, which are no JSON."""
        headers = {**self.headers, "Content-Type": "application/octet-stream"}
        return self._send("PUT", path, params=params, content=content, headers=headers)

    def delete(self, path: str) -> None:
        self._send("DELETE", path)

    @contextmanager
    def stream(self, path: str, headers: Mapping[str, str] | None = None, **params: Any) -> Iterator[httpx.Response]:
        """The answer to a GET whose body is read by the caller, piece by piece.

        Raises:
            NotRunning: nobody answers, or the answer breaks off.
            Refused: the server refused.
        """
        import httpx

        given = {**self.headers, **(headers or {})}
        try:
            with self._http.stream("GET", self.url + path, params=_given(params), headers=given) as response:
                if response.status_code in _REFUSALS:
                    response.read()
                    raise self.refusal(response)
                yield response
        except httpx.HTTPError as error:
            raise self._unanswered(error) from None

    def pages(self, path: str, **params: Any) -> Iterator[Any]:
        """Every item of a list, page after page."""
        cursor = None
        while True:
            page = self.get(path, **{"limit": PAGE, **params}, cursor=cursor)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def check(self, instance: str | None = None) -> None:
        """Make sure that a supervisor of this version answers.

        Args:
            instance: the one that must be it; None: any.

        Raises:
            NotRunning: nobody answers, or someone else does.
            VersionMismatch: its supervisor is of another version of renflow.
        """
        from importlib.metadata import version  # slow to load

        body: Any = None
        try:
            body = self._send("GET", "/healthz", headers={})  # who it is comes first: the token is for this one only
        except Refused:
            if instance is None:  # the address was given: why it refuses is worth telling
                raise
        found = body.get("instance") if isinstance(body, dict) else None
        if found is None:
            raise self._stranger()
        if instance is not None and found != instance:
            raise NotRunning(f"What answers at {self.url} is not this home's supervisor.", hint=self._serve_hint)
        theirs, ours = body.get("version"), version("renflow")
        if theirs != ours:
            hint = "Install the same version of renflow on both sides." if self._remote else None
            raise VersionMismatch(
                f"The supervisor at {self.url} is renflow {theirs}; this is renflow {ours}.", hint=hint
            )

    def _send(self, method: str, path: str, **content: Any) -> Any:
        import httpx

        try:
            response = self._http.request(method, self.url + path, **{"headers": self.headers, **content})
            if response.status_code in _REFUSALS:
                raise self.refusal(response)
            return response.json() if response.content else None
        except httpx.HTTPError as error:
            raise self._unanswered(error) from None
        except ValueError:
            raise self._stranger() from None

    def refusal(self, response: httpx.Response) -> Refused | NotRunning:
        """The error that a refusing answer, which was read whole, tells of."""
        try:
            body = response.json()
        except ValueError:
            return self._stranger(f" (HTTP {response.status_code})")
        return refusal(response.status_code, body if isinstance(body, dict) else {})

    def _stranger(self, why: str = "") -> NotRunning:
        return NotRunning(f"What answers at {self.url} is no supervisor{why}.", hint=self._serve_hint)

    def _unanswered(self, error: httpx.HTTPError) -> NotRunning:
        import httpx

        if isinstance(error, httpx.TimeoutException):
            busy = "It may be busy: try again. If it hangs, end it and start it anew."
            return NotRunning(f"The supervisor at {self.url} does not answer.", hint=busy)
        if isinstance(error, httpx.TransportError):
            why = f" ({error})" if self._remote and str(error) else ""  # a certificate, a name that is not known
            return NotRunning(f"No supervisor answers at {self.url}{why}.", hint=self._serve_hint)
        return self._stranger()


def _given(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in params.items() if value is not None}
