"""The pictures of the web, as files: the first half of the second node."""

from collections import Counter
from functools import partial
from pathlib import Path
from typing import TypedDict

from workflow_engine import StepFailed, current_run, map_steps, progress

from . import web
from .addresses import is_placeholder, is_web_address
from .hosts import Hosts
from .photos import Downloads
from .problems import PictureError, Problem, describe
from .products import Product

THREADS = 8  #: at one time: downloading is waiting


class Download(TypedDict):
    """What became of a picture's address."""

    file: str | None  #: its name in the downloads' folder
    error: str


class UnreachableError(Exception):
    """More pictures could not be reached than the flow's input allows."""

    hint = "Retry when the pictures' addresses answer, or resume with a larger max_unreachable."


def download_pictures(products: list[Product], folder: Path, hosts: Hosts, max_unreachable: int) -> dict[str, Download]:
    """What became of each web picture, by its product's id. Waits are safe points, and one host's is everybody's.

    Raises:
        UnreachableError: more than `max_unreachable` could not be reached. They are failed items: `retry` tries them
            again, a resume with a larger `max_unreachable` goes on without them.
    """
    wanted = [each for each in products if is_web_address(each["image"]) and not is_placeholder(each["image"])]
    if not wanted:
        return {}
    with web.open_client() as client:
        download = partial(download_one, downloads=Downloads(client, folder, hosts))
        found = map_steps(download, wanted, key="id", workers=THREADS, on_error="skip", label="downloads")
        outcomes = {product["id"]: _outcome(row) for product, row in zip(wanted, found, strict=True)}
    lost = [product_id for product_id, row in outcomes.items() if row["error"].startswith(_UNREACHABLE)]
    if len(lost) > max_unreachable:
        raise UnreachableError(
            f"{len(lost)} of {len(wanted)} pictures could not be reached ({_reasons(lost, outcomes)}). A retry of the "
            f"run tries them again; a resume with max_unreachable={len(lost)} goes on without them."
        )
    return outcomes


def download_one(product: Product, *, downloads: Downloads) -> Download:
    """One picture. What another try may change is raised, so that the item counts as failed."""
    try:
        return Download(file=downloads.fetch(product["id"], product["image"]), error="")
    except PictureError as error:
        if error.problem is Problem.IMAGE_UNREACHABLE:
            raise
        return Download(file=None, error=describe(error.problem, error.detail))


def show_wait(text: str, folder: Path, total: int) -> None:
    """A wait for a host, as progress and in the log."""
    progress(sum(1 for _ in folder.glob("*")), total, text)
    current_run().logger.warning("%s", text)


_UNREACHABLE = Problem.IMAGE_UNREACHABLE.value


def _outcome(row: Download | StepFailed) -> Download:
    if not isinstance(row, StepFailed):
        return row
    _, found, detail = row.message.partition(f"{_UNREACHABLE}: ")
    return Download(file=None, error=describe(Problem.IMAGE_UNREACHABLE, detail if found else row.message))


def _reasons(lost: list[str], outcomes: dict[str, Download]) -> str:
    reasons = Counter(outcomes[product_id]["error"].removeprefix(f"{_UNREACHABLE}: ") for product_id in lost)
    return ", ".join(f"{reason}: {count}" for reason, count in reasons.most_common(3))
