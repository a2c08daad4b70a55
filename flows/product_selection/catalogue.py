"""The first node: which products there are."""

import logging
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from workflow_engine import current_run, progress, register_function, step

from . import web
from .encoding import decode_html
from .folder import CatalogueError, find_folder, read_listings
from .notes import EXAMPLES, Notes
from .pages import Page, is_web_address, page_as_data, page_from_data, parse_page
from .problems import Problem
from .products import Listing, Selection

DEFAULT_LIMIT = 1000
MAX_PAGES = 10_000
MAX_BARREN_PAGES = 20  #: pages in a row without a new product: an endless calendar, not a catalogue
MAX_PAGE_BYTES = 20_000_000


@register_function("data.scrape_products", requires=["charset-normalizer>=3.4", "httpx>=0.28", "selectolax>=0.3.29"])
def scrape_products(state: dict[str, Any], *, source: str | None = None, limit: int | None = None) -> dict[str, Any]:
    """Products of the catalogue at `source` (default: the state's): the first of each id, at most `limit`.

    Raises:
        CatalogueError: the source is no folder with a products.csv.
        FetchError: the catalogue's first page cannot be had. Later pages that fail end the catalogue, and are reported.
    """
    source = (source or str(state["source"])).strip()
    notes = Notes()
    selection = Selection(limit or DEFAULT_LIMIT, notes)
    folder: Path | None = None
    if is_web_address(source):
        with web.open_client() as client:
            pages, stopped = walk(source, partial(durable_page, client), selection)
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


def durable_page(client: httpx.Client, url: str) -> Page:
    """A page that is fetched once: a resumed run goes on behind the last page it has read."""
    return page_from_data(step(_page_data, url, client, key=url))


def _page_data(url: str, client: httpx.Client) -> dict[str, Any]:
    return page_as_data(fetch_page(url, client))


def fetch_page(url: str, client: httpx.Client) -> Page:
    """One page of a catalogue."""
    answer = web.fetch(client, url, max_bytes=MAX_PAGE_BYTES)
    return parse_page(decode_html(answer.body, answer.charset), answer.url)


def walk(first_url: str, get_page: Callable[[str], Page], selection: Selection) -> tuple[int, str]:
    """Follow a catalogue from page to page.

    Returns:
        How many pages were read, and why it stopped before the catalogue's end; empty if it did not.
    """
    seen: set[str] = set()
    barren = 0
    url: str | None = first_url
    while url is not None:
        if stopped := _dead_end(url, seen, barren):
            return len(seen), stopped
        try:
            page = get_page(url)
        except web.FetchError as error:
            if not seen:
                raise
            return len(seen), f"{url}: {error.reason}"
        seen.add(url)
        before = len(selection.products)
        stopped = take(page.listings, selection)
        progress(len(selection.products), None, f"page {len(seen)}")
        if stopped or (selection.full and page.next_url):
            return len(seen), stopped or _limit(selection)
        barren = barren + 1 if len(selection.products) == before else 0
        url = page.next_url
    return len(seen), ""


def _dead_end(url: str, seen: set[str], barren: int) -> str:
    if url in seen:
        return f"the pages lead in a circle, back to {url}"
    if not is_web_address(url):
        return f"the next page's address is not http(s): {url}"
    if barren == MAX_BARREN_PAGES:
        return f"{barren} pages in a row without a new product"
    return f"{MAX_PAGES} pages are the most" if len(seen) == MAX_PAGES else ""


def take(listings: Iterable[Listing], selection: Selection) -> str:
    """Take listings in; why some were left over, empty if none were."""
    for listing in listings:
        if selection.full:
            return _limit(selection)
        selection.add(listing)
    return ""


def _limit(selection: Selection) -> str:
    return f"limit of {selection.limit} products"


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
