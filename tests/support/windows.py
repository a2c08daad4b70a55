"""The windows of one browser. A new one has nothing of the console: it fetches, reads and compiles all of its code,
which takes as much of the processor as looking at a page does. One that a test is done with is emptied and used again.
"""

from typing import Any

from playwright.sync_api import Browser, Error, Page

#: What an origin may have stored, but for what was only fetched.
_STORED = "cookies,file_systems,indexeddb,local_storage,service_workers,cache_storage"
#: A page that asks whether it may be left is not waited for.
_LEAVE_MS = 5_000


class Windows:
    """Windows with settings, each in a context of its own: they share neither storage nor permissions."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[Page]] = {}

    def open(self, settings: dict[str, Any]) -> Page:
        """An empty window; nobody else has it until it is given back."""
        free = self._free.setdefault(_key(settings), [])
        return free.pop() if free else self._browser.new_context(**settings).new_page()

    def give_back(self, page: Page, settings: dict[str, Any], origin: str) -> None:
        """It is closed, unless all that was done in it can be undone."""
        try:
            is_empty = self._emptied(page, settings, origin)
        except Error:  # the page is gone, or asks whether it may be left
            is_empty = False
        if is_empty:
            self._free[_key(settings)].append(page)
        else:
            page.context.close()

    def _emptied(self, page: Page, settings: dict[str, Any], origin: str) -> bool:
        context = page.context
        if context.pages != [page] or not page.url.startswith(f"{origin}/"):
            return False
        page.unroute_all()
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
        page.goto("about:blank", timeout=_LEAVE_MS)
        page.mouse.move(-1, -1)  # over nothing
        for key in ("Control", "Shift", "Alt", "Meta"):
            page.keyboard.up(key)
        session = context.new_cdp_session(page)
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": _STORED})
        session.detach()
        context.clear_cookies()
        context.clear_permissions()
        page.set_viewport_size(settings["viewport"])
        return True


def _key(settings: dict[str, Any]) -> str:
    return repr(sorted(settings.items()))
