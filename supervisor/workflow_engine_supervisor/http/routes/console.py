"""The console's files: a page that finds its own way below /console/, and what it loads."""

import re
from pathlib import Path, PurePosixPath

from fastapi import FastAPI
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send

from workflow_engine_shared.errors import MethodNotAllowed, NotFound, RenError
from workflow_engine_supervisor.http.in_thread import in_thread
from workflow_engine_supervisor.http.problems import problem_response
from workflow_engine_supervisor.http.security.head import Head
from workflow_engine_supervisor.http.static_files import StaticFiles

FOLDER = Path(__file__).resolve().parents[2] / "console"
PLACE = "/console/"
#: Pinned: what the machine's own table says decides whether a browser runs a script.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
_READING = ("GET", "HEAD")
_ASSETS = "assets/"
#: Names as the build makes them: nothing that leads out of the folder.
_PLAIN = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*")
#: The name of an asset has a hash of its content in it: under one name it never changes.
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


def install(app: FastAPI, folder: Path = FOLDER) -> None:
    """Serve the console, and lead there from the root."""
    app.router.routes.append(Route("/", _to_console, methods=["GET"], include_in_schema=False))
    app.router.routes.append(Route("/console", _to_console, methods=["GET"], include_in_schema=False))
    app.router.routes.append(Mount("/console", ConsoleFiles(folder)))


async def _to_console(_: object) -> Response:
    return RedirectResponse(PLACE, headers={"Cache-Control": _ASK_AGAIN})


class ConsoleFiles:
    """Answers below /console/: a file that is there, else the page, which shows what its address says."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = StaticFiles()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await in_thread(self.answer, scope)
        await answer(scope, receive, send)

    def answer(self, scope: Scope) -> Response:
        """What a request gets."""
        path = scope["path"]
        if scope["type"] != "http":
            return _refusal(NotFound(), path)
        if scope["method"] not in _READING:
            return _refusal(MethodNotAllowed(), path, {"Allow": ", ".join(_READING)})
        name = path.removeprefix(PLACE)
        file = self._find(name)
        if file is not None:
            return self._file(scope, file, _FOR_EVER if name.startswith(_ASSETS) else _ASK_AGAIN)
        # A file that is missing must not be answered with a page: a script would be read as HTML.
        if name.startswith(_ASSETS) or PurePosixPath(name).suffix in TYPES:
            return _refusal(NotFound(), path)
        page = self._find("index.html")
        return _refusal(_missing(self._folder), path) if page is None else self._file(scope, page, _ASK_AGAIN)

    def _find(self, name: str) -> Path | None:
        """The file of this name; looked for anew each time, as an update may have put others there."""
        path = self._folder / name
        return path if _PLAIN.fullmatch(name) and path.is_file() else None

    def _file(self, scope: Scope, path: Path, caching: str) -> Response:
        kind = TYPES.get(path.suffix, "application/octet-stream")
        try:
            return self._files.answer(path, kind, caching, Head(scope))
        except OSError:  # an update took it away in this moment
            return _refusal(NotFound(), scope["path"])


def _missing(folder: Path) -> RenError:
    return NotFound(
        f"This installation has no console: {folder} holds no index.html.",
        hint="Install renflow anew; in a clone, `npm ci && npm run build` in console/ makes it. REST works without it.",
    )


def _refusal(error: RenError, path: str, headers: dict[str, str] | None = None) -> Response:
    return problem_response(error, path=path, headers=headers)
