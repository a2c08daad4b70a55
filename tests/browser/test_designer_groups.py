"""Groups on the designer's canvas, as a person makes and uses them."""

import re
from typing import Any

from playwright.sync_api import expect

from support.console_page import AXE, Open
from support.drawing import Drawing, middle
from support.run import chain, node
from support.server import Server


def places(dsl: Any) -> dict[str, tuple[float, float]]:
    return {each["id"]: (each["position"]["x"], each["position"]["y"]) for each in dsl["nodes"]}


TITLE = "<b>取 数据</b>"
GROUP = {"id": "group", "title": TITLE, "nodes": ["one", "two"]}


def grouped(server: Server, open_page: Open, flow_id: str) -> tuple[Drawing, Any]:
    """Three nodes below each other, two of them put into a group; and what was there before."""
    flow = chain(*(node(each, "counts") for each in ("one", "two", "three")))
    for at, each in enumerate(flow["nodes"]):
        each["position"] = {"x": 0, "y": at * 120}
    server.flow(flow, flow_id)
    assert server.client.put(f"/flows/{flow_id}/draft", json={"dsl": flow}).status_code == 200
    drawing = Drawing(open_page(server), server, flow_id).open()
    before = drawing.saved()
    drawing.node("one").click()
    drawing.node("two").click(modifiers=["Control"])
    drawing.keyboard.press("Control+g")
    drawing.told("Grouped.")
    # Its title is edited in place; what looks like HTML is text.
    frame = drawing.node("group:group")
    expect(frame).to_be_focused()
    drawing.keyboard.press("Enter")
    expect(drawing.page.get_by_label("Title of the group")).to_be_focused()
    drawing.keyboard.insert_text(TITLE)
    drawing.keyboard.press("Enter")
    expect(frame.locator(".ren-frame-title")).to_have_text(TITLE)
    expect(frame).to_be_focused()
    assert drawing.saved()["groups"] == [GROUP]
    return drawing, before


