"""The designer and the runs of its flow: what publishing means for them, and runs that are opened in it."""

from typing import Any

from playwright.sync_api import Locator, expect

from support.console_page import ConsolePage, Open
from support.run import chain, node
from support.server import Server
from support.wait import until

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
