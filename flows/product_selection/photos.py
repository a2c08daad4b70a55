"""Where a product's picture file is: in the catalogue's folder, or downloaded once into the run's outputs."""

import hashlib
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from selectolax.lexbor import LexborHTMLParser

from . import web
from .addresses import is_web_address
from .encoding import decode_html
from .file_names import find_file
from .hosts import Hosts
from .pages import excuse_of
from .problems import PictureError, Problem

MAX_IMAGE_BYTES = 100_000_000
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".avif"})
_ENDINGS = {
    b"\x89PNG\r\n\x1a\n": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"GIF8": ".gif",
    b"BM": ".bmp",
    b"II*\0": ".tif",
    b"MM\0*": ".tiff",
}
_MORE_ENDINGS = (".webp", ".avif")  #: their first bytes alone don't tell
_SHOWN = 80
_GONE = frozenset({404, 410})


class Downloads:
    """Downloads pictures into a folder. Threads share one, and its patience with hosts."""

    def __init__(self, client: httpx.Client, folder: Path, hosts: Hosts) -> None:
        self._client = client
        self._folder = folder
        self._hosts = hosts
        self._good: dict[str, str] = {}  #: an address of each host that gave a picture

    def fetch(self, product_id: str, url: str) -> str:
        """The name of the file that holds the picture; it is not empty.

        Raises:
            PictureError: there is none. Only IMAGE_UNREACHABLE is worth another try.
        """
        path = self._folder / download_name(product_id, url)
        for ending in ("",) if path.suffix else ("", *_ENDINGS.values(), *_MORE_ENDINGS):
            before = path.with_name(path.name + ending)
            if before.exists() and before.stat().st_size:  # an earlier attempt of this node had it
                return before.name
        host = urlsplit(url).netloc
        try:
            answer = web.fetch(
                self._client,
                url,
                max_bytes=MAX_IMAGE_BYTES,
                hosts=self._hosts,
                probe_url=self._good.get(host),
                check=_refuse_excuses,
            )
        except web.TooLongError as error:
            raise PictureError(Problem.IMAGE_TOO_LARGE, error.reason) from error
        except web.FetchError as error:
            raise PictureError(_problem(error), error.reason) from error
        if not answer.body:
            raise PictureError(Problem.IMAGE_EMPTY)
        self._good[host] = url
        if not path.suffix:
            path = path.with_name(path.name + ending_of(answer.body))
        self._folder.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes(answer.body)
        os.replace(part, path)  # noqa: PTH105 - Path.replace hides that an existing file is meant to go
        return path.name


def _refuse_excuses(answer: web.Answer) -> None:
    """A page that asks to come again later is no picture of anything, but there may be one behind it."""
    if answer.body.lstrip()[:1] == b"<" and (excuse := excuse_of(LexborHTMLParser(decode_html(answer.body)))):
        raise web.DamagedError(f"a page that says {excuse[:_SHOWN]!r}")


def _problem(error: web.FetchError) -> Problem:
    if error.may_retry:
        return Problem.IMAGE_UNREACHABLE
    return Problem.IMAGE_NOT_FOUND if error.status in _GONE else Problem.IMAGE_REFUSED


def ending_of(body: bytes) -> str:
    """The ending that a picture's first bytes ask for, where its address has none; empty: it is none known here."""
    if body[4:12] in {b"ftypavif", b"ftypavis"}:
        return ".avif"
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return ".webp"
    return next((ending for begins, ending in _ENDINGS.items() if body.startswith(begins)), "")


def local_file(folder: Path | None, address: str) -> Path:
    """The file that a path in the table names; nothing outside the folder, links included.

    Raises:
        PictureError: it is outside, not there, empty or closed to us.
    """
    if folder is None or "://" in address or is_web_address(address):
        raise PictureError(Problem.IMAGE_BAD_ADDRESS, address)
    try:
        path = find_file(folder, address).resolve()
        if not path.is_relative_to(folder):
            raise PictureError(Problem.IMAGE_BAD_ADDRESS, f"{address} is outside the catalogue's folder")
        if not path.is_file():
            raise PictureError(Problem.IMAGE_NOT_FOUND, address)
        if not path.stat().st_size:
            raise PictureError(Problem.IMAGE_EMPTY, address)
        with path.open("rb"):
            return path
    except (OSError, ValueError, RuntimeError) as error:  # no permission; a NUL in the name; links in a circle
        raise PictureError(Problem.IMAGE_UNREADABLE, f"{address}: {error}") from error


def download_name(product_id: str, url: str) -> str:
    """A file name that is safe everywhere, tells the product, and changes with the address."""
    readable = re.sub(r"[^A-Za-z0-9_-]+", "_", product_id)[:40]
    digest = hashlib.sha256(f"{product_id}\n{url}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    suffix = Path(urlsplit(url).path).suffix.lower()
    return f"{readable}-{digest}{suffix if suffix in _SUFFIXES else ''}"
