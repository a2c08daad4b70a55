"""These tests look at the console in a real browser, in front of a real supervisor."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import sync_playwright

from support.chromium import executable, flags
from support.console_page import ConsolePage, Open
from support.fixtures import server, servers
from support.windows import Windows

__all__ = ["server", "servers"]


@pytest.fixture(scope="module")
def windows() -> Iterator[Windows]:
    """Those of the machine's own Chromium; it ends with the module, as its loop would disturb others."""
    path = executable()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=flags())
        yield Windows(launched)
        launched.close()


@pytest.fixture
def open_page(windows: Windows) -> Iterator[Open]:
    """Opens pages of a server's console; afterwards nothing must have gone wrong in any of them."""
    opened: list[ConsolePage] = []

    def make(*args: object, **options: object) -> ConsolePage:
        opened.append(ConsolePage(windows, *args, **options))
        return opened[-1]

    yield make
    mishaps = [mishap for page in opened for mishap in page.mishaps]
    for page in opened:
        page.close()
    assert mishaps == []
