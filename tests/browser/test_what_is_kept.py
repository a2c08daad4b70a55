"""What the server keeps or tells of runs and of itself, as a page shows it that was opened afterwards."""

import re

from playwright.sync_api import expect

from support.console_page import Open
from support.run import node
from support.server import Made, Server
from support.wait import until


def test_a_run_that_is_over_shows_its_crash_and_its_pause(server: Server, open_page: Open):
    run = server.run(node("loop", "maps", count=120, seconds=0.02))
    run.done(10)
    run.kill()
    run.done(40)
    run.paused()
    run.resume()
    run.finished()
    console = open_page(server, f"/runs/{run.id}?tab=events")
    region = console.page.get_by_role("region", name="Events")
    kinds = [each["type"] for each in server.get(f"/runs/{run.id}/history")["items"]]
    assert {"crash", "restart", "pause_request", "interrupt", "resume", "finish"} <= set(kinds)
    for kind in set(kinds):
        expect(region.get_by_text(kind, exact=True)).to_have_count(kinds.count(kind))
    shown = region.locator(".ren-log-level").all_inner_texts()
    assert [each for each in shown if each in {"start", "finish"}] == ["finish", "start"]
    marks = console.page.get_by_role("img", name=re.compile("Crash ×1"))
    expect(marks).to_have_accessible_name("Paused ×1, Resumed ×1, Crash ×1, Restart ×1")
    expect(marks.locator("rect")).to_have_count(4)


def test_the_list_of_runs_tells_their_progress_by_itself(server: Server, open_page: Open):
    run = server.run(node("loop", "maps", count=2000, seconds=0.02))
    run.done(20)
    console = open_page(server, "/runs")
    asked: list[str] = []
    console.page.on("request", lambda request: asked.append(request.url))
    row = console.page.get_by_role("row").filter(has_text=run.id)
    expect(row).to_contain_text("of 2,000")
    before = row.inner_text()
    until(lambda: row.inner_text() != before, what="it grows")
    assert not [url for url in asked if f"/runs/{run.id}" in url]
    run.cancel()
    run.until("cancelled")
    (listed,) = [each for each in server.get("/runs")["items"] if each["thread_id"] == run.id]
    assert listed["progress"] is None


def test_tabs_with_nothing_to_show_lead_to_the_log(server: Server, open_page: Open):
    run = server.run(node("one", "counts"))
    run.finished()
    console = open_page(server, f"/runs/{run.id}?tab=items")
    for tab in ("Items", "Metrics"):
        console.tab(tab)
        console.shows(f"renflow show {run.id}")
        console.press("Open the log")
        expect(console.page).to_have_url(re.compile("tab=logs"))


def test_items_of_a_kind_are_asked_for_and_a_table_is_looked_at(server: Server, open_page: Open):
    faults = {str(n): {"fault": "raises"} for n in range(0, 60, 2)}
    run = server.run(node("loop", "maps", count=60, faults=faults, on_error="skip"))
    run.finished()
    run.paths.outputs.joinpath("rows.csv").write_text("name,value\nfirst,1\n第二,2\n", encoding="utf-8")
    console = open_page(server, f"/runs/{run.id}?tab=items")
    with console.page.expect_request(re.compile(r"/steps\?.*error=ValueError")):
        console.button(re.compile("^ValueError ×30$")).click()
    expect(console.page.locator(".ren-item-row").first).to_contain_text("is bad")
    console.tab("Artifacts")
    with console.page.expect_response(re.compile("rows.csv/preview$")):
        console.press("Look at rows.csv")
    expect(console.page.get_by_role("cell", name="第二")).to_be_visible()
    with console.page.expect_download() as download:
        console.press("Save")
    assert download.value.suggested_filename == "rows.csv"


def test_settings_limits_and_disk_use_are_shown(server: Server, open_page: Open):
    run = server.run(node("one", "counts"))
    run.finished()
    console = open_page(server, "/system")
    expect(console.page.get_by_role("row", name=re.compile("^hang_timeout"))).to_contain_text("600")
    expect(console.page.get_by_role("row", name=re.compile("^token"))).to_contain_text("No")
    expect(console.page.get_by_role("row", name=re.compile("^json_depth"))).to_contain_text("64")
    disk = console.page.get_by_role("row").filter(has_text=run.id)
    expect(disk).to_contain_text(re.compile(r"\d (kB|MB|KiB|MiB|byte)"))
    console.go(f"/runs/{run.id}")
    expect(console.page.locator(".ren-pace")).to_contain_text("Disk")


def test_many_crashes_are_told_on_every_page(servers: Made, open_page: Open):
    server = servers(max_active_runs=8).start()
    runs = [server.run(node("loop", "maps", count=2000, seconds=0.02)) for _ in range(6)]
    for run in runs:
        run.done(1, timeout=60)
    for run in runs:
        run.kill()
    until(lambda: server.get("/system")["degraded"], what="the breaker opens")
    console = open_page(server, "/")
    for path in ("/", "/system"):
        console.go(path)
        expect(console.page.get_by_role("alert").first).to_contain_text("Many runs are crashing together")
