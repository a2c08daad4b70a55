"""A shop with faults: each address answers what a test says, the first time one thing, later another."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Headers = dict[str, str]


@dataclass(frozen=True)
class Reply:
    """One answer. `length` lies about the body's; `hang_up` closes the connection without one."""

    body: bytes | str = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    kind: str = "text/html; charset=utf-8"
    length: int | None = None
    chunked: bool = False  #: as chunks, without the last one
    hang_up: bool = False


Answer = Callable[[str, int], Reply]


class FaultyShop(ThreadingHTTPServer):
    """`answer` is given a path and the how-many-th request for it this is, from 1."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.hits: Counter[str] = Counter()
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Readers that hang up are no news here."""


@contextmanager
def open_faulty_shop(answer: Answer) -> Iterator[FaultyShop]:
    with FaultyShop(answer) as shop:
        thread = threading.Thread(target=shop.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield shop
        finally:
            shop.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: FaultyShop

    def do_GET(self) -> None:
        with self.server.lock:
            self.server.hits[self.path] += 1
            nth = self.server.hits[self.path]
        reply = self.server.answer(self.path, nth)
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        self.close_connection = reply.hang_up or reply.chunked or reply.length is not None
        if reply.hang_up:
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.chunked:
            self.send_header("Transfer-Encoding", "chunked")
            body = f"{len(body):x}\r\n".encode() + body + b"\r\n"
        else:
            self.send_header("Content-Length", str(len(body) if reply.length is None else reply.length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def product(product_id: str, image: str | None = None, price: str = "9.99") -> str:
    """A product as shops mark it; `image` is its element."""
    image = f'<img itemprop="image" src="/img/{product_id}.png">' if image is None else image
    return (
        f'<article itemscope itemtype="https://schema.org/Product"><meta itemprop="sku" content="{product_id}">{image}'
        f'<h2 itemprop="name">Product {product_id}</h2><span itemprop="price">{price}</span></article>'
    )


def page(products: list[str], next_href: str | None = None, head: str = "") -> str:
    """A page of a catalogue."""
    link = "" if next_href is None else f'<a rel="next" href="{next_href}">next</a>'
    return f'<html><head><meta charset="utf-8">{head}</head><body>{"".join(products)}{link}</body></html>'


def catalogue_page(number: int, pages: int, size: int = 3) -> str:
    """Page `number` of `pages`, at /p/<number>."""
    products = [product(f"{number}-{each}") for each in range(size)]
    return page(products, f"/p/{number + 1}" if number < pages else None)


def catalogue(pages: int, faults: Callable[[int, int], Reply | None] = lambda _number, _nth: None) -> Answer:
    """A catalogue of so many pages at /p/1; `faults` may answer in place of page `number` the n-th time."""

    def answer(path: str, nth: int) -> Reply:
        if not path.startswith("/p/"):
            return Reply("nothing here", 404)
        number = int(path.removeprefix("/p/"))
        return faults(number, nth) or Reply(catalogue_page(number, pages))

    return answer
