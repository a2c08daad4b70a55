"""The shop's HTTP server: real sockets on loopback, a thread a request."""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from .assortment import Assortment, Look, assort
from .markup import catalogue_page
from .pictures import draw

PAGE_SIZE = 50
SLOW_PAGES = 5  #: every fifth page is slow
SLOW_PICTURES = 25


@dataclass(frozen=True)
class Stock:
    """What a shop is opened with."""

    products: int = 200
    seed: int = 1
    slow_ms: int = 0  #: how long slow pages and pictures take

    @cached_property
    def assortment(self) -> Assortment:
        return assort(self.products, self.seed)


class Shop(ThreadingHTTPServer):
    """A shop on 127.0.0.1; port 0 takes a free one."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, stock: Stock, port: int = 0) -> None:
        self.stock = stock
        self.closing = threading.Event()
        super().__init__(("127.0.0.1", port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader that hangs up early is no news; anything else is told on stderr."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


@contextmanager
def open_shop(stock: Stock, port: int = 0) -> Iterator[Shop]:
    """A shop that serves from a thread of its own until the block ends."""
    with Shop(stock, port) as shop:
        thread = threading.Thread(target=shop.serve_forever, kwargs={"poll_interval": 0.05}, name="shop", daemon=True)
        thread.start()
        try:
            yield shop
        finally:
            shop.closing.set()
            shop.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every answer waits 40 ms for the reader's delayed ACK
    server: Shop

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        match address.path.strip("/").split("/"):
            case [""]:
                self._answer(HTTPStatus.FOUND, "text/plain", b"", location="/catalogue?page=1")
            case ["catalogue"]:
                self._page(parse_qs(address.query).get("page", ["1"])[0])
            case ["images", number]:
                self._picture(number)
            case ["planted.json"]:
                self._planted()
            case _:
                self._not_found()

    def _page(self, text: str) -> None:
        items = list(enumerate(self.server.stock.assortment.items))
        pages = max(1, -(-len(items) // PAGE_SIZE))
        number = int(text) if text.isdecimal() else 0
        if not 1 <= number <= pages:
            self._not_found()
            return
        self._dawdle(number % SLOW_PAGES == 0)
        on_page = items[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        html = catalogue_page(on_page, number, number + 1 if number < pages else None)
        self._answer(HTTPStatus.OK, "text/html; charset=utf-8", html.encode())

    def _picture(self, text: str) -> None:
        stock = self.server.stock
        items = stock.assortment.items
        number = int(text) if text.isdecimal() else len(items)
        if number >= len(items) or items[number].look is Look.NOT_FOUND:
            self._not_found()
            return
        self._dawdle(number % SLOW_PICTURES == 0)
        self._answer(HTTPStatus.OK, *draw(items[number], stock.seed))

    def _planted(self) -> None:
        assortment = self.server.stock.assortment
        told = {"pairs": assortment.planted, "expected": assortment.expected}
        self._answer(HTTPStatus.OK, "application/json", json.dumps(told).encode())

    def _dawdle(self, slow: bool) -> None:
        if slow and self.server.stock.slow_ms:
            self.server.closing.wait(self.server.stock.slow_ms / 1000)

    def _not_found(self) -> None:
        self._answer(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", "没有这个页面\n".encode())

    def _answer(self, status: HTTPStatus, media_type: str, body: bytes, *, location: str | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        if location is not None:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Keep quiet: the run's own progress is what one watches."""
