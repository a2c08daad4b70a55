"""Files that hardly ever change, as a browser asks for them: packed where it can unpack, and not at all if it has them.

Packed here, once for each file, and kept in memory: 0.6 MB for the whole console. gzip alone, as every browser takes
it over plain HTTP too, where brotli is not offered.
"""

import gzip
import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import FileResponse, Response

from workflow_engine_supervisor.http.security.head import Head

#: Kinds of text; what else there may be is packed already.
PACKABLE = frozenset({".css", ".html", ".js", ".json", ".svg", ".txt"})
SMALL = 512
_LEVEL = 9


@dataclass(frozen=True)
class _Packed:
    stamp: tuple[int, int]  #: of the file that this was made from
    etag: str
    body: bytes | None  #: None: packing does not pay


class StaticFiles:
    """Answers with files; one that was replaced is read anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[Path, _Packed] = {}

    def answer(self, path: Path, kind: str, caching: str, head: Head | None = None) -> Response:
        """The file for a request with this head; `kind` is its media type, `caching` what may be kept of it.

        Raises:
            OSError: it cannot be read.
        """
        found = self._packed(path)
        takes_gzip = head is not None and accepts_gzip(head.all(b"accept-encoding"))
        packed = found.body if takes_gzip else None
        etag = f'"{found.etag}-gzip"' if packed is not None else f'"{found.etag}"'
        headers = {"Cache-Control": caching, "ETag": etag}
        if path.suffix in PACKABLE:
            headers["Vary"] = "Accept-Encoding"
        if head is not None and is_known(etag, head.all(b"if-none-match")):
            return Response(status_code=304, headers=headers)
        if packed is None:
            return FileResponse(path, media_type=kind, headers=headers)
        return _of_gzip(packed, kind, headers, is_asked=head is not None and head.method == "HEAD")

    def _packed(self, path: Path) -> _Packed:
        facts = path.stat()
        stamp = (facts.st_mtime_ns, facts.st_size)
        with self._lock:
            found = self._known.get(path)
            if found is None or found.stamp != stamp:
                found = self._known[path] = _pack(path, stamp)
        return found


def _pack(path: Path, stamp: tuple[int, int]) -> _Packed:
    content = path.read_bytes()
    etag = hashlib.sha256(content).hexdigest()[:32]
    if path.suffix not in PACKABLE or len(content) < SMALL:
        return _Packed(stamp, etag, None)
    body = gzip.compress(content, _LEVEL, mtime=0)
    return _Packed(stamp, etag, body if len(body) < len(content) else None)


def _of_gzip(body: bytes, kind: str, headers: Mapping[str, str], *, is_asked: bool) -> Response:
    """`is_asked`: only what the head would be is wanted."""
    length = str(len(body))
    given = {**headers, "Content-Encoding": "gzip", "Content-Length": length}
    return Response(b"" if is_asked else body, media_type=kind, headers=given)


def accepts_gzip(values: list[str]) -> bool:
    """Whether a client says that it takes gzip, by name or with all others, and not with a weight of 0."""
    weights: dict[str, float] = {}
    for part in ",".join(values).split(","):
        coding, _, options = part.partition(";")
        name, _, weight = options.strip().partition("=")
        try:
            weights[coding.strip().lower()] = float(weight) if name.strip().lower() == "q" else 1.0
        except ValueError:
            weights[coding.strip().lower()] = 0.0
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def is_known(etag: str, values: list[str]) -> bool:
    """Whether a client has this very content already."""
    tags = [each.strip().removeprefix("W/") for each in ",".join(values).split(",")]
    return etag in tags or "*" in tags
