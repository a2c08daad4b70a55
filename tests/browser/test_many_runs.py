"""Many runs: found by what people call them, sorted, saved as a view, changed all at once; and Ctrl-K."""

import re

from playwright.sync_api import expect

from support.console_page import ConsolePage, Open
from support.run import node
from support.server import Server
from support.wait import until

TITLE = "双十一 <b>选品</b>"


def test_many_runs_are_found_sorted_saved_and_changed(server: Server, open_page: Open):
    first = server.run(node("one", "raises"))
    first.until("error")
    flow = first.facts["flow_id"]
    for number, title in enumerate((TITLE, "Éclair", "zebra")):
        body = {"flow_id": flow, "title": title, "tags": ["suppliers", f"n{number}"]}
        made = server.post("/runs/start", body).json()
        until(lambda made=made: server.get(f"/runs/{made['thread_id']}")["status"] == "error", what="the failure")
    console = open_page(server, "/runs?tag=suppliers")
    console.shows("3 runs")
    expect(console.page.get_by_role("link", name=TITLE, exact=True)).to_have_attribute("title", re.compile(r"b-b|run-"))

    again = console.row(TITLE).get_by_role("cell").last.get_by_role("link")
    expect(again).to_have_accessible_name(f"Run again: {TITLE}")
    expect(console.page.get_by_role("columnheader").last).to_have_text("Actions")

    _sorted_by(console, "Run", ["zebra", "Éclair", TITLE])
    assert "sort=title" in console.page.url
    console.page.keyboard.press("/")
    console.page.keyboard.type("éCLAIR")
    console.shows("1 run")
    assert "q=" in console.page.url
    console.page.go_back()
    console.go("/runs?tag=suppliers&sort=title&order=asc")

    console.button("Saved views").click()
    console.page.get_by_role("menuitem", name="Save this view").click()
    console.page.get_by_label("Name of the view").fill("Suppliers 供应商")
    console.press("Save")
    expect(console.button("Suppliers 供应商")).to_be_visible()
    assert server.get("/run-views")["items"][0]["query"] == {"tag": "suppliers", "sort": "title", "order": "asc"}

    console.page.get_by_label("Select all runs shown").check()
    console.page.get_by_label(f"Select {TITLE}").uncheck()
    console.shows("2 runs selected")
    console.press("Delete")
    console.shows("0 runs will be removed")
    console.press("Not now")
    console.press("Cancel")
    console.shows("2 runs will be ended for good")
    console.press("Cancel 2 runs")
    console.shows("2 of 2: asked to end")
    console.page.keyboard.press("Escape")
    expect(console.page.get_by_role("dialog")).to_have_count(0)
    expect(console.page.get_by_text("Cancelled", exact=True).nth(1)).to_be_visible()
    assert sorted(run["status"] for run in server.get("/runs?tag=suppliers")["items"]) == [
        "cancelled", "cancelled", "error",
    ]  # fmt: skip

    _found_by_a_few_letters(console)
    assert console.missing_keys() == []


def _found_by_a_few_letters(console: ConsolePage) -> None:
    """The palette leads to a run, and to what can be done with it."""
    console.page.keyboard.press("Control+k")
    console.page.get_by_role("combobox", name="Find anything").fill("双十一")
    console.page.get_by_role("option", name=re.compile("双十一.*Failed")).click()
    expect(console.page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert TITLE in console.page.title()
    console.page.keyboard.press("Control+k")
    console.page.keyboard.type("title and")
    console.page.keyboard.press("Enter")
    console.page.get_by_label("Title (optional)").fill("Ganz neu")
    console.press("Save")
    expect(console.page.get_by_role("heading", level=1)).to_have_text("Ganz neu")
    console.page.keyboard.press("?")
    expect(console.page.get_by_role("dialog", name="Keys")).to_be_visible()


def _sorted_by(console: ConsolePage, column: str, names: list[str]) -> None:
    """One press sorts by the column, the next the other way round."""
    head = console.page.get_by_role("columnheader").filter(has_text=column)
    links = console.page.locator("tbody a.ren-break")
    head.get_by_role("button", name=column, exact=True).click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(links).to_have_text(names)
    head.get_by_role("button", name=column, exact=True).click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(links).to_have_text(names[::-1])
