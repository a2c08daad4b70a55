"""Every page in both languages and both schemes: no key without words, no serious finding of axe, no own markup."""

from typing import Any

import pytest
from playwright.sync_api import ViewportSize, expect

from support.chromium import missing
from support.console_page import AXE, ConsolePage, Open
from support.run import Run, chain, node
from support.server import Server

TABS = ["overview", "items", "logs", "state", "artifacts", "metrics", "events", "definition"]
#: A telephone, and a small laptop: the last is what the next page is looked at in.
SIZES: list[ViewportSize] = [{"width": 390, "height": 844}, {"width": 1366, "height": 768}]
EVIL = "<img src=x onerror='document.body.dataset.evil=1'><script>document.body.dataset.evil=2</script>"


@pytest.fixture(scope="module")
def failed(server: Server) -> Run:
    """A run with something on each of its tabs, all of it hostile."""
    server.flow(chain(node("named", "counts")), "listed")
    bad = {"1": {"fault": "raises"}}
    flow = chain(
        node("says", "prints", text=f"{EVIL}\nsecond line"),
        node("gives", "returns", answer=EVIL),
        node("loop", "maps", faults=bad, on_error="raise"),
    )
    run = server.run(flow, items=[{"id": EVIL}, {"id": 1}, {"id": 2}], **{EVIL: EVIL})
    assert server.post("/flows", {"name": EVIL, "id": "evil-name"}).status_code == 201
    for title, times in ((EVIL, {"cron": "30 2 * * *"}), (None, {"at": "2060-01-01T09:00"})):
        answer = server.post("/schedules", {"flow_id": "listed", "title": title, "input": {EVIL: EVIL}, **times})
        assert answer.status_code == 201, answer.text
    server.post(f"/schedules/{answer.json()['id']}/pause")
    run.failed()
    run.paths.outputs.joinpath("'><b>evil.csv").write_text(f'name,value\n"{EVIL}",1\n', encoding="utf-8")
    waiting = server.run(node("ask", "asks", questions=[EVIL]))
    waiting.until("interrupted")
    return run


def _pages(run: Run) -> list[str]:
    tabs = [f"/runs/{run.id}?tab={tab}" for tab in TABS]
    dialogs = [f"/runs/{run.id}?dialog=edit", f"/runs/{run.id}?dialog=fork", "/flows/listed?start=1", "/flows?new=1"]
    flows = ["/flows", "/flows/listed", "/flows/listed?tab=versions", "/flows/new/design"]
    flows += ["/flows/listed/design?node=named"]
    ids = [each["id"] for each in run.server.get("/schedules")["items"]]
    schedules = ["/schedules", "/schedules?new=1&flow=listed", *(f"/schedules/{each}" for each in ids)]
    places = ["/", "/runs", "/tasks", "/library", "/system", "/nowhere", "/flows/evil-name"]
    return [*places, *flows, *schedules, *tabs, *dialogs]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("locale", "scheme"), [("en-GB", "light"), ("zh-CN", "dark")])
def test_every_page_has_words_and_can_be_used_by_everybody(
    server: Server, failed: Run, open_page: Open, locale: str, scheme: str
):
    if not AXE.exists():
        missing("axe-core is not installed (npm ci in console/)")
    console = open_page(server, locale=locale, color_scheme=scheme, reduced_motion="reduce")
    found: dict[str, Any] = {}
    for path in _pages(failed):
        console.go(path)
        _settled(console)
        if keys := console.missing_keys():
            found[path] = keys
        if findings := console.serious_findings():
            found.setdefault(path, []).extend(findings)
        if _marks(console):
            found.setdefault(path, []).append("markup of a user's own")
        for size in SIZES:
            console.page.set_viewport_size(size)
            if beyond := console.page.evaluate("document.documentElement.scrollWidth - innerWidth"):
                found.setdefault(path, []).append(f"{beyond} px beyond an edge at {size['width']}")
    assert found == {}


def test_what_users_wrote_is_text(server: Server, failed: Run, open_page: Open):
    console = open_page(server, f"/runs/{failed.id}?tab=logs")
    expect(console.page.locator(".ren-log-message", has_text="<img src=x onerror").first).to_be_visible()
    console.go(f"/runs/{failed.id}?tab=artifacts")
    console.page.get_by_role("button", name="Look at '><b>evil.csv").click()
    expect(console.page.get_by_role("cell", name=EVIL)).to_be_visible()
    console.page.get_by_role("tab", name="Items").click()
    console.page.get_by_role("button", name="script").first.click()
    assert _marks(console) == 0


def test_the_language_is_the_browsers_first_and_then_the_readers(server: Server, failed: Run, open_page: Open):
    console = open_page(server, "/runs", locale="zh-CN")
    expect(console.page.get_by_role("heading", level=1)).to_have_text("运行记录")
    assert console.page.evaluate("document.documentElement.lang") == "zh-CN"
    console.page.get_by_text("EN", exact=True).click()
    expect(console.page.get_by_role("heading", level=1)).to_have_text("Runs")
    console.go("/flows")
    expect(console.page.get_by_role("heading", level=1)).to_have_text("Flows")


def test_the_whole_path_by_keyboard(server: Server, failed: Run, open_page: Open):
    console = open_page(server, f"/runs/{failed.id}")
    console.status("Failed")
    keyboard = console.page.keyboard
    keyboard.press("Tab")
    expect(console.page.locator(":focus")).to_have_text("Skip to the page")
    keyboard.press("Enter")
    console.page.get_by_role("tab", name="Overview").focus()
    keyboard.press("ArrowRight")
    expect(console.page.locator(":focus")).to_have_text("Items")
    console.page.locator(".react-flow__node", has_text="says").focus()
    keyboard.press("Enter")
    console.page.wait_for_url("**node=says**")


def _settled(console: ConsolePage) -> None:
    console.page.wait_for_load_state("load")
    console.page.locator("main :is(h1, h2, svg)").first.wait_for()
    expect(console.page.locator("[aria-label='Loading'], [aria-label='加载中']")).to_have_count(0)


def _marks(console: ConsolePage) -> int:
    """How many elements a user's text brought, and whether it ran."""
    return int(console.page.evaluate("document.querySelectorAll('img[src=x], body[data-evil]').length"))
