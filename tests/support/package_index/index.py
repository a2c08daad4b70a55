"""The index itself: a simple repository that can be slow, broken or gone."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MAX_WAIT_S = 60


class Index:
    """Packages over HTTP; `gate` holds files back while it is closed."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self.broken = False  #: every answer is a 503
        self.gone: set[str] = set()  #: files that are listed, but not there
        self._server: ThreadingHTTPServer | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/simple"

    def add(self, *made: tuple[str, bytes]) -> None:
        self.files.update(made)

    def open(self) -> None:
        """Listen, always on the same port."""
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        """Nobody listens any more."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        index = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(with_body=True)

            def do_HEAD(self) -> None:
                self._answer(with_body=False)

            def _answer(self, *, with_body: bool) -> None:
                index.asked.append(self.path)
                status, body = index.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if with_body:
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def answer(self, path: str) -> tuple[int, bytes]:
        """What a request gets."""
        if self.broken:
            return 503, b""
        if path.startswith("/files/"):
            self.gate.wait(MAX_WAIT_S)
            body = self.files.get(path.removeprefix("/files/"))
            return (404, b"") if body is None or path.removeprefix("/files/") in self.gone else (200, body)
        name = path.removeprefix("/simple/").strip("/")
        links = [f'<a href="/files/{file}">{file}</a>' for file in self.files if _normal(file.split("-")[0]) == name]
        return (200, f"<html><body>{''.join(links)}</body></html>".encode()) if links else (404, b"")


@contextmanager
def listening() -> Iterator[Index]:
    """An index that is gone at the end."""
    index = Index()
    index.open()
    try:
        yield index
    finally:
        index.gate.set()
        index.close()


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
