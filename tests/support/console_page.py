"""One page of the console, as a person uses it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Locator, Request, WebSocket, expect

from support.server import Server
from support.wait import patient, until
from support.windows import Windows

SECONDS = 20
#: A browser without a graphics card draws what moves by the processor, sixty times a second.
USUAL = {"reduced_motion": "reduce"}
AXE = Path(__file__).resolve().parents[2] / "console" / "node_modules" / "axe-core" / "axe.min.js"
#: A key that no catalog has is shown as it is: words joined by dots, nothing else in the text.
_KEY = re.compile(r"^(?:[a-z]+[A-Za-z]*\.)+[a-z]+[A-Za-z_]*$")
#: What a browser reports when the server goes away, which some tests let it do.
_NETWORK = ("ERR_CONNECTION", "WebSocket connection", "Failed to load resource")


class ConsolePage:
    """A window of its own, with everything that went wrong in it."""

    def __init__(self, windows: Windows, server: Server, path: str = "/", **options: Any) -> None:
        self.server = server
        self.base = str(server.client.base_url).rstrip("/")
        self.survives_outage = bool(options.pop("outage", False))
        self._settings = {"locale": "en-GB", "viewport": {"width": 1366, "height": 768}, **USUAL, **options}
        self._windows = windows
        self.page = windows.open(self._settings)
        self.page.set_default_timeout(patient(SECONDS) * 1000)
        expect.set_options(timeout=patient(SECONDS) * 1000)
        self.mishaps: list[str] = []
        self._sockets: list[WebSocket] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", self._threw)
        self.page.on("request", self._requested)
        self.page.on("websocket", self._opened)
        self.go(path)

    def go(self, path: str) -> "ConsolePage":
        self.page.goto(f"{self.base}/console{path}")
        return self

    def close(self) -> None:
        """Another test may have the window, which is as empty as a new one then."""
        self.page.remove_listener("console", self._heard)
        self.page.remove_listener("pageerror", self._threw)
        self.page.remove_listener("request", self._requested)
        self.page.remove_listener("websocket", self._opened)
        self._windows.give_back(self.page, self._settings, self.base)

    # -- what is seen ----------------------------------------------------------------------------------------------

    def shows(self, text: "str | re.Pattern[str]", *, timeout: float = SECONDS) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=patient(timeout) * 1000)

    def status(self, word: str, *, timeout: float = SECONDS) -> None:
        """The run's status stands in its header as this word."""
        expect(self.page.locator(".ren-status[data-size=md]")).to_have_text(word, timeout=patient(timeout) * 1000)

    def scroll_to(self, target: Locator) -> None:
        """Scroll down a list that grows as it is scrolled, until this is in sight."""

        def in_sight() -> bool:
            self.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
            self.page.wait_for_timeout(50)  # lets the page draw what the scrolling asked for
            return target.is_visible()

        until(in_sight, SECONDS, f"{target} in sight")

    def button(self, name: "str | re.Pattern[str]") -> Locator:
        return self.page.get_by_role("button", name=name)

    def press(self, name: str, *, inside: str | None = None) -> None:
        place = self.page if inside is None else self.page.get_by_role("dialog", name=inside)
        place.get_by_role("button", name=name, exact=True).click()

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name, exact=True).click()

    def streams(self) -> list[str]:
        """The paths of the event streams that are open."""
        self.page.evaluate("0")  # what happened since is heard of
        return [urlsplit(socket.url).path for socket in self._sockets if not socket.is_closed()]

    def row(self, text: str) -> Locator:
        """The row of the table that has this text."""
        return self.page.get_by_role("row").filter(has_text=text)

    def node_count(self) -> int:
        """How many elements the document holds."""
        return int(self.page.evaluate("document.getElementsByTagName('*').length"))

    def missing_keys(self) -> list[str]:
        """Texts that are no words but keys of a catalog."""
        texts: list[str] = self.page.evaluate(_ALL_TEXTS)
        subjects: set[str] = {
            "bpmn",
            "common",
            "condition",
            "designer",
            "inspector",
            "problemList",
            "templates",
            "nav",
            "run",
            "runs",
            "flows",
            "logs",
            "items",
            "system",
            "home",
            "problem",
            "schedules",
            "tasks",
            "waits",
        }
        return [text for text in texts if _KEY.match(text) and text.split(".")[0] in subjects]

    def cut_buttons(self) -> list[str]:
        """The words of buttons that have no room for them."""
        return list(self.page.evaluate(_CUT_BUTTONS))

    def serious_findings(self) -> list[str]:
        """What axe finds serious or worse: the rule and the places."""
        if not self.page.evaluate("'axe' in window"):
            # Through the protocol: the page itself may not run what is not its own.
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        # Selectors of the places are not told, and take a look at all of the document.
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations'], selectors: false})")
        worst = [each for each in found["violations"] if each["impact"] in {"serious", "critical"}]
        return [json.dumps([each["id"], [place["html"][:200] for place in each["nodes"]][:3]]) for each in worst]

    # -- what went wrong -------------------------------------------------------------------------------------------

    def _heard(self, message: ConsoleMessage) -> None:
        lost = self.survives_outage and any(sign in message.text for sign in _NETWORK)
        if message.type in {"error", "warning"} and not lost:
            self.mishaps.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def _threw(self, error: Error) -> None:
        self.mishaps.append(f"uncaught: {error}")

    def _requested(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.mishaps.append(f"a request beyond the own origin: {request.url}")

    def _opened(self, socket: WebSocket) -> None:
        self._sockets.append(socket)


Open = Callable[..., ConsolePage]

_CUT_BUTTONS = """() => [...document.querySelectorAll('button .mantine-Button-label, a .mantine-Button-label')]
  .filter((label) => label.clientWidth > 0 && label.scrollWidth > label.clientWidth + 1)
  .map((label) => label.textContent.trim())"""

_ALL_TEXTS = """() => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode.textContent.trim());
  for (const each of document.querySelectorAll('[aria-label],[title],[placeholder]'))
    for (const name of ['aria-label', 'title', 'placeholder'])
      if (each.hasAttribute(name)) texts.push(each.getAttribute(name).trim());
  return texts.filter(Boolean);
}"""
