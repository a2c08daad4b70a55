"""httpx on connections that are checked: its own transport offers no place for them."""

import ssl
from collections.abc import Iterator
from functools import cache

import httpcore
import httpx

from workflow_engine_worker.web.network import CheckedNetwork


@cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates are believed, read once: that takes a twentieth of a second."""
    return httpx.create_ssl_context()


class CheckedTransport(httpx.BaseTransport):
    """Sends through httpcore, whose connections are made by a `CheckedNetwork`."""

    def __init__(self, network: CheckedNetwork) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=_trusted(), network_backend=network)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.SyncByteStream)
        url = request.url
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        answer = self._pool.handle_request(
            httpcore.Request(request.method, target, headers=request.headers.raw, content=request.stream)
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
