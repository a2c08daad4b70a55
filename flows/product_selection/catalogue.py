"""The first node: which products there are."""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from workflow_engine import current_run, progress, register_function

from . import web
from .addresses import is_web_address, same_page
from .folder import CatalogueError, find_folder, read_listings
from .hosts import DEFAULT_MAX_WAIT, Hosts
from .notes import EXAMPLES, Note, Notes
from .page_reader import PageReader
from .pages import Page
from .problems import Problem
from .products import Listing, Selection

DEFAULT_LIMIT = 1000
MAX_PAGES = 10_000
MAX_BARREN_PAGES = 20  #: pages in a row without a new product: an endless calendar, not a catalogue


@register_function(
    "data.scrape_products",
    requires=["brotli>=1.2", "charset-normalizer>=3.4", "httpx>=0.28", "selectolax>=0.3.29", "zstandard>=0.23"],
)
def scrape_products(
    state: dict[str, Any], *, source: str | None = None, limit: int | None = None, max_wait: float | None = None
) -> dict[str, Any]:
    """Products of the catalogue at `source` (default: the state's): the first of each id, at most `limit`.

    Raises:
        CatalogueError: the source is no folder with a products.csv.
        FetchError: a page cannot be had that may be had later, after `max_wait` seconds; a resume goes on at it. A page
            after the first that answers with a plain no ends the catalogue, and is reported.
    """
    source = (source or str(state["source"])).strip()
    notes = Notes()
    selection = Selection(limit or DEFAULT_LIMIT, notes)
    folder: Path | None = None
    if is_web_address(source):
        hosts = Hosts(DEFAULT_MAX_WAIT if max_wait is None else max_wait, lambda text: _show_wait(text, selection))
        with web.open_client() as client:
            pages, stopped = walk(source, PageReader(client, hosts, notes), selection)
    elif "://" in source:
        raise CatalogueError(f"source {source!r} is an address, but no http(s) one with a host")
    else:
        folder = find_folder(source, (current_run().inputs_dir, Path.cwd()))
        pages, stopped = 1, take(read_listings(folder, notes), selection)
        progress(len(selection.products), None, "products.csv")
    _log_outcome(source, selection, stopped)
    return {
        "products": selection.products,
        "product_count": len(selection.products),
        "catalogue": {
            "source": source,
            "folder": None if folder is None else str(folder),
            "limit": selection.limit,
            "pages": pages,
            "duplicates": selection.duplicates,
            "problems": dict(+selection.problems),
            "encoding": notes.encodings_in_words(),
            "notes": dict(notes.counts),
            "stopped": stopped,
        },
    }


def walk(first_url: str, get_page: Callable[[str], Page], selection: Selection) -> tuple[int, str]:
    """Follow a catalogue from page to page. A link back to a page that was read stands on the last one.

    Returns:
        How many pages were read, and why it stopped before the catalogue's end; empty if it did not.

    Raises:
        FetchError: the first page cannot be had, or a later one that may be had another time.
    """
    seen: set[str] = set()
    pages = barren = 0
    url: str | None = first_url
    while url is not None:
        if same_page(url) in seen:
            selection.notes.add(Note.NEXT_LEADS_BACK, url)
            break
        if stopped := _dead_end(url, pages, barren):
            return pages, stopped
        try:
            page = get_page(url)
        except web.FetchError as error:
            if pages and (not error.may_retry or isinstance(error, web.EmptyPageError)):
                return pages, f"{url}: {error.reason}"
            raise web.FetchError(f"page {pages + 1}, {url}: {error.reason}; a resume goes on here") from error
        pages += 1
        seen |= {same_page(url), same_page(page.url)}
        before = len(selection.products)
        stopped = take(page.listings, selection)
        progress(len(selection.products), None, f"page {pages}")
        if stopped or (selection.full and page.next_url):
            return pages, stopped or _limit(selection)
        barren = barren + 1 if len(selection.products) == before else 0
        url = page.next_url
    return pages, ""


def _dead_end(url: str, pages: int, barren: int) -> str:
    if not is_web_address(url):
        return f"the next page's address is not http(s): {url}"
    if barren == MAX_BARREN_PAGES:
        return f"{barren} pages in a row without a new product"
    return f"{MAX_PAGES} pages are the most" if pages == MAX_PAGES else ""


def take(listings: Iterable[Listing], selection: Selection) -> str:
    """Take listings in; why some were left over, empty if none were."""
    for listing in listings:
        if selection.full:
            return _limit(selection)
        selection.add(listing)
    return ""


def _limit(selection: Selection) -> str:
    return f"limit of {selection.limit} products"


def _show_wait(text: str, selection: Selection) -> None:
    progress(len(selection.products), None, text)
    current_run().logger.warning("%s", text)


def _log_outcome(source: str, selection: Selection, stopped: str) -> None:
    logger: logging.Logger = current_run().logger
    logger.info("%d products, %d duplicates dropped", len(selection.products), selection.duplicates)
    selection.notes.log(logger)
    damaged = [product for product in selection.products if product["error"].startswith(Problem.ROW_DAMAGED.value)]
    for product in damaged[:EXAMPLES]:
        logger.warning("%s (%s)", product["error"], product["id"])
    if len(damaged) > EXAMPLES:
        logger.warning("%d damaged rows in all: their `error` in the Excel file names the line", len(damaged))
    if stopped:
        logger.warning("the catalogue was not read to its end: %s", stopped)
    if not selection.products:
        logger.warning("no product found at %s: the docs say what a catalogue must look like", source)
