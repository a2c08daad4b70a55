"""The second node: a fingerprint of every product's picture."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypedDict

from workflow_engine import current_run, progress, register_function

from . import web
from .fingerprint import fingerprint
from .photos import Photos
from .problems import PictureError, describe
from .products import Product

DEFAULT_WORKERS = 8  #: threads; most of them wait for the network


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
    folder: str | None = state["catalogue"]["folder"]
    run = current_run()
    rows: list[ImageRow] = []
    with web.open_client() as client, ThreadPoolExecutor(workers or DEFAULT_WORKERS) as pool:
        photos = Photos(client, run.outputs_dir / "images", None if folder is None else Path(folder))
        for row in pool.map(partial(process_one, photos=photos), products):
            rows.append(row)
            progress(len(rows), len(products), row["id"])
    problems = Counter(row["error"].split(":")[0] for row in rows if row["error"])
    ok = len(rows) - problems.total()
    run.logger.info("%d of %d pictures are fine", ok, len(rows))
    return {"images": rows, "image_count": ok, "image_problems": dict(problems)}


def process_one(product: Product, photos: Photos) -> ImageRow:
    """One product's row."""
    try:
        found = fingerprint(photos.file_of(product))
    except PictureError as error:
        text = describe(error.problem, error.detail)
        return ImageRow(id=product["id"], hash=None, width=None, height=None, error=text)
    return ImageRow(id=product["id"], hash=found.hash, width=found.width, height=found.height, error="")
