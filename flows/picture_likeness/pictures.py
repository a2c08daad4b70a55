"""One picture at a time: fetched, and looked at. The flow's `map` nodes have the loop."""

import threading
from functools import cache
from pathlib import Path
from typing import Any

from product_selection import web
from product_selection.addresses import is_placeholder, is_web_address
from product_selection.downloads import Download
from product_selection.hosts import DEFAULT_MAX_WAIT, Hosts
from product_selection.images import DOWNLOADS, ImageRow, Picture, picture_of, process_one, rows_of, told
from product_selection.photos import Downloads
from product_selection.problems import PictureError, describe
from product_selection.products import Product
from workflow_engine import current_run, register_function

_ONE_AT_A_TIME = threading.Lock()


class Fetched(Picture):
    """A product's picture, and where the files from the web are."""

    downloads: str


@register_function(
    "likeness.fetch_picture",
    requires=["brotli>=1.2", "filelock>=4.1", "httpx>=0.28", "selectolax>=0.3.29", "zstandard>=0.23"],
)
def fetch_picture(product: Product, *, source: str, max_wait: float | None = None) -> Fetched:
    """The product's picture as a file. One that cannot be had is told in its row: a person decides what follows."""
    folder = current_run().outputs_dir / DOWNLOADS
    download: Download | None = None
    if is_web_address(product["image"]) and not is_placeholder(product["image"]):
        with _ONE_AT_A_TIME:  # the threads share one, and its patience with hosts
            downloads = _downloads(folder, source, DEFAULT_MAX_WAIT if max_wait is None else max_wait)
        try:
            download = Download(file=downloads.fetch(product["id"], product["image"]), error="")
        except PictureError as error:
            download = Download(file=None, error=describe(error.problem, error.detail))
    return Fetched(**picture_of(product, download), downloads=str(folder))


@cache
def _downloads(folder: Path, source: str, max_wait: float) -> Downloads:
    hosts = Hosts(max_wait, lambda text: current_run().logger.warning("%s", text))
    hosts.of(source).known = True  # it gave the catalogue
    return Downloads(web.open_client(), folder, hosts)  # open until the run's process ends


@register_function("likeness.fingerprint", requires=["imagehash>=4.3.2", "numpy>=1.26", "pillow>=11"])
def fingerprint(picture: Fetched, *, folder: str | None = None) -> ImageRow:
    """Hash and size of one picture; one that cannot be read is a row with an error."""
    return process_one(picture, downloads=picture["downloads"], folder=folder)


@register_function("likeness.gather")
def gather(state: dict[str, Any]) -> dict[str, Any]:
    """The rows of all pictures, as the nodes that follow want them."""
    return told(rows_of(state["products"], state["looked_at"]))
