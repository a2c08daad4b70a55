"""A BPMN file in the browser: brought, seen as it is drawn, its tokens watched, its form filled in."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from support.bpmn_drawing import END, bpmn, flows, message, process
from support.chromium import missing
from support.console_page import AXE, ConsolePage, Open
from support.drawn_bpmn import long_row, two_ways
from support.run import Run
from support.server import Server
from support.wait import until

#: Where pictures of the pages are kept, for people who want to look at them.
KEPT = os.environ.get("REN_TEST_PICTURES")
NOWHERE = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="a">
<process id="p" isExecutable="true"><startEvent id="s"/>
<serviceTask id="t"/><endEvent id="e"/></process></definitions>"""


def element(console: ConsolePage, name: str) -> Locator:
    return console.page.locator(f"g.djs-element[data-element-id={name}]")


def chip(console: ConsolePage, name: str, place: str) -> Locator:
    """What is shown on an element."""
    return console.page.locator(f"[data-badges-of={name}] .ren-chip[data-place={place}]")


def tokens(console: ConsolePage) -> dict[str, str]:
    """The elements at which there are tokens, with how many."""
    found: dict[str, str] = console.page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.ren-bpmn-badges [data-place=tokens]')]
             .map((each) => [each.closest('.ren-bpmn-badges').dataset.badgesOf, each.textContent]))"""
    )
    return found


def keep(console: ConsolePage, name: str) -> None:
    if KEPT:
        Path(KEPT).mkdir(parents=True, exist_ok=True)
        console.page.screenshot(path=Path(KEPT) / f"bpmn-{name}.png")


def dropped(console: ConsolePage, name: str, text: str) -> None:
    """A file, as if it were dropped on the page."""
    files = console.page.evaluate_handle(
        "([name, text]) => { const held = new DataTransfer(); held.items.add(new File([text], name)); return held; }",
        [name, text],
    )
    for event in ("dragover", "drop"):
        console.page.dispatch_event("#main", event, {"dataTransfer": files})


def pushed(server: Server, flow_id: str, source: str) -> str:
    made = server.post("/flows", {"name": flow_id, "id": flow_id, "bpmn": source, "publish": True})
    assert made.status_code == 201, made.text
    return flow_id


def looked_through(console: ConsolePage) -> None:
    """axe finds nothing serious in the page."""
    if not AXE.exists():
        missing("axe-core is not installed (npm ci in console/)")
    assert console.serious_findings() == []


def test_a_file_is_dropped_seen_started_and_its_tokens_are_watched_to_the_end(server: Server, open_page: Open):
    console = open_page(server, "/flows")
    dropped(console, "two.bpmn", two_ways())
    dialog = console.page.get_by_role("dialog", name="Add a flow")
    expect(dialog.get_by_label("Name")).to_have_value("Two ways")
    expect(dialog.get_by_text("Nothing is wrong with the file.")).to_be_visible()
    console.press("Create as a draft", inside="Add a flow")

    expect(element(console, "Ask")).to_have_attribute("aria-label", "Look at it, user task")
    expect(console.page.locator(".bjs-powered-by")).to_be_visible()
    expect(console.page.get_by_role("link", name="Designer")).to_have_count(0)
    element(console, "Left").click()
    expect(console.page.locator(".ren-chosen")).to_have_attribute("data-element-id", "Left")
    expect(console.page.get_by_role("heading", name="Left side")).to_be_visible()

    console.press("Start")
    console.page.get_by_role("dialog").get_by_role("button", name="Start").click()
    console.page.wait_for_url("**/runs/*")
    run = Run(server, console.page.url.rpartition("/")[2])
    until(lambda: tokens(console) == {"Left": "1", "Right": "1"}, 30, "two tokens are seen")
    keep(console, "run-en-light")
    run.open_gate("Left")
    until(lambda: "Left" not in tokens(console), 30, "one has gone on")
    expect(chip(console, "Left", "visits")).to_have_text("1×")
    said = "Right side, service task, running, 1 token is here, 1 visit"
    expect(element(console, "Right")).to_have_attribute("aria-label", said)
    run.open_gate("Right")
    until(lambda: tokens(console) == {"Ask": "1"}, 30, "both have met, and one waits for the form")
    expect(element(console, "Left_Meet")).to_have_class("djs-element djs-connection ren-taken")
    looked_through(console)
    console.page.get_by_role("link", name="Open the form").first.click()

    console.page.get_by_role("radio", name="Yes").check()
    console.press("Send the answer")
    console.shows("The answer was sent. The run goes on.")
    run.finished()
    console.go(f"/runs/{run.id}")
    expect(element(console, "Done")).to_have_attribute("aria-label", re.compile("^Done, end event, finished, 1 visit"))
    assert tokens(console) == {}


def test_what_is_wrong_with_a_file_is_told_by_element_and_line(server: Server, open_page: Open):
    # That it is refused is an error to the browser.
    console = open_page(server, "/flows?new=1", locale="zh-CN", color_scheme="dark", outage=True)
    console.page.locator("input[type=file]").set_input_files(
        {"name": "坏.bpmn", "mimeType": "", "buffer": NOWHERE.encode()}
    )
    told = console.page.locator(".ren-bpmn-problems li")
    expect(told.filter(has_text="没有说明调用什么")).to_contain_text("t 第 3 行")
    expect(told.filter(has_text="does not say what it calls")).to_have_count(1)
    keep(console, "problems-zh-dark")
    console.press("创建为草稿")
    expect(console.page.get_by_role("alert")).to_be_visible()
    console.page.locator("input[type=file]").set_input_files(
        {"name": "a.bpmn", "mimeType": "", "buffer": b"<definitions name='\xff\xfe'/>"}
    )
    console.shows("文件不是 UTF-8 编码")
    assert console.missing_keys() == []


@pytest.mark.parametrize("look", [{"locale": "zh-CN", "color_scheme": "dark"}, {}])
def test_a_file_without_a_drawing_is_shown_as_a_graph_and_the_page_says_so(
    server: Server, open_page: Open, look: dict[str, Any]
):
    flow_id = pushed(server, f"undrawn-{len(look)}", two_ways(drawing=False))
    console = open_page(server, f"/flows/{flow_id}", **look)
    console.shows("该文件没有图" if look else "The file has no drawing")
    expect(console.page.locator(".react-flow__node").filter(has_text="Look at it")).to_be_visible()


def test_a_drawing_is_read_by_keyboard_and_told_where_a_run_stopped(server: Server, open_page: Open):
    flow_id = pushed(server, "stops", two_ways().replace(">waits<", ">raises<", 1))
    run = server.run(flow_id)
    run.open_gate("Right")
    error = run.failed()
    console = open_page(server, f"/runs/{run.id}", locale="zh-CN", color_scheme="dark")
    assert error["node"] == "Left"
    expect(chip(console, "Left", "tokens")).to_have_text("!")
    expect(element(console, "Left")).to_have_attribute(
        "aria-label", re.compile("^Left side, 服务任务, 失败, 运行停在这里, .*1")
    )
    keep(console, "stopped-zh-dark")
    element(console, "Begin").focus()
    console.page.keyboard.press("Enter")
    expect(element(console, "Begin")).to_have_attribute("aria-pressed", "true")
    expect(console.page).to_have_url(f"{console.base}/console/runs/{run.id}?node=Begin")
    console.page.get_by_role("button", name="全屏", exact=True).click()
    expect(console.page.get_by_role("dialog", name="流程图")).to_be_visible()
    expect(console.page.locator(".bjs-powered-by")).to_be_visible()
    console.page.keyboard.press("Escape")
    expect(console.page.get_by_role("dialog")).to_have_count(0)
    looked_through(console)
    assert console.missing_keys() == []


@pytest.mark.parametrize(
    ("look", "words"),
    [({"locale": "zh-CN", "color_scheme": "dark"}, "由消息“order”开始"), ({}, "begun by the message “order”")],
)
def test_a_run_tells_which_message_began_it(server: Server, open_page: Open, look: dict[str, Any], words: str):
    begin = f'<startEvent id="s">{message("order")}</startEvent>'
    source = bpmn(process(begin, END, flows("s > e")), more='<message id="order" name="order"/>').decode()
    pushed(server, f"ordered-{len(look)}", source)
    begun = server.post("/messages", {"name": "order"}).json()["begun"]
    console = open_page(server, f"/runs/{begun[-1]}", **look)
    console.shows(words)
    assert console.missing_keys() == []


def test_of_a_long_drawing_only_what_is_in_sight_has_badges(server: Server, open_page: Open):
    run = server.run(pushed(server, "row", long_row(80)))
    run.finished()
    console = open_page(server, f"/runs/{run.id}")
    expect(element(console, "Task40")).to_have_attribute("aria-label", re.compile("1"))
    # A place stays that was there before the drawing was as small as that; nothing is drawn in it.
    badges = console.page.locator("[data-badges-of]:not(:empty)")
    expect(badges).to_have_count(0)  # too small to be read
    closer = console.page.get_by_role("button", name="Larger", exact=True)
    for _ in range(20):
        closer.click()
        if badges.count():
            break
    expect(chip(console, "Task40", "visits")).to_have_text("1×")
    assert 0 < badges.count() < 60
