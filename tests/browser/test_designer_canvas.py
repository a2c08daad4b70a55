"""The designer's canvas, its list and its dialogs as a person uses them: what is refused, found, arranged, undone."""

import itertools
import json
import random
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from support.chromium import missing
from support.console_page import AXE, Open
from support.drawing import Drawing, middle
from support.run import chain, node
from support.server import Server
from support.wait import until

#: Processor time of the page for one step of a drag, with 300 boxes in sight. A frame has 16 ms, and may take 50.
MOST_MS = 25
STEPS = 40
STEPS_OF_A_WALK = 60


def opened(server: Server, open_page: Open, flow_id: str, *, draft: Any = None, **options: Any) -> Drawing:
    """The designer with a flow: start, one, two, end, below each other; or with this draft of it."""
    server.flow(chain(node("one", "counts"), node("two", "counts")), flow_id)
    if draft is not None:
        assert server.client.put(f"/flows/{flow_id}/draft", json={"dsl": draft}).status_code == 200
    return Drawing(open_page(server, **options), server, flow_id).open()


def wide(count: int) -> dict[str, Any]:
    """Chains beside each other, placed by hand."""
    nodes = [
        {"id": f"n{at}", "type": "python", "position": {"x": at % 15 * 230, "y": at // 15 * 120}} for at in range(count)
    ]
    nodes.insert(0, {"id": "start", "type": "start", "position": {"x": 0, "y": -150}})
    return {"nodes": nodes, "edges": [{"source": f"n{at}", "target": f"n{at + 15}"} for at in range(count - 15)]}


def place(dsl: Any, node_id: str) -> tuple[float, float]:
    found = next(each for each in dsl["nodes"] if each["id"] == node_id)["position"]
    return found["x"], found["y"]


def test_300_nodes_are_searched_dragged_and_seen_small(server: Server, open_page: Open):
    drawing = opened(server, open_page, "wide", draft=wide(300))
    page, canvas = drawing.page, drawing.page.locator(".react-flow__viewport")
    # Only a part is in sight: all of it is seen small beside it, and what is sought comes into sight.
    expect(page.locator(".react-flow__minimap")).to_be_visible()
    expect(drawing.node("n287")).to_have_count(0)
    drawing.keyboard.press("Control+f")
    drawing.keyboard.type("n287")
    expect(page.get_by_role("status").filter(has_text="1/1")).to_be_visible()
    expect(drawing.node("n287")).to_have_class(re.compile("ren-found-here"))
    drawing.keyboard.press("Escape")
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".react-flow__minimap")).to_have_count(0)
    expect(page.locator(".react-flow__node")).to_have_count(301)
    at, spent = canvas.get_attribute("style"), _dragged(drawing, "n157")
    assert spent < MOST_MS, f"a step of the drag takes {spent:.1f} ms"
    # Where it stands it is on the grid, by default; and being saved moves nothing.
    x, y = place(drawing.saved(), "n157")
    assert (x % 10, y % 10) == (0, 0)
    assert (x, y) != (7 * 230, 10 * 120)
    assert canvas.get_attribute("style") == at


def _dragged(drawing: Drawing, node_id: str) -> float:
    """The processor time of a step, whatever else the machine does meanwhile."""
    page = drawing.page
    x, y = middle(drawing.node(node_id))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 5, y + 5)
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable", {"timeDomain": "threadTicks"})

    def script() -> float:
        told = {each["name"]: each["value"] for each in cdp.send("Performance.getMetrics")["metrics"]}
        return float(told["ScriptDuration"] + told["LayoutDuration"] + told["RecalcStyleDuration"])

    before = script()
    for step in range(STEPS):
        page.mouse.move(x + step * 2, y + step)
    after = script()
    page.mouse.up()
    return (after - before) * 1000 / STEPS


