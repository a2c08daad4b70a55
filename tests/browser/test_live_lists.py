"""Every page that lists runs is live, over one stream, and asks for no list again and again."""

import re

from playwright.sync_api import Route, expect

from support.console_page import ConsolePage, Open
from support.run import node
from support.server import Made, Server
from support.wait import patient, until

#: So late at most may the page show what the server knows.
SOON_MS = 2_000


def _unanswered(_route: Route) -> None:
    """Somebody who asks waits forever."""


def _without_lists(console: ConsolePage, heading: str) -> None:
    """From now on, what the page shows of runs it knows from its stream alone."""
    expect(console.page.get_by_role("heading", level=1)).to_have_text(heading)
    until(lambda: console.streams() == ["/events"], what="one stream")
    console.page.wait_for_load_state("networkidle")
    console.page.route(re.compile(r"/runs(\?|$)"), _unanswered)


def test_home_is_live_without_polling(server: Server, open_page: Open):
    console = open_page(server, "/", reduced_motion="no-preference")  # here what moves does
    _without_lists(console, "Home")
    asked: list[str] = []
    console.page.on("request", lambda request: asked.append(request.url))
    run = server.run(node("loop", "maps", count=2000, seconds=0.02))
    card = console.page.locator(".ren-running").filter(has_text=run.id)
    expect(card).to_contain_text("of 2,000")
    expect(card).to_contain_text("loop")
    expect(card).to_contain_text(re.compile(r"worker process \d+ answers"))
    run.paused()
    expect(card).to_be_hidden(timeout=patient(SOON_MS))
    assert not [url for url in asked if f"/runs/{run.id}" in url]
    assert console.streams() == ["/events"]
    run.cancel()
    run.until("cancelled")


def test_the_list_of_runs_is_live_without_polling(server: Server, open_page: Open):
    other = server.run(node("one", "counts"))
    other.finished()
    console = open_page(server, "/runs")
    _without_lists(console, "Runs")
    run = server.run(node("loop", "maps", count=2000, seconds=0.02))
    row = console.row(run.id)
    expect(row).to_contain_text("Running")
    expect(console.page.locator("tbody tr").first).to_contain_text(run.id)
    expect(console.page.get_by_role("link", name="1 run active")).to_be_visible()
    run.paused()
    expect(row).to_contain_text("Paused", timeout=patient(SOON_MS))
    expect(console.page.get_by_role("link", name="0 runs active")).to_be_visible()
    run.cancel()
    run.until("cancelled")
    expect(row).to_contain_text("Cancelled", timeout=patient(SOON_MS))
    run.left()
    assert server.client.delete(f"/runs/{run.id}").status_code == 204
    expect(row).to_be_hidden(timeout=patient(SOON_MS))
    expect(console.row(other.id)).to_be_visible()
    assert console.streams() == ["/events"]


def test_a_view_holds_only_what_fits_it(server: Server, open_page: Open):
    console = open_page(server, "/runs?view=waiting")
    _without_lists(console, "Runs")
    run = server.run(node("ask", "asks", questions=["which?"]))
    run.until("interrupted")
    expect(console.row(run.id)).to_be_visible(timeout=patient(SOON_MS))
    run.resume(value="this")
    run.finished()
    expect(console.row(run.id)).to_be_hidden(timeout=patient(SOON_MS))


def test_a_runs_page_has_its_own_stream_and_no_other(server: Server, open_page: Open):
    run = server.run(node("loop", "maps", count=2000, seconds=0.02))
    console = open_page(server, "/runs")
    console.page.get_by_role("link", name=run.id, exact=True).click()
    console.status("Running")
    own = f"/runs/{run.id}/events"
    until(lambda: console.streams() == [own], what="its own stream alone")
    console.page.get_by_role("link", name="Runs", exact=True).click()
    expect(console.row(run.id)).to_be_visible()
    until(lambda: console.streams() == ["/events"], what="the stream of all runs alone")
    run.cancel()
    run.until("cancelled")


def test_the_items_come_without_polling(server: Server, open_page: Open):
    run = server.run(node("wait", "waits", safe=True))
    run.began()
    console = open_page(server, f"/runs/{run.id}?tab=items")
    console.shows("This run has no durable loop yet.")
    asked: list[str] = []
    console.page.on("request", lambda request: "/steps" in request.url and asked.append(request.url))
    console.page.wait_for_timeout(6_500)
    assert len(asked) <= 1, "nothing moves, nothing is asked"
    run.cancel()
    run.until("cancelled")
    busy = server.run(node("loop", "maps", count=100, seconds=0.02))
    console.go(f"/runs/{busy.id}?tab=items")
    console.shows(re.compile("^100 done$"))
    busy.finished()


def test_a_restarted_supervisor_is_waited_for_by_lists(servers: Made, open_page: Open):
    server = servers(grace=5).start()
    port = server.client.base_url.port
    run = server.run(node("loop", "maps", count=250, seconds=0.02))
    console = open_page(server, "/runs", outage=True)
    expect(console.row(run.id)).to_contain_text("Running")
    run.done(10)
    server.kill()
    console.shows(re.compile("Connection lost, retrying"))
    server.start(port=port)
    expect(console.page.get_by_text(re.compile("Connection lost"))).to_be_hidden(timeout=patient(15_000))
    expect(console.row(run.id)).to_contain_text("Finished", timeout=patient(30_000))
    next_one = server.run(node("one", "counts"))
    next_one.finished()
    expect(console.row(next_one.id)).to_contain_text("Finished", timeout=patient(SOON_MS))
    assert console.streams() == ["/events"]


def test_a_token_opens_the_stream_of_all_runs(servers: Made, open_page: Open):
    server = servers(token="a-long-secret-token").start()
    server.client.headers["Authorization"] = "Bearer a-long-secret-token"
    console = open_page(server, "/runs", outage=True)
    console.shows("This server asks for a token")
    until(lambda: console.streams() == [], what="the refused one is closed")
    console.page.get_by_role("textbox", name="Token").fill("a-long-secret-token")
    console.press("Enter")
    until(lambda: console.streams() == ["/events"], what="one stream")
    run = server.run(node("one", "counts"))
    expect(console.row(run.id)).to_contain_text("Finished")
