"""The second node: a fingerprint of every product's picture."""

from collections import Counter
from functools import cache, partial
from pathlib import Path
from typing import Any, TypedDict

import httpx

from workflow_engine import StepFailed, current_run, map_steps, register_function

from . import web
from .fingerprint import fingerprint
from .photos import Photos
from .problems import PictureError, Problem, describe
from .products import Product

DEFAULT_WORKERS = 4  #: processes: decoding a picture keeps a core busy, and a decoder that crashes costs one picture


class ImageRow(TypedDict):
    """What is known of a product's picture."""

    id: str
    hash: str | None
    width: int | None
    height: int | None
    error: str


@register_function("image.process_batch", requires=["httpx>=0.28", "pillow>=11", "imagehash>=4.3.2", "numpy>=1.26"])
def process_batch(state: dict[str, Any], *, workers: int | None = None) -> dict[str, Any]:
    """Hash and size of every product's picture; one that cannot be had or read is a row with an error."""
    products: list[Product] = state["products"]
    run = current_run()
    process = partial(process_one, downloads=str(run.outputs_dir / "images"), folder=state["catalogue"]["folder"])
    found = map_steps(
        process,
        products,
        key="id",
        workers=workers or DEFAULT_WORKERS,
        pool="process",
        on_error="skip",
        label="pictures",
    )
    rows = [
        _lost(product, row) if isinstance(row, StepFailed) else row
        for product, row in zip(products, found, strict=True)
    ]
    problems = Counter(row["error"].split(":")[0] for row in rows if row["error"])
    ok = len(rows) - problems.total()
    run.logger.info("%d of %d pictures are fine", ok, len(rows))
    return {"images": rows, "image_count": ok, "image_problems": dict(problems)}


def process_one(product: Product, *, downloads: str, folder: str | None) -> ImageRow:
    """One product's row; pictures from the web are kept in `downloads`, others lie below `folder`."""
    photos = Photos(shared_client(), Path(downloads), None if folder is None else Path(folder))
    try:
        found = fingerprint(photos.file_of(product))
    except PictureError as error:
        return _row_without_picture(product, describe(error.problem, error.detail))
    return ImageRow(id=product["id"], hash=found.hash, width=found.width, height=found.height, error="")


def _lost(product: Product, failure: StepFailed) -> ImageRow:
    return _row_without_picture(product, describe(Problem.IMAGE_CRASHED, failure.message))


def _row_without_picture(product: Product, error: str) -> ImageRow:
    return ImageRow(id=product["id"], hash=None, width=None, height=None, error=error)


@cache
def shared_client() -> httpx.Client:
    """One client a process, so that connections are used again."""
    return web.open_client()