def moved(drawing: Drawing) -> None:
    """By its head a group is moved with its nodes."""
    page, was = drawing.page, places(drawing.saved())
    x, y = middle(drawing.node("group:group").locator(".ren-frame-title"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 20, steps=5)
    page.mouse.move(x + 120, y + 40, steps=5)
    page.mouse.up()
    now = places(drawing.saved())
    by = {each: (now[each][0] - was[each][0], now[each][1] - was[each][1]) for each in now}
    assert by["one"] == by["two"] != (0, 0)
    assert by["three"] == by["start"] == (0, 0)


def test_nodes_are_grouped_moved_folded_copied_and_left_as_they_were(server: Server, open_page: Open):
    drawing, before = grouped(server, open_page, "grouped")
    page, keyboard, frame = drawing.page, drawing.keyboard, drawing.node("group:group")
    moved(drawing)
    # As one box: the lines lead to the box; what is in it comes into sight when it is sought.
    frame.get_by_role("button", name="Show it as one box").click()
    expect(drawing.node("one")).to_have_count(0)
    expect(frame).to_contain_text("2 nodes")
    expect(drawing.lines()).to_have_count(3)
    if AXE.exists():
        assert drawing.console.serious_findings() == []
    assert drawing.saved()["groups"] == [{**GROUP, "collapsed": True}]
    # A copy of it is a group of its own.
    keyboard.press("Control+d")
    drawing.told("2 parts added.")
    names = [(each["id"], each["nodes"]) for each in drawing.saved()["groups"]]
    assert names == [("group", ["one", "two"]), ("group_2", ["one_2", "two_2"])]
    keyboard.press("Delete")
    drawing.told("deleted")
    expect(drawing.node("group:group_2")).to_have_count(0)
    keyboard.press("Control+f")
    keyboard.type("two")
    expect(drawing.node("two")).to_be_visible()
    keyboard.press("Escape")
    # Each was one step; all of it back is what was there, byte for byte.
    drawing.node("two").click()
    keyboard.press("Control+Shift+g")
    drawing.told("Ungrouped.")
    assert drawing.saved()["groups"] == [{**GROUP, "nodes": ["one"]}]
    undo = page.locator(".ren-toolbar").get_by_role("button", name="Undo")
    for _ in range(8):  # out of the group, shown, deleted, duplicated, one box, moved, titled, grouped
        assert undo.is_enabled()
        keyboard.press("Control+z")
    expect(undo).to_be_disabled()
    assert drawing.saved() == before
    # The server takes a flow with groups, and calls it the same flow.
    for _ in range(2):
        keyboard.press("Control+y")
    checked = server.client.post("/flows/check", json={"dsl": drawing.saved(), "flow_id": "grouped"}).json()
    plain = server.client.post("/flows/check", json={"dsl": before, "flow_id": "grouped"}).json()
    assert (checked["problems"], checked["meta"]["hash"]) == ([], plain["meta"]["hash"])


INPUTS = {"type": "object", "properties": {"n": {"type": "integer"}}}


def extract(drawing: Drawing) -> None:
    """What is selected, from the menu, in Chinese."""
    drawing.page.locator(".ren-toolbar [aria-haspopup=menu]").click()
    drawing.page.get_by_role("menuitem", name="转换为子流程").click()


def test_a_part_becomes_a_flow_of_its_own_that_runs(server: Server, open_page: Open):
    flow = chain(*(node(each, "counts") for each in ("one", "two", "three")), inputs=INPUTS)
    flow["edges"].append({"source": "one", "target": "three", "data": {"on": "error"}})
    server.flow(flow, "parted")
    assert server.client.put("/flows/parted/draft", json={"dsl": flow}).status_code == 200
    drawing = Drawing(open_page(server, locale="zh-CN"), server, "parted").open()
    page, over, before = drawing.page, drawing.page.get_by_role("dialog"), drawing.saved()
    # What cannot stand alone: the reason, and the line that is in the way.
    drawing.node("one").click()
    extract(drawing)
    expect(over.get_by_role("alert")).to_contain_text("失败的连线")
    expect(over.get_by_role("listitem")).to_have_text(re.compile("^one → three"))
    assert drawing.console.missing_keys() == []
    drawing.keyboard.press("Escape")
    expect(over).to_have_count(0)
    # With what deals with the failure it is one part; what it is given, and gives back, can be seen.
    drawing.node("two").click(modifiers=["Control"])
    drawing.node("three").click(modifiers=["Control"])
    extract(drawing)
    name = over.get_by_role("textbox", name="名称")
    expect(name).to_be_focused()
    name.fill("计数 <b>三次</b>")
    expect(over).to_contain_text("请先发布新流程")
    assert drawing.console.missing_keys() == []
    if AXE.exists():
        assert drawing.console.serious_findings() == []
    drawing.keyboard.press("Enter")
    expect(over.get_by_role("status")).to_contain_text("计数 <b>三次</b>")
    opened = over.get_by_role("link", name="打开新流程").get_attribute("href") or ""
    made = opened.split("/")[-2]
    drawing.keyboard.press("Escape")
    expect(over).to_have_count(0)
    dsl = drawing.saved()
    called = next(each for each in dsl["nodes"] if each["type"] == "subflow")
    given = {"n": {"var": "n"}, "error": {"var": "error"}}
    assert called["data"] == {"flow": made, "input": given, "output": {"n": "n", "error": "error"}}
    assert [(each["source"], each["target"]) for each in dsl["edges"]] == [
        ("start", called["id"]),
        (called["id"], "end"),
    ]
    # One after the other they are published, and do what the whole did.
    for flow_id in (made, "parted"):
        revision = server.get(f"/flows/{flow_id}/draft")["revision"]
        body = {"revision": revision, "publish": True}
        answer = server.post(f"/flows/{flow_id}/draft/version", body)
        assert answer.status_code == 201, answer.text
    assert server.run("parted", n=4).finished()["n"] == 7
    # And back, byte for byte.
    drawing.node("start").click()
    page.keyboard.press("Control+z")
    expect(drawing.node("two")).to_be_visible()
    assert drawing.saved() == before
