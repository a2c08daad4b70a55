"""The second node: a fingerprint of every product's picture."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypedDict

from workflow_engine import StepFailed, current_run, map_steps, register_function

from .addresses import is_placeholder, is_web_address
from .downloads import Download, download_pictures, show_wait
from .fingerprint import fingerprint
from .hosts import DEFAULT_MAX_WAIT, Hosts
from .notes import Note
from .photos import local_file
from .problems import PictureError, Problem, describe
from .products import Product

DEFAULT_WORKERS = 4  #: processes: decoding a picture keeps a core busy, and a decoder that crashes costs one picture
DOWNLOADS = "images"  #: the folder below the run's outputs
MANY = 5  #: products with one picture's address


class Picture(TypedDict):
    """What a process is told of a product's picture."""

    id: str
    address: str
    file: str | None  #: its name among the downloads
    error: str


class ImageRow(TypedDict):
    """What is known of a product's picture."""

    id: str
    hash: str | None
    width: int | None
    height: int | None
    error: str
    note: str  #: why a sound picture is not compared with others, or how it was found
    file: str | None  #: below the run's outputs, or whole: the catalogue's own


@register_function(
    "image.process_batch",
    requires=[
        *("brotli>=1.2", "charset-normalizer>=3.4", "filelock>=4.1", "httpx>=0.28", "imagehash>=4.3.2"),
        *("numpy>=1.26", "pillow>=11", "selectolax>=0.3.29", "zstandard>=0.23"),
    ],
)
def process_batch(
    state: dict[str, Any],
    *,
    workers: int | None = None,
    max_wait: float | None = None,
    max_unreachable: int | None = None,
) -> dict[str, Any]:
    """Hash and size of every product's picture; one that cannot be had or read is a row with an error.

    Raises:
        UnreachableError: more than `max_unreachable` (default 0) pictures could not be reached.
    """
    products: list[Product] = state["products"]
    run = current_run()
    folder = state["catalogue"]["folder"]
    downloads = run.outputs_dir / DOWNLOADS
    hosts = Hosts(
        DEFAULT_MAX_WAIT if max_wait is None else max_wait, partial(show_wait, folder=downloads, total=len(products))
    )
    hosts.of(state["catalogue"].get("source", "")).known = True  # it gave the catalogue
    fetched = download_pictures(products, downloads, hosts, max_unreachable or 0)
    found = map_steps(
        partial(process_one, downloads=str(downloads), folder=folder),
        [picture_of(product, fetched.get(product["id"])) for product in products],
        key="id",
        workers=workers or DEFAULT_WORKERS,
        pool="process",
        on_error="skip",
        label="pictures",
    )
    return told(rows_of(products, found))


def rows_of(products: list[Product], found: Sequence[ImageRow | StepFailed | None]) -> list[ImageRow]:
    """A row for each product, also for those whose picture could not even be looked at."""
    shared = shared_addresses(products)
    return [
        _with_note(row if isinstance(row, dict) else _lost(product, row), product["image"] in shared)
        for product, row in zip(products, found, strict=True)
    ]


def told(rows: list[ImageRow]) -> dict[str, Any]:
    """What the state gets of the pictures; the log has it in short."""
    logger = current_run().logger
    problems = Counter(row["error"].split(":")[0] for row in rows if row["error"])
    notes = Counter(row["note"].split(":")[0] for row in rows if row["note"])
    ok = len(rows) - problems.total()
    logger.info("%d of %d pictures are fine", ok, len(rows))
    for note, count in sorted(notes.items()):
        logger.warning("%s: %d pictures", note, count)
    return {"images": rows, "image_count": ok, "image_problems": dict(problems), "image_notes": dict(notes)}


def process_one(picture: Picture, *, downloads: str, folder: str | None) -> ImageRow:
    """One product's row; pictures from the web are in `downloads`, others lie below `folder`."""
    if picture["error"]:
        return _row(picture["id"], error=picture["error"])
    try:
        path, note = _file_of(picture, Path(downloads), None if folder is None else Path(folder))
        found = fingerprint(path)
    except PictureError as error:
        return _row(picture["id"], error=describe(error.problem, error.detail))
    if found.blank:
        note = Note.IMAGES_BLANK.value
    name = str(path) if picture["file"] is None else f"{DOWNLOADS}/{picture['file']}"
    sound = _row(picture["id"], error="")
    return {**sound, "hash": found.hash, "width": found.width, "height": found.height, "note": note, "file": name}


def shared_addresses(products: list[Product]) -> set[str]:
    """Addresses of pictures that many products have: what a shop shows where it has no picture."""
    counts = Counter(product["image"] for product in products if product["image"])
    return {address for address, count in counts.items() if count >= MANY}


def is_comparable(row: ImageRow) -> bool:
    """Whether a likeness of this picture says something about its product."""
    note = row.get("note", "").split(":")[0]
    return row["hash"] is not None and note not in {Note.IMAGES_BLANK.value, Note.IMAGES_SHARED.value}


def picture_of(product: Product, download: Download | None) -> Picture:
    """What is known of a product's picture before somebody looks at it."""
    error = ""
    if not product["image"]:
        error = describe(Problem.IMAGE_MISSING)
    elif is_web_address(product["image"]) and is_placeholder(product["image"]):
        error = describe(Problem.IMAGE_PLACEHOLDER, product["image"])
    elif download is not None:
        error = download["error"]
    return Picture(id=product["id"], address=product["image"], file=download and download["file"], error=error)


def _file_of(picture: Picture, downloads: Path, folder: Path | None) -> tuple[Path, str]:
    """The picture's file, and a note if it has another name than its address."""
    if picture["file"] is not None:
        return downloads / picture["file"], ""
    path = local_file(folder, picture["address"])
    same = folder is None or (folder / picture["address"].replace("\\", "/")).resolve() == path
    return path, "" if same else describe(Note.IMAGES_BY_OTHER_NAME, path.name)


def _with_note(row: ImageRow, shared: bool) -> ImageRow:
    return ImageRow(**{**row, "note": Note.IMAGES_SHARED.value}) if shared and row["hash"] and not row["note"] else row


def _lost(product: Product, failure: StepFailed | None) -> ImageRow:
    why = failure.message if failure else ""
    return _row(product["id"], error=describe(Problem.IMAGE_CRASHED, why))


def _row(product_id: str, *, error: str) -> ImageRow:
    return ImageRow(id=product_id, hash=None, width=None, height=None, error=error, note="", file=None)
