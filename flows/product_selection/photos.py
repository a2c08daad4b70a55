"""Where a product's picture file is: in the catalogue's folder, or downloaded once into the run's outputs."""

import hashlib
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from . import web
from .pages import is_web_address
from .problems import PictureError, Problem
from .products import Product

MAX_IMAGE_BYTES = 100_000_000
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".avif"})
_GONE = frozenset({404, 410})


class Photos:
    """Finds picture files. Threads may share one; use it with one client for all of a node's pictures."""

    def __init__(self, client: httpx.Client, downloads: Path, folder: Path | None) -> None:
        self._client = client
        self._downloads = downloads
        self._folder = folder

    def file_of(self, product: Product) -> Path:
        """The product's picture as a file that is not empty.

        Raises:
            PictureError: there is none.
        """
        address = product["image"]
        if not address:
            raise PictureError(Problem.IMAGE_MISSING)
        if is_web_address(address):
            return self._downloaded(product["id"], address)
        if self._folder is None or "://" in address:
            raise PictureError(Problem.IMAGE_BAD_ADDRESS, address)
        return local_file(self._folder, address)

    def _downloaded(self, product_id: str, url: str) -> Path:
        path = self._downloads / download_name(product_id, url)
        if path.exists() and path.stat().st_size:  # an earlier attempt of this node had it
            return path
        try:
            answer = web.fetch(self._client, url, max_bytes=MAX_IMAGE_BYTES)
        except web.TooLongError as error:
            raise PictureError(Problem.IMAGE_TOO_LARGE, error.reason) from error
        except web.FetchError as error:
            problem = Problem.IMAGE_NOT_FOUND if error.status in _GONE else Problem.IMAGE_UNREACHABLE
            raise PictureError(problem, error.reason) from error
        if not answer.body:
            raise PictureError(Problem.IMAGE_EMPTY)
        self._downloads.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes(answer.body)
        os.replace(part, path)  # noqa: PTH105 - Path.replace hides that an existing file is meant to go
        return path


def local_file(folder: Path, address: str) -> Path:
    """The file that a path in the table names; nothing outside the folder, links included.

    Raises:
        PictureError: it is outside, not there, empty or closed to us.
    """
    try:
        path = (folder / address.replace("\\", "/")).resolve()
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
