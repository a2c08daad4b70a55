"""Ten thousand items, a hundred thousand log lines: the page holds few elements and answers at once."""

import json
import re

import pytest
from playwright.sync_api import expect

from support.console_page import Open
from support.run import Run, chain, node
from support.server import Server

ITEMS = 10_000
LINES = 100_000
#: Elements of a page with a full list on it; without virtual lists they would be hundreds of thousands.
MOST_ELEMENTS = 2_500


@pytest.fixture(scope="module")
def long_log(server: Server) -> Run:
    """A run that is over, with a log longer than a run may write in a test's time."""
    run = server.run(node("talk", "prints", text="line 0"))
    run.finished()
    run.left()
    line = {"ts": "2026-01-01T00:00:00.000Z", "level": "INFO", "thread_id": run.id, "node_id": "talk", "context": {}}
    texts = (json.dumps({**line, "seq": 1_000 + at, "message": f"line {at}"}) for at in range(1, LINES))
    with run.paths.log.open("a", encoding="utf-8") as log:
        log.writelines(f"{text}\n" for text in texts)
    return run


def test_ten_thousand_items_are_scrolled_through(server: Server, open_page: Open):
    run = server.run(node("loop", "maps_partial", count=ITEMS))
    run.finished(timeout=60)
    console = open_page(server, f"/runs/{run.id}?tab=items")
    console.shows("10,000 done")
    shown = console.page.locator(".ren-items [data-testid=virtuoso-scroller]")
    for _ in range(20):
        shown.evaluate("each => each.scrollTop = each.scrollHeight")
        console.page.wait_for_timeout(50)
    expect(shown.get_by_text(re.compile(r"^\d{4}$")).first).to_be_visible()
    assert console.node_count() < MOST_ELEMENTS


def test_a_hundred_thousand_lines_are_read_backwards_and_searched(server: Server, long_log: Run, open_page: Open):
    console = open_page(server, f"/runs/{long_log.id}?tab=logs")
    console.shows(f"line {LINES - 1}")
    scroller = console.page.locator(".ren-log [data-testid=virtuoso-scroller]")
    for _ in range(30):
        scroller.evaluate("each => each.scrollTop = 0")
        console.page.wait_for_timeout(50)
    assert console.node_count() < MOST_ELEMENTS

    console.page.get_by_label("Search the messages").fill("line 4711")
    lines = console.page.locator(".ren-log-message")
    expect(lines.first).to_have_text("line 4711")
    expect(lines).to_have_count(11)  # 4711 and 47110 to 47119
    lines.first.click()
    console.page.get_by_role("button", name=re.compile("in its context")).click()
    expect(console.page.locator(".ren-log [data-here]")).to_contain_text("line 4711")
    console.shows("line 4712")


def test_a_log_that_is_followed_stays_small(server: Server, open_page: Open):
    run = server.run(node("loop", "tracks", count=1_000_000, seconds=0))
    try:
        console = open_page(server, f"/runs/{run.id}")
        console.status("Running")
        console.page.wait_for_timeout(3_000)
        assert console.node_count() < MOST_ELEMENTS
        renders = console.page.evaluate(_RENDERS)
        assert renders <= 5, "at most four renders a second, and one that was under way"
    finally:
        run.cancel()
        run.until("cancelled")


def test_following_stops_when_somebody_scrolls_up(server: Server, open_page: Open):
    talk = server.run(
        chain(
            node("talk", "floods", kind="lines", size=500),
            node("ask", "asks", questions=["more?"]),
            node("again", "floods", kind="lines", size=32),
        )
    )
    talk.until("interrupted")
    console = open_page(server, f"/runs/{talk.id}?tab=logs")
    console.shows("line 499")
    console.page.locator(".ren-log [data-testid=virtuoso-scroller]").hover()
    console.page.mouse.wheel(0, -2_000)
    console.shows("To the end ↓")
    talk.resume(value="yes")
    talk.finished()
    console.shows(re.compile(r"^\d+ new lines ↓$"))
    console.page.get_by_role("button", name=re.compile("new lines")).click()
    console.shows("line 31")


#: How often the header's words change in a second.
_RENDERS = """() => new Promise((done) => {
  let changes = 0;
  const header = document.querySelector('.ren-track').parentElement;
  const observer = new MutationObserver(() => { changes += 1 });
  observer.observe(header, { subtree: true, characterData: true, childList: true, attributes: true });
  setTimeout(() => { observer.disconnect(); done(changes) }, 1000);
})"""
