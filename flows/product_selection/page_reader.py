"""Reads a catalogue's pages one by one, each once, and does not take a broken one for the last."""

from functools import partial
from typing import Any

import httpx

from workflow_engine import step

from . import web
from .addresses import same_page
from .encoding import decode_html
from .hosts import Hosts
from .notes import Note, Notes
from .pages import Page, page_as_data, page_from_data, parse_page

MAX_PAGE_BYTES = 20_000_000
MAX_REFRESHES = 5
_SHOWN = 80


class PageReader:
    """The pages of one catalogue."""

    def __init__(self, client: httpx.Client, hosts: Hosts, notes: Notes) -> None:
        self._client = client
        self._hosts = hosts
        self._notes = notes
        self._read = 0
        self._pages_end = False  #: whether a page before this one had the end that HTML has

    def __call__(self, url: str) -> Page:
        """The page at `url`. A durable step: a resumed run goes on behind the last page it has read.

        Raises:
            FetchError: it cannot be had, or not whole.
        """
        data = step(self._page_data, url, key=url)
        page = page_from_data(data["page"])
        self._notes.take_in(data["notes"])
        self._read += 1
        self._pages_end = self._pages_end or page.ends
        self._hosts.of(url).known = True  # so that an outage is waited for, also where a resumed run meets it
        return page

    def _page_data(self, url: str) -> dict[str, Any]:
        notes = Notes()
        for _ in range(1 + MAX_REFRESHES):
            page = self._fetched(url, notes)
            if page.refresh_url is None:
                return {"page": page_as_data(page), "notes": notes.as_data()}
            notes.add(Note.PAGES_REFRESHED, f"{url} → {page.refresh_url}")
            url = page.refresh_url
        raise web.FetchError(f"more than {MAX_REFRESHES} pages that only send on to another one")

    def _fetched(self, url: str, notes: Notes) -> Page:
        def ask(whole: bool) -> Page:
            read = partial(self._checked, notes=notes, whole=whole)
            return web.fetch_as(self._client, url, read, max_bytes=MAX_PAGE_BYTES, hosts=self._hosts)

        try:
            return ask(whole=True)
        except web.BrokenOffError:
            page = ask(whole=False)
            if not page.next_url:  # where it goes on may be in what is missing
                raise
            notes.add(Note.PAGES_BROKEN_OFF, url)
            return page

    def _checked(self, answer: web.Answer, notes: Notes, *, whole: bool) -> Page:
        """The page, if it is one that a catalogue can have here."""
        own = Notes()  # a page that is tried again is counted once
        page = parse_page(decode_html(answer.body, answer.charset, own), answer.url)
        if page.excuse:
            raise web.DamagedError(f"a page without products that says {page.excuse[:_SHOWN]!r}")
        if whole and (page.cut or (self._pages_end and not page.ends)):
            raise web.BrokenOffError("the page breaks off before its end")
        if not page.listings and not page.next_url:
            self._check_empty(page)
            if page.refresh_url is None:
                own.add(Note.PAGES_EMPTY, answer.url)
        notes.take_in(own.as_data())
        return page

    def _check_empty(self, page: Page) -> None:
        if page.refresh_url is not None:
            if same_page(page.refresh_url) == same_page(page.url):
                raise web.DamagedError("a page without products that asks to be loaded again")
        elif self._read and not page.is_list:
            raise web.EmptyPageError("a page with neither a product nor a next page")
