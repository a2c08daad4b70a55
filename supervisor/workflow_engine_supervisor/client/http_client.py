"""The HTTP API as this program uses it: JSON in, JSON out, every failure an error with words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from workflow_engine_shared.errors import ConfigError, NotRunning
from workflow_engine_supervisor.client.errors import Refused, VersionMismatch

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 60.0
PAGE = 200
_REFUSALS = range(400, 600)


class Client:
    """Talks to one supervisor; `url` may change when it was started anew."""

    def __init__(self, url: str, token: str, serve_hint: str = "") -> None:
        if not (token.isascii() and token.isprintable()):
            raise ConfigError("The token holds characters that no HTTP header can carry.")
        self.url = url
        self._token = token
        self._serve_hint = serve_hint or NotRunning.hint
        self._http = self.connection()

    def connection(self, read_seconds: float = ANSWER_SECONDS) -> httpx.Client:
        """A connection of one's own, for another thread."""
        import httpx  # a quarter of a second, which --help need not pay

        timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS, read=read_seconds)
        # The supervisor is on this machine: a proxy from the environment could only be in the way.
        return httpx.Client(timeout=timeout, trust_env=False)

    @property
    def headers(self) -> dict[str, str]:
        """What every request carries."""
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    def close(self) -> None:
        self._http.close()

    def get(self, path: str, **params: Any) -> Any:
        given = {name: value for name, value in params.items() if value is not None}
        return self._send("GET", path, params=given)

    def post(self, path: str, body: Any = None) -> Any:
        return self._send("POST", path, json={} if body is None else body)

    def delete(self, path: str) -> None:
        self._send("DELETE", path)

    def pages(self, path: str, **params: Any) -> Iterator[Any]:
        """Every item of a list, page after page."""
        cursor = None
        while True:
            page = self.get(path, **{"limit": PAGE, **params}, cursor=cursor)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return

    def check(self, instance: str) -> None:
        """Make sure that the supervisor `instance` is who answers.

        Raises:
            NotRunning: nobody answers, or someone else does.
            VersionMismatch: its supervisor is of another version of renflow.
        """
        from importlib.metadata import version  # slow to load

        try:
            body = self._send("GET", "/healthz", headers={})  # who it is comes first: the token is for this one only
        except Refused:
            body = None
        if not isinstance(body, dict) or body.get("instance") != instance:
            raise NotRunning(f"What answers at {self.url} is not this home's supervisor.", hint=self._serve_hint)
        theirs, ours = body.get("version"), version("renflow")
        if theirs != ours:
            raise VersionMismatch(f"The supervisor at {self.url} is renflow {theirs}; this is renflow {ours}.")

    def _send(self, method: str, path: str, **content: Any) -> Any:
        import httpx

        try:
            response = self._http.request(method, self.url + path, **{"headers": self.headers, **content})
            body = response.json() if response.content else None
        except httpx.TimeoutException:
            detail = f"The supervisor at {self.url} does not answer."
            raise NotRunning(detail, hint="It may be busy: try again. If it hangs, end it and start it anew.") from None
        except httpx.TransportError:
            detail = f"No supervisor answers at {self.url}."
            raise NotRunning(detail, hint=self._serve_hint) from None
        except (ValueError, httpx.HTTPError):
            raise NotRunning(f"What answers at {self.url} is no supervisor.", hint=self._serve_hint) from None
        if response.status_code in _REFUSALS:
            raise Refused(response.status_code, body if isinstance(body, dict) else {})
        return body
