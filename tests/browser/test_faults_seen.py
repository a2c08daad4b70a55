"""What a person sees when something breaks: items, the worker, the supervisor."""

import re

from playwright.sync_api import expect

from support.console_page import Open
from support.run import node
from support.server import Made, Server
from support.wait import patient, until

#: How far a chart reaches in the moment in which it got less room, and how wide it is still drawn.
NARROWED = """canvas => {
  const chart = canvas.closest('.ren-chart');
  chart.style.width = '120px';
  const found = [chart.scrollWidth, canvas.clientWidth];
  chart.style.width = '';
  return found;
}"""


def test_failed_items_are_grouped_and_tried_again(server: Server, open_page: Open):
    faults = {"3": {"fault": "raises", "until": 2}}
    run = server.run(node("loop", "maps", count=20, faults=faults, on_error="raise"))
    run.failed()
    console = open_page(server, f"/runs/{run.id}")
    console.status("Failed")
    expect(console.page.get_by_role("alert").first).to_contain_text("item 3 is bad")
    console.tab("Items")
    group = console.button(re.compile("^ValueError ×1$"))
    group.click()
    expect(console.page.locator(".ren-item-row")).to_have_count(1)
    assert "error=ValueError" in console.page.url
    console.press("Retry this item")
    dialog = console.page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 failed item is tried again")
    dialog.get_by_role("button", name="Retry", exact=True).click()
    console.status("Finished")
    done = [line["key"] for line in run.ledger("item")]
    assert done.count(3) == 2
    assert len(done) == 21


def test_a_killed_worker_is_seen_and_the_run_goes_on(server: Server, open_page: Open):
    run = server.run(node("loop", "maps", count=200, seconds=0.02))
    console = open_page(server, f"/runs/{run.id}")
    console.status("Running")
    run.done(10)
    pid = run.kill()
    attempts = console.page.get_by_role("table").filter(has_text=str(pid))
    expect(attempts).to_contain_text("SIGKILL")
    console.status("Finished")
    assert len(run.journal()) == 200


def test_a_restarted_supervisor_is_waited_for(servers: Made, open_page: Open):
    server = servers(grace=5).start()
    port = server.client.base_url.port
    run = server.run(node("loop", "maps", count=400, seconds=0.02, holds_from=300))
    console = open_page(server, f"/runs/{run.id}", outage=True)
    console.status("Running")
    expect(console.page.locator(".react-flow__node").first).to_be_visible()  # all of the page has come
    run.done(10)
    server.kill()
    console.shows(re.compile("Connection lost, retrying"))
    pace = console.page.locator(".ren-pace")
    console.page.wait_for_timeout(1_100)  # what had come by then is drawn
    told = pace.inner_text()
    console.page.wait_for_timeout(2_100)  # more than two of its ticks
    assert pace.inner_text() == told, "nobody knows how it stands by now"
    console.page.evaluate("window.isStillThere = true")
    asked: list[str] = []
    console.page.on("requestfailed", lambda request: asked.append(request.url))
    console.tab("Metrics")  # a part of the page that has not come yet, and cannot come now
    until(lambda: any("/Metrics-" in url for url in asked) and console.page.evaluate("true"), what="a request for it")
    server.start(port=port)
    expect(console.page.get_by_text(re.compile("Connection lost"))).to_be_hidden(timeout=patient(15_000))
    expect(console.page.get_by_role("tabpanel", name="Metrics").locator("p, h3, canvas").first).to_be_visible()
    assert console.page.evaluate("[...document.styleSheets].some((each) => each.href?.includes('/Metrics-'))")
    canvas = console.page.locator(".ren-chart canvas").first
    expect(canvas).to_be_visible()
    reach, drawn = canvas.evaluate(NARROWED)
    assert reach == 120 < drawn, "a chart that has not yet followed a narrow window widens it"
    assert console.page.evaluate("window.isStillThere"), "what was typed is not lost"
    run.hurry()
    console.status("Finished", timeout=30)
    assert len(run.journal()) == 400


def test_a_part_that_a_newer_server_does_not_have_makes_the_page_anew_once(server: Server, open_page: Open):
    run = server.run(node("one", "counts"))
    run.finished()
    console = open_page(server, f"/runs/{run.id}", outage=True)
    console.status("Finished")
    loads: list[str] = []
    console.page.on("load", lambda page: loads.append(page.url))
    gone = re.compile("/assets/(Events|Definition)-")  # those that nobody loads ahead
    console.page.route(gone, lambda route: route.continue_() if loads else route.fulfill(status=404))
    console.tab("Events")
    expect(console.button("Hold still")).to_be_visible()
    assert len(loads) == 1
    console.page.unroute(gone)
    console.page.route(gone, lambda route: route.fulfill(status=404))
    console.tab("Definition")
    expect(console.page.get_by_role("alert")).to_contain_text("This page broke")
    assert len(loads) == 2
    console.page.unroute(gone)
    console.press("Load again")
    expect(console.page.get_by_role("tab", name="Definition", selected=True)).to_be_visible()
    expect(console.page.get_by_role("alert")).to_have_count(0)
    console.mishaps.clear()  # the browser notes each part that did not come


def test_a_token_is_asked_for_and_opens_the_stream(servers: Made, open_page: Open):
    server = servers(token="a-long-secret-token").start()
    server.client.headers["Authorization"] = "Bearer a-long-secret-token"
    run = server.run(node("loop", "maps", count=100, seconds=0.02))
    console = open_page(server, f"/runs/{run.id}", outage=True)
    console.shows("This server asks for a token")
    box = console.page.get_by_role("textbox", name="Token")
    box.fill("wrong")
    console.press("Enter")
    console.shows("The server does not take this token.")
    box.fill("a-long-secret-token")
    console.press("Enter")
    console.status("Finished")
    assert "token" not in console.page.url
