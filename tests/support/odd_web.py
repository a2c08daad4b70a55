"""A web server that does everything wrong, by the path it is asked for; it remembers what it was asked."""

import gzip
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from support.wait import patient


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float


@dataclass
class OddWeb:
    """The server, from the test's side."""

    port: int
    asked: list[Asked] = field(default_factory=list)
    times: Counter[str] = field(default_factory=Counter)
    released: threading.Event = field(default_factory=threading.Event)  #: lets hanging answers go

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def of(self, path: str) -> list[Asked]:
        return [each for each in self.asked if each.path.partition("?")[0] == path]


@contextmanager
def odd_web() -> Iterator[OddWeb]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.web = web = OddWeb(server.server_port)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        web.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_any(self) -> None:
        web: OddWeb = self.server.web  # type: ignore[attr-defined]
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        web.asked.append(Asked(self.command, self.path, headers, self.rfile.read(length), time.monotonic()))
        path, _, query = self.path.partition("?")
        web.times[path] += 1
        name, *rest = path.strip("/").split("/")
        try:
            getattr(self, f"do_{name}")(web, query, *rest)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        pass

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for key, value in {"Content_Type": "application/json", "Content_Length": str(len(body)), **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_echo(self, web: OddWeb, query: str) -> None:
        asked = web.asked[-1]
        told = {"method": asked.method, "path": asked.path, "headers": asked.headers, "body": asked.body.decode()}
        self.answer(json.dumps(told, ensure_ascii=False).encode())

    def do_hang(self, web: OddWeb, query: str, *_: str) -> None:
        web.released.wait(patient(60))
        self.answer(b'"released"')

    def do_hang_once(self, web: OddWeb, query: str, *_: str) -> None:
        if web.times[self.path] == 1:
            web.released.wait(patient(60))
        self.answer(b'"again"')

    def do_trickle(self, web: OddWeb, query: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        while not web.released.wait(0.05):
            self.wfile.write(b" ")
            self.wfile.flush()

    def do_busy(self, web: OddWeb, query: str, times: str, after: str) -> None:
        """429, so many times; `after` is seconds, or `date`."""
        if web.times[self.path] > int(times):
            return self.answer(b'"at last"')
        waiting = formatdate(time.time() + 2, usegmt=True) if after == "date" else after
        return self.answer(b"slow down", 429, Retry_After=waiting)

    def do_status(self, web: OddWeb, query: str, status: str) -> None:
        self.answer(b"so it is: " + web.asked[-1].headers.get("authorization", "").encode(), int(status))

    def do_raw(self, web: OddWeb, query: str, name: str) -> None:
        bodies = {
            "broken": b'{"a": ',
            "nan": b'{"a": NaN}',
            "bom": b'\xef\xbb\xbf{"a": 1}',
            "empty": b"",
            "html": b"<p>",
        }
        self.answer(bodies[name])

    def do_goods(self, web: OddWeb, query: str) -> None:
        self.answer(b'{"products": [{"price": 2}, {"price": 4.0}]}')

    def do_text(self, web: OddWeb, query: str) -> None:
        self.answer("Größe".encode("latin-1"), Content_Type="text/plain; charset=latin-1")

    def do_packed(self, web: OddWeb, query: str, size: str) -> None:
        self.answer(gzip.compress(b" " * int(size)), Content_Encoding="gzip")

    def do_endless(self, web: OddWeb, query: str) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        while not web.released.is_set():
            self.wfile.write(b"x" * 65536)

    def do_cut(self, web: OddWeb, query: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"half")
        self.close_connection = True

    def do_file(self, web: OddWeb, query: str, size: str) -> None:
        self.answer(b"0123456789" * (int(size) // 10), Content_Type="text/csv")

    def do_to(self, web: OddWeb, query: str) -> None:
        self.answer(b"", 302, Location=query)

    def do_circle(self, web: OddWeb, query: str) -> None:
        self.answer(b"", 302, Location="/circle")


for _method in ("GET", "POST", "PUT", "HEAD", "DELETE"):
    setattr(_Handler, f"do_{_method}", _Handler.handle_any)
