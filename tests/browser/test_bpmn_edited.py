"""A BPMN file is edited in the browser: drawn, checked, kept, saved as the next version, compared."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Response, expect

from support.chromium import missing
from support.console_page import AXE, ConsolePage, Open
from support.drawn_bpmn import two_ways
from support.server import Server
from support.wait import until

#: Where pictures of the pages are kept, for people who want to look at them.
KEPT = os.environ.get("REN_TEST_PICTURES")
#: Of what another vendor wrote into the file.
VENDOR = ['acme:tool="Drawer 7"', 'acme:owner="Ada"', 'colour="red"', '<acme:deep n="1"', "bpmndi:BPMNShape"]


def element(console: ConsolePage, name: str) -> Locator:
    return console.page.locator(f"g.djs-element[data-element-id={name}]")


def keep(console: ConsolePage, name: str) -> None:
    if KEPT:
        Path(KEPT).mkdir(parents=True, exist_ok=True)
        console.page.screenshot(path=Path(KEPT) / f"bpmn-{name}.png")


def pushed(server: Server, flow_id: str, source: str | None = None) -> str:
    body = {"name": flow_id, "id": flow_id, "bpmn": source or two_ways(), "publish": True}
    assert server.post("/flows", body).status_code == 201
    return flow_id


def opened(open_page: Open, server: Server, flow_id: str, **look: Any) -> ConsolePage:
    console = open_page(server, f"/flows/{flow_id}/bpmn", viewport={"width": 1500, "height": 900}, **look)
    expect(element(console, "Ask")).to_be_visible()
    return console


def wrote(console: ConsolePage, label: str, text: str) -> None:
    """A field of the selected element, left by Tab."""
    field = console.page.locator(".ren-bpmn-side").get_by_role(
        "combobox" if label == "Calls" else "textbox", name=label
    )
    field.fill(text)
    field.press("Tab")


def test_a_drawing_is_edited_checked_saved_and_held_against_the_version_before(server: Server, open_page: Open):
    flow_id = pushed(server, "edited")
    console = open_page(server, f"/flows/{flow_id}", viewport={"width": 1500, "height": 900})
    console.page.get_by_role("link", name="Edit the drawing").click()
    expect(console.page.locator(".djs-palette")).to_be_visible()  # the page before shows the same elements
    element(console, "Left").click()
    wrote(console, "Calls", "")
    problem = console.page.locator(".ren-bpmn-problems li").filter(has_text="does not say what it calls")
    expect(problem).to_contain_text(re.compile(r"Left.* line \d+"))
    expect(element(console, "Left")).to_have_class(re.compile("ren-wrong"))
    keep(console, "editor-en-light")
    console.press("Undo")
    expect(console.page.get_by_text("Nothing is wrong with the file.")).to_be_visible()
    expect(console.page.get_by_text("no changes")).to_be_visible()

    wrote(console, "Name", "Left hand")
    expect(element(console, "Left")).to_contain_text("Left hand")
    element(console, "Ask").click()
    wrote(console, "Form (JSON Schema)", '{"type": "object", "properties": {"why": {"type": "string"}}}')
    element(console, "Done").click()
    console.page.keyboard.press("Shift+ArrowRight")
    console.press("Save…")
    dialog = console.page.get_by_role("dialog", name="Save as the next version")
    dialog.get_by_label("What is new in it").fill("Another name")
    dialog.get_by_role("button", name="Save the version").click()

    expect(console.page.get_by_role("heading", name="Version 1 → 2")).to_be_visible()
    rows = console.page.locator(".ren-change")
    expect(rows.filter(has_text="changed").filter(has_text="Left hand")).to_be_visible()
    expect(rows.filter(has_text="Look at it")).to_be_visible()
    expect(rows).to_have_count(2)
    expect(element(console, "Left")).to_have_class(re.compile("ren-at-amber"))
    console.page.get_by_label("Show what only moved").check()
    expect(rows.filter(has_text="moved").filter(has_text=re.compile("Done"))).to_have_count(2)  # and its line
    expect(console.row("version 2")).to_contain_text("Another name")
    keep(console, "difference-en-light")
    after = server.get(f"/flows/{flow_id}/versions/2")["bpmn"]
    assert [each for each in VENDOR if each not in after] == []
    assert 'title="Is it good?"' in after
    assert '"why"' in after


def test_edits_that_nobody_saved_survive_a_reload_and_are_asked_about(server: Server, open_page: Open):
    flow_id = pushed(server, "kept")
    console = opened(open_page, server, flow_id, locale="zh-CN", color_scheme="dark")
    element(console, "Right").click()
    wrote(console, "名称", "右边")
    console.shows("未保存，副本保留在此浏览器中")
    told: list[str] = []

    def go_on(dialog: Any) -> None:
        told.append(dialog.type)
        dialog.accept()

    console.page.on("dialog", go_on)
    console.page.reload()
    assert told == ["beforeunload"]
    console.page.remove_listener("dialog", go_on)
    console.shows("这些是您尚未保存的改动")
    expect(element(console, "Right")).to_contain_text("右边")
    keep(console, "editor-zh-dark")
    console.page.get_by_role("link", name="首页").click()
    leave = console.page.get_by_role("dialog", name="不保存就离开？")
    leave.get_by_role("button", name="留在此页").click()
    expect(leave).to_have_count(0)
    expect(element(console, "Right")).to_contain_text("右边")
    console.press("丢弃")
    expect(element(console, "Right")).to_contain_text("Right side")
    console.shows("没有改动")
    console.page.get_by_role("link", name="首页").click()
    expect(console.page).to_have_url(re.compile("/console/?$"))
    assert console.missing_keys() == []
    console.go(f"/flows/{flow_id}/bpmn")
    expect(element(console, "Ask")).to_be_visible()
    if not AXE.exists():
        missing("axe-core is not installed (npm ci in console/)")
    assert console.serious_findings() == []


@pytest.mark.parametrize("source", [two_ways(drawing=False), two_ways()], ids=["undrawn", "drawn"])
def test_a_file_is_edited_as_text(server: Server, open_page: Open, source: str):
    flow_id = pushed(server, f"text-{len(source)}", source)
    console = open_page(server, f"/flows/{flow_id}/bpmn")
    if "BPMNShape" in source:
        console.page.locator("label").filter(has_text="XML").click()
    else:
        console.shows("This cannot be drawn")
    text = console.page.get_by_label("BPMN file")
    expect(text).to_have_value(source)
    text.fill(source.replace("Left side", "左边"))
    console.press("Save…")
    console.page.get_by_role("dialog").get_by_role("button", name="Save the version").click()
    expect(console.page.get_by_role("heading", name="Version 1 → 2")).to_be_visible()
    assert server.get(f"/flows/{flow_id}/versions/2")["bpmn"] == source.replace("Left side", "左边")


def test_nothing_of_bpmn_js_is_loaded_before_it_is_needed(server: Server, open_page: Open):
    pushed(server, "late")
    nodes = [{"id": "a", "type": "start"}, {"id": "b", "type": "end"}]
    plain = server.flow({"nodes": nodes, "edges": [{"source": "a", "target": "b"}]})
    console = open_page(server, "/")
    scripts: list[Response] = []
    console.page.on("response", lambda answer: scripts.append(answer) if answer.url.endswith(".js") else None)

    def loads(path: str, sign: str) -> bool:
        """Whether a script that comes with this page has it in it."""
        scripts.clear()
        console.go(path)
        console.page.wait_for_load_state("networkidle")
        assert scripts
        return any(sign in server.client.get(each.url).text for each in scripts)

    viewer, modeler = "bjs-powered-by", "djs-palette"
    for path in ("/", "/runs", "/flows", f"/flows/{plain}"):
        assert not loads(path, viewer), path
    assert loads("/flows/late", viewer)
    assert not loads("/flows/late", modeler)
    assert loads("/flows/late/bpmn", modeler)
    until(lambda: console.page.evaluate("document.fonts.check('20px bpmn')"), 20, "the icons of the modeler are there")
