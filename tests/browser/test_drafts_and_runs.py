"""The designer and the runs of its flow: what publishing means for them, and runs that are opened in it."""

import re
from typing import Any

from playwright.sync_api import Locator, expect

from support.console_page import ConsolePage, Open
from support.run import Run, chain, node
from support.server import Server
from support.wait import patient, until

ASK = {"id": "ask", "type": "form", "label": "Ask them", "data": {"outputKey": "answer"}}


def drafted(server: Server, flow_id: str, dsl: dict[str, Any], *, new: bool = False) -> str:
    """A draft of this document, of a flow that is there or comes to be."""
    if new:
        assert server.post("/flows", {"name": flow_id, "id": flow_id}).status_code == 201
    assert server.client.put(f"/flows/{flow_id}/draft", json={"dsl": dsl}).status_code == 200
    return flow_id


def designer(open_page: Open, server: Server, flow_id: str, query: str = "", **options: Any) -> ConsolePage:
    console = open_page(server, f"/flows/{flow_id}/design{query}", **options)
    expect(console.page.locator(".react-flow__node").first).to_be_visible()
    return console


def publishing(console: ConsolePage, button: str, title: str) -> Locator:
    console.page.get_by_role("button", name=button, exact=True).click()
    return console.page.get_by_role("dialog", name=title)


def test_publishing_says_what_it_means_for_runs_and_schedules(server: Server, open_page: Open):
    one, two = node("one", "returns", one=1), node("two", "returns", two=2)
    flow_id = server.flow(chain(one, two, ASK, node("three", "returns")), "meant")
    run = server.run(flow_id)
    until(lambda: run.facts["current_nodes"] == ["ask"] and run.status == "interrupted")
    plan = {"flow_id": flow_id, "cron": "0 3 * * *", "timezone": "UTC"}
    assert server.post("/schedules", plan).status_code == 201
    other = {**ASK, "id": "asked", "label": "Ask another"}
    drafted(server, flow_id, chain(one, node("two", "returns", two=3), other, node("three", "returns")))

    dialog = publishing(designer(open_page, server, flow_id), "Publish", "Publish this draft")
    expect(dialog.get_by_text("1 schedule that names no version starts the new one from now on.")).to_be_visible()
    expect(dialog.get_by_text("1 run is under way.")).to_be_visible()
    lines = dialog.locator(".ren-impact-list li")
    expect(lines.nth(0)).to_have_text("It stands before what is not there any more, and could not go on: Ask them.")
    expect(lines.nth(1)).to_contain_text("It would run again: ")
    expect(lines.nth(1)).to_contain_text("two")
    expect(dialog.get_by_role("link", name=run.id)).to_be_visible()

    drafted(server, "no-flow", chain({"id": "one", "type": "unheard_of"}), new=True)
    chinese = designer(open_page, server, "no-flow", locale="zh-CN")
    expect(publishing(chinese, "发布", "发布这个草稿").get_by_text("草稿没有错误之后，这里会说明。")).to_be_visible()


def test_outputs_of_the_last_run_are_pinned_and_their_nodes_are_not_run(server: Server, open_page: Open):
    flow_id = server.flow(chain(node("one", "returns", one=1), node("two", "returns", two=2)), "pinned-seen")
    server.run(flow_id).finished()
    drafted(server, flow_id, chain(node("one", "raises", until=99), node("two", "returns", two=3)))
    page = designer(open_page, server, flow_id).page
    page.get_by_role("button", name="Try it").click()
    dialog = page.get_by_role("dialog", name="Try the draft")
    dialog.get_by_placeholder("Choose a node").click()
    page.get_by_role("option", name="one", exact=True).click()
    outputs = dialog.get_by_role("textbox", name="Outputs of one")
    expect(outputs).to_have_value(re.compile(r'^\{\s*"one": 1\s*\}$'))
    start = dialog.get_by_role("button", name="Start", exact=True)
    for text, fault in (("{'one'}", "This is no JSON."), ("[1]", "It must be an object"), ('{"__x": 1}', "engine's")):
        outputs.fill(text)
        expect(dialog.get_by_text(fault)).to_be_visible()
        start.click()
        expect(dialog).to_be_visible()
    outputs.fill('{"one": 9007199254740993}')
    start.click()
    expect(page.locator(".ren-trial-bar")).to_contain_text("Finished", timeout=patient(60) * 1000)
    tried = Run(server, page.url.split("run=")[1].split("&")[0])
    assert tried.finished() == {"one": 9007199254740993, "two": 3}
    assert tried.facts["test"]["pinned"] == ["one"]
    page.get_by_role("button", name="Try it").click()
    expect(outputs).to_have_value('{"one": 9007199254740993}')
    dialog.get_by_role("button", name="Run one again").click()
    expect(outputs).to_have_count(0)


def test_a_failed_run_opens_at_its_node_with_its_data_and_version(server: Server, open_page: Open):
    flow_id = server.flow(chain(node("one", "returns", one=1), node("bad", "raises", until=99)), "failed-seen")
    run = server.run(flow_id)
    until(lambda: run.status == "error")
    newer = server.post(f"/flows/{flow_id}/versions", {"dsl": chain(node("newer", "returns"))})
    assert newer.status_code == 201, newer.text
    assert server.post(f"/flows/{flow_id}/versions/{newer.json()['version']}/publish").status_code == 200
    console = open_page(server, f"/runs/{run.id}")
    console.page.get_by_role("link", name="Open in the designer, with its data").click()
    page = console.page
    expect(page.locator('.react-flow__node[data-id="bad"]')).to_be_visible()
    expect(page.locator('.react-flow__node[data-id="newer"]')).to_have_count(0)
    expect(page.locator(".ren-trial-bar")).to_contain_text("bad")
    inspector = page.locator(".ren-inspector")
    expect(inspector.get_by_role("textbox", name="ID", exact=True)).to_have_value("bad")
    inspector.get_by_role("tab", name="Data").click()
    expect(inspector.get_by_role("region", name="What it got")).to_contain_text("one")