def test_lines_are_refused_with_a_reason_and_parts_are_arranged(server: Server, open_page: Open):
    drawing = opened(server, open_page, "arranged")
    page = drawing.page
    before = drawing.lines().count()
    (x, y), (to_x, to_y) = middle(drawing.port("one", "next")), middle(drawing.node("end").locator(".ren-in"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move((x + to_x) / 2, (y + to_y) / 2, steps=4)
    page.mouse.move(to_x, to_y, steps=4)
    expect(page.locator(".ren-refused")).to_have_text("It leads on to two already; only one line can.")
    page.mouse.up()
    expect(page.locator(".ren-refused")).to_have_count(0)
    expect(drawing.lines()).to_have_count(before)
    # Twice, from the menu; and aside of each other, then below.
    drawing.node("one").click()
    menu(drawing, "Duplicate")
    drawing.told("1 part added.")
    copy = drawing.page.locator(".react-flow__node.selected")
    expect(copy).to_have_count(1)
    name = copy.get_attribute("data-id") or ""
    select_also(drawing, "two")
    menu(drawing, "Align left")
    dsl = drawing.saved()
    assert place(dsl, name)[0] == place(dsl, "two")[0]
    assert next(each for each in dsl["nodes"] if each["id"] == name)["data"] == node("one", "counts")["data"]
    select_also(drawing, "one", "end")
    menu(drawing, "Distribute down")
    ys = sorted(place(drawing.saved(), each)[1] for each in (name, "one", "two", "end"))
    gaps = [later - earlier for earlier, later in itertools.pairwise(ys)]
    assert max(gaps) - min(gaps) <= 1, ys
    # Without the grid a node stands where it was dropped.
    menu(drawing, "Snap to the grid", role="menuitemcheckbox")
    page.locator(".react-flow__pane").click(position={"x": 10, "y": 10})
    x, y = middle(drawing.node("two"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 3, steps=3)
    page.mouse.move(x + 63, y + 7, steps=3)
    page.mouse.up()
    was = place(dsl, "two")
    until(lambda: place(drawing.saved(), "two") != was, what="it was moved")
    x, y = place(drawing.saved(), "two")
    assert x % 10 or y % 10, (x, y)


def select_also(drawing: Drawing, *names: str) -> None:
    """Beside what is selected. A canvas that is busy hears of the key after the click: then it is clicked again."""
    selected = drawing.page.locator(".react-flow__node.selected")
    before = [each.get_attribute("data-id") or "" for each in selected.all()]

    def all_are() -> bool:
        for name in (*before, *names):
            if "selected" not in (drawing.node(name).get_attribute("class") or "").split():
                drawing.node(name).click()
                return False
        return selected.count() == len(before) + len(names)

    drawing.keyboard.down("Control")
    until(all_are, what=f"{', '.join(names)} selected, too", step=0.2)
    drawing.keyboard.up("Control")


def menu(drawing: Drawing, item: str, *, role: Any = "menuitem") -> None:
    page = drawing.page
    page.get_by_role("button", name="Arrange").click()
    page.get_by_role(role, name=item).click()
    if role == "menuitemcheckbox":  # it stays open
        page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)


def test_the_list_does_what_the_canvas_does_by_keyboard(server: Server, open_page: Open):
    drawing = opened(server, open_page, "listed")
    keyboard, page = drawing.keyboard, drawing.page
    keyboard.press("l")
    part = page.get_by_role("region", name="Nodes and lines as a list")
    expect(part.get_by_role("row")).to_have_count(5)
    # Behind "one", a condition; its other answer leads to the end.
    press(drawing, part.get_by_role("button", name="Add behind one"))
    drawing.choose("evaluates an expression")
    drawing.told("was added")
    expect(part.get_by_role("row")).to_have_count(6)
    press(drawing, part.get_by_role("button", name="condition", exact=True))
    expect(drawing.inspector().get_by_role("textbox", name="ID", exact=True)).to_have_value("condition")
    # The line of "two" leads elsewhere; the reason stands where it cannot.
    target = part.get_by_role("combobox", name="two (Leads on) leads to")
    drawing.tab_to(target)
    keyboard.press("Control+A")
    keyboard.type("condition")
    page.get_by_role("option", name="condition", exact=True).wait_for()
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    drawing.told("two leads to condition now.")
    press(drawing, part.get_by_role("button", name="Delete one"), back=True)
    drawing.told("1 part deleted.")
    expect(part.get_by_role("row")).to_have_count(5)
    dsl = drawing.saved()
    assert [each["id"] for each in dsl["nodes"]] == ["start", "two", "end", "condition"]
    assert {(each["source"], each["target"]) for each in dsl["edges"]} >= {("two", "condition")}
    assert not any("one" in (each["source"], each["target"]) for each in dsl["edges"])
    keyboard.press("Control+z")
    expect(part.get_by_role("row")).to_have_count(6)


def press(drawing: Drawing, target: Locator, *, back: bool = False) -> None:
    drawing.tab_to(target, "Shift+Tab" if back else "Tab")
    drawing.keyboard.press("Enter")


def test_only_what_is_clean_is_published_and_only_in_place_of_what_was_seen(server: Server, open_page: Open):
    wrong = chain(node("one", "counts"))
    wrong["nodes"][1]["data"]["codeRef"] = "nobody.has_it"
    drawing = opened(server, open_page, "published", draft=wrong, outage=True)  # refused answers are reported
    page = drawing.page
    button, dialog = page.get_by_role("button", name="Publish", exact=True), page.get_by_role("dialog")
    expect(page.locator(".ren-toolbar-problems")).to_have_text("1 problem")
    button.click()
    expect(dialog.get_by_role("alert")).to_contain_text("1 error stands in the way.")
    expect(dialog.get_by_role("button", name="Publish", exact=True)).to_be_disabled()
    dialog.get_by_role("button", name="Not now").click()
    drawing.node("one").click()
    drawing.page.locator(".ren-inspector").get_by_role("tab", name="JSON").click()
    editor = drawing.inspector().locator(".cm-content")
    expect(editor).to_contain_text("nobody.has_it")
    editor.fill(json.dumps(node("one", "counts")))
    expect(page.locator(".ren-toolbar-problems")).to_have_text("No problems")
    drawing.saved()
    # While somebody looks at what differs, another one publishes.
    button.click()
    expect(dialog).to_contain_text("What differs from version 1")
    made = server.post("/flows/published/versions", {"dsl": chain(node("other", "counts"))})
    assert made.status_code == 201
    assert server.post("/flows/published/versions/2/publish").status_code == 200
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("Somebody published version 2 meanwhile")
    assert server.get("/flows/published")["published_version"] == 2
    expect(dialog).to_contain_text("What differs from version 2")
    dialog.get_by_role("button", name="Publish", exact=True).click()
    drawing.told("Version 3 is in use now.")
    # And another one saves the draft.
    button.click()
    assert (
        server.client.put("/flows/published/draft", json={"dsl": wrong}, headers={"If-Match": "*"}).status_code == 200
    )
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("Somebody saved meanwhile.")
    assert server.get("/flows/published")["published_version"] == 3


def test_a_run_leads_to_its_version_and_data_and_both_can_be_taken(server: Server, open_page: Open):
    flow_id = server.flow(chain(node("one", "counts"), node("two", "counts")), "ran")
    run = server.run(flow_id, n=4)
    run.finished()
    newer = chain(node("one", "counts"), node("two", "counts"), node("three", "counts"))
    assert server.client.put("/flows/ran/draft", json={"dsl": newer}).status_code == 200
    console = open_page(server, f"/runs/{run.id}")
    drawing = Drawing(console, server, flow_id)
    page = console.page
    page.get_by_role("link", name="Edit this flow").click()
    page.wait_for_url(re.compile(rf"/flows/ran/design\?version=1&run={run.id}"))
    # The draft is kept, the version of the run offered; the run is seen on the canvas.
    expect(page.get_by_role("status").filter(has_text="it says something else than version 1")).to_be_visible()
    expect(drawing.node("two").locator("[data-status=finished]")).to_be_visible()
    drawing.node("two").click()
    drawing.inspector().get_by_role("tab", name="Data").click()
    expect(drawing.inspector().get_by_role("region", name="What it got")).to_contain_text("5")
    expect(drawing.inspector().get_by_role("region", name="What it gave")).to_contain_text("6")
    drawing.node("three").click()
    expect(drawing.inspector()).to_contain_text("has not been at this node")
    page.get_by_role("button", name="Put version 1 in its place").click()
    expect(drawing.node("three")).to_have_count(0)
    assert drawing.saved() == server.get("/flows/ran/versions/1")["dsl"]
    page.locator(".react-flow__pane").click(position={"x": 10, "y": 10})
    drawing.keyboard.press("Control+z")
    expect(drawing.node("three")).to_be_visible()
    assert drawing.saved() == newer


def test_parts_go_through_a_text_editor(server: Server, open_page: Open):
    drawing = opened(server, open_page, "texts")
    page = drawing.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    drawing.node("one").click()
    select_also(drawing, "two")
    drawing.keyboard.press("Control+c")
    editor = page.context.new_page()
    editor.set_content("<textarea autofocus rows=40 cols=80></textarea>")
    text = editor.locator("textarea")
    text.focus()
    editor.keyboard.press("Control+v")
    value = text.input_value()
    part = json.loads(value)
    assert ([each["id"] for each in part["nodes"]], len(part["edges"])) == (["one", "two"], 1)
    text.fill(value.replace('"id": "one"', '"id": "one", "label": "From the text"'))
    editor.keyboard.press("Control+a")
    editor.keyboard.press("Control+x")
    editor.close()
    page.bring_to_front()
    page.locator(".react-flow__pane").click(position={"x": 10, "y": 10})
    drawing.keyboard.press("Control+v")
    drawing.told("2 parts added.")
    expect(page.locator(".react-flow__node")).to_have_count(6)
    expect(page.locator(".react-flow__node").filter(has_text="From the text")).to_have_count(1)
    dsl = drawing.saved()
    assert [each["id"] for each in dsl["nodes"][:4]] == ["start", "one", "two", "end"]
    assert len(dsl["edges"]) == 4


def test_sixty_steps_are_undone_and_done_again_byte_by_byte(server: Server, open_page: Open):
    drawing = opened(server, open_page, "walked", draft=chain(*(node(f"n{at}", "counts") for at in range(4))))
    chance = random.Random(17)
    page, keyboard = drawing.page, drawing.keyboard
    first = raw(drawing)
    page.get_by_role("button", name="Show all").click()
    for step in range(STEPS_OF_A_WALK):
        _step(drawing, chance, step)
    last = raw(drawing)
    assert last != first
    undo, redo = (page.get_by_role("button", name=re.compile(f"^{word}")) for word in ("Undo", "Redo"))
    keyboard.press("Escape")
    steps = _all(undo, lambda: keyboard.press("Control+z"))
    assert 40 <= steps <= 100
    assert raw(drawing) == first
    assert _all(redo, lambda: keyboard.press("Control+y")) == steps
    assert raw(drawing) == last


def _step(drawing: Drawing, chance: random.Random, step: int) -> None:
    """One thing that changes the document, or may: on a node that is there."""
    page, keyboard = drawing.page, drawing.keyboard
    ids = page.locator(".react-flow__node-box").evaluate_all("all => all.map(each => each.dataset.id)")
    chosen = drawing.node(chance.choice(ids))
    what = chance.choice(["duplicate", "move", "remove", "take out", "tidy", "note", "label", "add"])
    if len(ids) < 4:
        what = "duplicate"
    elif len(ids) > 9:  # what is drawn costs time with each step
        what = "remove all"
    keyboard.press("Escape")
    chosen.focus()
    keyboard.press("Enter")
    expect(chosen).to_have_class(re.compile(r"\bselected\b"))
    expect(chosen).to_be_focused()
    if what == "label":
        field = drawing.inspector().get_by_role("textbox", name="Label", exact=True)
        field.fill(f"第 {step} 步 <b>")
        field.blur()  # what is typed has its own Escape
    elif what == "add":
        _add(drawing, chance.choice(["evaluates an expression", "End", "faulty"]))
    else:
        keys = {"duplicate": "Control+d", "remove": "Delete", "take out": "Control+Delete", "tidy": "t", "note": "n"}
        if what == "remove all":
            keyboard.press("Control+a")
            keyboard.press("Delete")
            _add(drawing, "faulty")
            return
        keyboard.press({**keys, "move": chance.choice(["ArrowRight", "ArrowDown"])}[what])


def _add(drawing: Drawing, words: str) -> None:
    drawing.keyboard.press("a")
    drawing.choose(words)
    # The focus comes to it once it is drawn.
    expect(drawing.page.locator(".react-flow__node.selected:focus")).to_have_count(1)


def _all(button: Locator, press: Any) -> int:
    count = 0
    while button.is_enabled():
        press()
        count += 1
        assert count <= 100
    return count


def raw(drawing: Drawing) -> str:
    """The draft's document as its bytes are: every field in its place, every number as it was written."""
    drawing.saved()
    text = drawing.server.client.get(f"/flows/{drawing.flow_id}/draft").text
    return text[text.index('"dsl":') :]


@pytest.mark.parametrize(("locale", "scheme"), [("en-GB", "light"), ("zh-CN", "dark")])
def test_what_opens_over_the_canvas_can_be_used_by_everybody(server: Server, open_page: Open, locale: str, scheme: str):
    if not AXE.exists():
        missing("axe-core is not installed (npm ci in console/)")
    wrong = chain(node("one", "counts"), node("two", "counts"))
    wrong["nodes"][1]["data"]["codeRef"] = "nobody.has_it"
    draft = {"draft": wrong, "locale": locale, "color_scheme": scheme}
    drawing = opened(server, open_page, f"opened-{scheme}", **draft)
    page, tools = drawing.page, drawing.page.locator(".ren-toolbar button")
    expect(page.locator(".ren-toolbar-problems")).to_contain_text("1")
    problems, over = page.locator(".ren-toolbar-problems"), page.get_by_role("dialog")
    for opener, shown in (
        (tools.last, over),  # what publishing means
        (tools.nth(-2), over),  # a trial
        (page.locator(".ren-toolbar [aria-haspopup=menu]"), page.get_by_role("menu")),
        (problems, page.locator(".ren-designer-drawer")),
    ):
        opener.click()
        expect(shown).to_be_visible()
        assert drawing.console.serious_findings() == []
        assert drawing.console.missing_keys() == []
        if opener is not problems:
            drawing.keyboard.press("Escape")
            expect(shown).to_have_count(0)
    drawing.node("one").click()
    drawing.keyboard.press("a")
    expect(page.locator(".ren-chooser input")).to_be_focused()
    assert drawing.console.serious_findings() == []
