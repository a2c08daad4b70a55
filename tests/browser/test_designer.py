"""Drawing a flow in a browser: by mouse, by keyboard alone; saved, published, run; and nothing is lost."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from support.chromium import missing
from support.console_page import AXE, Open
from support.drawing import Drawing, middle
from support.run import Run, chain, node
from support.server import Server
from support.wait import patient, until

FLOWS = Path(__file__).resolve().parents[2] / "flows"
SAMPLE = json.loads((FLOWS / "product_selection" / "flow.json").read_text(encoding="utf-8"))
FIELDS = {
    "Name": "name",
    "Chinese name": "name_zh",
    "Description": "description",
    "Chinese description": "description_zh",
}


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose flows folder is the samples'."""
    made = Server(tmp_path_factory.mktemp("samples"), source=FLOWS, grace=0.5)
    try:
        made.start()
        yield made
    finally:
        made.clean_up()


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a catalogue that has no products: the flow's condition leads to the end."""
    folder = tmp_path_factory.mktemp("catalogue")
    folder.joinpath("products.csv").write_text("id,name,price,image\n", encoding="utf-8")
    return folder


def begun(server: Server, open_page: Open, name: str, **options: Any) -> Drawing:
    """A new flow with a start and an end, from the page where flows begin."""
    console = open_page(server, "/flows/new/design", reduced_motion="reduce", **options)
    console.page.get_by_label("What is it called?").fill(name)
    console.page.get_by_role("button", name=re.compile("^Empty")).click()
    console.page.wait_for_url(re.compile("/flows/(?!new)[^/]+/design"))
    drawing = Drawing(console, server, console.page.url.split("/flows/")[1].split("/")[0])
    expect(console.page.locator(".react-flow__node")).to_have_count(2)
    return drawing


def sample(node_id: str) -> Any:
    return next(each for each in SAMPLE["nodes"] if each["id"] == node_id)


def fill(drawing: Drawing, fresh: str, node_id: str, *, by_keyboard: bool) -> None:
    """What the sample says of a node, into the inspector; the node is selected."""
    wanted = sample(node_id)
    expect(drawing.inspector().get_by_role("textbox", name="ID", exact=True)).to_have_value(fresh)
    drawing.write("Label", wanted["label"], by_keyboard=by_keyboard)
    drawing.write("Chinese label", wanted["label_zh"], by_keyboard=by_keyboard)
    if fresh != node_id:
        drawing.write("ID", node_id, by_keyboard=by_keyboard)
        expect(drawing.node(node_id)).to_be_visible()
    data = wanted.get("data", {})
    if "expr" in data:
        drawing.write_json("Expression", data["expr"], by_keyboard=by_keyboard)
    for argument, rule in data.get("argsFrom", {}).items():
        drawing.from_state(argument, rule["var"], by_keyboard=by_keyboard)


def fill_flow(drawing: Drawing, *, by_keyboard: bool) -> None:
    for label, field in FIELDS.items():
        drawing.write(label, SAMPLE[field], by_keyboard=by_keyboard)
    drawing.write_json("Input", SAMPLE["inputs"], by_keyboard=by_keyboard)


def meaning(dsl: Any) -> Any:
    """A document without where its nodes are drawn; nodes and edges in an order of their own."""
    nodes = [{name: value for name, value in each.items() if name != "position"} for each in dsl["nodes"]]
    edges = [{**each, "data": each.get("data", {})} for each in dsl["edges"]]
    rest = {name: value for name, value in dsl.items() if name not in {"nodes", "edges"}}
    return rest, sorted(nodes, key=lambda each: each["id"]), sorted(edges, key=json.dumps)


def publish_and_run(drawing: Drawing, catalogue: Path) -> None:
    """The last steps, the same for both: published, tried, and finished on the same canvas."""
    page = drawing.page
    page.get_by_role("button", name="Publish", exact=True).click()
    dialog = page.get_by_role("dialog", name="Publish this draft")
    dialog.get_by_label("Note (optional)").fill("first")
    dialog.get_by_role("button", name="Publish", exact=True).click()
    drawing.told("Version 1 is in use now.")
    server = drawing.server
    assert meaning(server.get(f"/flows/{drawing.flow_id}/versions/1")["dsl"]) == meaning(SAMPLE)
    run = server.run(drawing.flow_id, source=str(catalogue))
    run.finished()
    page.get_by_role("button", name="Try it").click()
    trial = page.get_by_role("dialog", name="Try the draft")
    trial.get_by_role("textbox", name="Catalogue").fill(str(catalogue))
    trial.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator(".ren-trial-bar")).to_contain_text("Finished", timeout=patient(60) * 1000)
    expect(drawing.node("scrape").locator("[data-status=finished]")).to_be_visible()
    tried = page.url.split("run=")[1].split("&")[0]
    assert Run(server, tried).facts["test"] is not None


@pytest.mark.timeout(240)
def test_the_sample_is_drawn_from_nothing_by_mouse(samples: Server, catalogue: Path, open_page: Open):
    drawing = begun(samples, open_page, "By mouse")
    page = drawing.page
    page.locator(".react-flow__pane").click(position={"x": 20, "y": 20})
    fill_flow(drawing, by_keyboard=False)
    # Onto the line, twice; and the others behind what is there.
    x, y = middle(drawing.lines().first)
    box = page.locator(".react-flow").bounding_box()
    assert box is not None
    drawing.drag("function:data.scrape_products", x - box["x"], y - box["y"])
    fill(drawing, "scrape_products", "scrape", by_keyboard=False)
    page.locator('[data-item="condition"]').click()  # behind the selected one: between it and the end
    fill(drawing, "condition", "check_count", by_keyboard=False)
    drawing.port("check_count", "false").click()  # "+": what is to follow
    page.locator(".ren-chooser input").fill("export_excel")
    page.keyboard.press("Enter")
    fill(drawing, "export_excel", "export_results", by_keyboard=False)
    drawing.node("end").click()
    fill(drawing, "end", "end", by_keyboard=False)
    drawing.node("start").click()
    fill(drawing, "start", "start", by_keyboard=False)
    # The true answer leads to the end so far, and is to lead to the pictures: a node is put into it.
    drawing.node("check_count").click()
    drawing.click_line("(true)")
    page.keyboard.press("i")
    page.locator(".ren-chooser input").fill("process_batch")
    page.keyboard.press("Enter")
    fill(drawing, "process_batch", "process_images", by_keyboard=False)
    page.locator('[data-item="function:image.calculate_similarity"]').click()
    fill(drawing, "calculate_similarity", "calculate_similarity", by_keyboard=False)
    page.get_by_role("button", name="Arrange").click()
    page.get_by_role("menuitem", name="Tidy up all of it").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show all").click()
    last = drawing.node("end")
    until(lambda: 90 < middle(last)[1] < 740, what="all of it is in sight")
    # What leads wrong is drawn anew: the line to the end goes, others come.
    for words in ("Find similar products → End", "Enough products? → Write the Excel file (false)"):
        drawing.click_line(words)
        page.keyboard.press("Delete")
        drawing.told("deleted")
    drawing.draw(drawing.port("calculate_similarity", "next"), drawing.node("export_results").locator(".ren-in"))
    drawing.draw(drawing.port("export_results", "next"), drawing.node("end").locator(".ren-in"))
    drawing.draw(drawing.port("check_count", "false"), drawing.node("end").locator(".ren-in"))
    until(lambda: meaning(drawing.saved()) == meaning(SAMPLE), what=f"the draft is the sample: {drawing.saved()}")
    publish_and_run(drawing, catalogue)


@pytest.mark.timeout(300)
def test_the_sample_is_drawn_from_nothing_by_keyboard(samples: Server, catalogue: Path, open_page: Open):
    drawing = begun(samples, open_page, "By keyboard")
    keyboard = drawing.keyboard
    keyboard.press("Escape")
    fill_flow(drawing, by_keyboard=True)
    drawing.focus_node("start")
    drawing.keyboard.press("Enter")  # once more: into the inspector
    fill(drawing, "start", "start", by_keyboard=True)
    # Each behind the one before; the end stays behind the last.
    after = "start"
    for words, fresh, node_id in (
        ("data.scrape_products", "scrape_products", "scrape"),
        ("evaluates an expression", "condition", "check_count"),
        ("process_batch", "process_batch", "process_images"),
        ("calculate_similarity", "calculate_similarity", "calculate_similarity"),
        ("export_excel", "export_excel", "export_results"),
    ):
        drawing.focus_node(after)
        if after == "check_count":  # its true answer leads to the end: into that line
            drawing.tab_to(drawing.page.locator('.react-flow__edge[aria-label*="(true)"]'))
            keyboard.press("Enter")
            keyboard.press("i")
        else:
            keyboard.press("a")
        drawing.choose(words)
        drawing.told("was added")
        expect(drawing.node(fresh)).to_be_focused()
        fill(drawing, fresh, node_id, by_keyboard=True)
        after = node_id
    drawing.focus_node("end")
    fill(drawing, "end", "end", by_keyboard=True)
    drawing.focus_node("check_count")
    keyboard.press("c")
    expect(drawing.page.locator(".ren-chooser input")).to_be_focused()
    drawing.keyboard.type("If false")
    keyboard.press("Enter")
    expect(drawing.page.get_by_role("dialog", name="Where does the line lead?")).to_be_visible()
    drawing.choose("end")
    drawing.told("Enough products? leads to End now.")
    until(lambda: meaning(drawing.saved()) == meaning(SAMPLE), what=f"the draft is the sample: {drawing.saved()}")
    # Back to the beginning, step by step, and here again.
    text = json.dumps(drawing.saved())
    drawing.focus_node("end")
    for _ in range(5):
        keyboard.press("Control+z")
    assert json.dumps(drawing.saved()) != text
    for _ in range(5):
        keyboard.press("Control+y")
    until(lambda: json.dumps(drawing.saved()) == text, what="the very same again")
    publish_and_run(drawing, catalogue)


def drafted(server: Server, flow_id: str, **fields: Any) -> str:
    """A flow that was never drawn."""
    return server.flow({**chain(node("one", "counts"), node("two", "counts")), **fields}, flow_id)


def test_two_windows_meet_and_nothing_is_lost(server: Server, open_page: Open):
    flow_id = drafted(server, "two-windows")
    first = Drawing(open_page(server), server, flow_id).open()
    other = Drawing(open_page(server, outage=True), server, flow_id).open()
    first.node("one").click()
    first.write("Label", "Of the first", by_keyboard=False)
    first.saved()
    other.node("two").click()
    other.write("Label", "Of the other", by_keyboard=False)
    told = other.page.get_by_role("alert").filter(has_text="This draft was changed elsewhere")
    expect(told).to_be_visible()
    expect(other.page.locator(".ren-save-note")).to_have_attribute("data-save", "conflict")
    assert "Of the other" not in json.dumps(first.saved())
    # A reload keeps what was never saved, and the conflict.
    other.page.reload()
    expect(told).to_be_visible()
    expect(other.node("two")).to_contain_text("Of the other")
    told.get_by_role("button", name="Overwrite with mine").click()
    expect(told).to_have_count(0)
    assert "Of the other" in json.dumps(other.saved())
    assert "Of the first" not in json.dumps(other.saved())
    # The first is told as soon as it looks, and takes what the other saved.
    first.page.evaluate("window.dispatchEvent(new Event('focus'))")
    told = first.page.get_by_role("alert").filter(has_text="This draft was changed elsewhere")
    told.get_by_role("button", name="Load theirs").click()
    expect(first.node("two")).to_contain_text("Of the other")
    expect(first.page.locator(".ren-save-note")).to_have_attribute("data-save", "saved")


def test_a_reload_and_a_server_that_goes_lose_nothing(servers: Any, open_page: Open):
    server = servers().start()
    flow_id = drafted(server, "kept")
    port = int(server.url.rsplit(":", 1)[1])
    drawing = Drawing(open_page(server, outage=True), server, flow_id).open()
    drawing.node("one").click()
    drawing.inspector().get_by_role("textbox", name="Label", exact=True).fill("Typed just now")
    drawing.keyboard.press("Tab")
    drawing.page.reload()
    expect(drawing.node("one")).to_contain_text("Typed just now")
    drawing.saved()
    server.kill()
    drawing.node("two").click()
    drawing.write("Label", "While it was away", by_keyboard=False)
    note = drawing.page.locator(".ren-save-note")
    expect(note).to_have_attribute("data-save", "offline")
    expect(note).to_contain_text("local copy kept")
    drawing.keyboard.press("Control+a")  # goes on being drawn
    server.start(port)
    expect(note).to_have_attribute("data-save", "saved")
    assert "While it was away" in json.dumps(drawing.saved())


def test_what_nobody_knows_is_grey_and_stays_as_it_came(server: Server, open_page: Open):
    dsl = chain(node("one", "counts"))
    robot = {
        "id": "robot",
        "type": "robot_arm",
        "grip": 0.5,
        "data": {"serial": 9007199254740993, "<b>": "<img src=x>"},
    }
    dsl["nodes"].append(robot)
    server.flow(chain(node("one", "counts")), "newer")
    assert server.client.put("/flows/newer/draft", json={"dsl": dsl}).status_code == 200
    drawing = Drawing(open_page(server), server, "newer").open()
    expect(drawing.node("robot").locator("[data-unknown]")).to_be_visible()
    drawing.node("one").click()
    drawing.write("Label", "<script>x</script>", by_keyboard=False)
    until(lambda: "script" in json.dumps(drawing.saved()), what="the change is saved")
    assert next(each for each in drawing.saved()["nodes"] if each["id"] == "robot") == robot
    expect(drawing.node("one")).to_contain_text("<script>x</script>")


@pytest.mark.parametrize("dsl", [[1, 2], "a flow", {"nodes": [{"id": 1}]}, {"nodes": 5, "edges": []}])
def test_a_draft_that_is_no_flow_is_mended_as_text(server: Server, open_page: Open, dsl: Any):
    name = f"none-{abs(hash(json.dumps(dsl)))}"
    server.flow(chain(node("one", "counts")), name)
    assert server.client.put(f"/flows/{name}/draft", json={"dsl": dsl}).status_code == 200
    console = open_page(server, f"/flows/{name}/design")
    expect(console.page.get_by_role("alert")).to_contain_text("cannot be drawn")
    console.press("Begin anew")
    expect(console.page.locator(".react-flow__node")).to_have_count(2)


def test_parts_go_to_another_window_and_foreign_text_is_told(server: Server, open_page: Open):
    drawing = Drawing(open_page(server), server, drafted(server, "copied")).open()
    page = drawing.page
    page.locator(".react-flow__pane").click(position={"x": 10, "y": 10})
    drawing.keyboard.press("Control+a")
    text: str = page.evaluate(_COPY)
    assert [each["id"] for each in json.loads(text)["nodes"]] == ["start", "one", "two", "end"]
    other = Drawing(open_page(server), server, drafted(server, "pasted")).open()
    other.page.evaluate(_PASTE, text)
    expect(other.page.locator(".react-flow__node")).to_have_count(7)
    other.told("The start was left out")
    for foreign, told in (
        ("hello", "it is no JSON"),
        ('{"a": 1}', "no nodes of a flow"),
        (json.dumps({"nodes": [{"id": f"n{n}", "type": "python"} for n in range(10_000)]}), "10000 nodes"),
    ):
        other.page.evaluate(_PASTE, foreign)
        other.told(told)
    expect(other.page.locator(".react-flow__node")).to_have_count(7)
    other.keyboard.press("Control+z")
    expect(other.page.locator(".react-flow__node")).to_have_count(4)


_COPY = """() => {
  const carried = new DataTransfer();
  document.body.dispatchEvent(new ClipboardEvent('copy', {clipboardData: carried, bubbles: true, cancelable: true}));
  return carried.getData('text/plain');
}"""
_PASTE = """text => {
  const carried = new DataTransfer();
  carried.setData('text/plain', text);
  document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: carried, bubbles: true, cancelable: true}));
}"""


@pytest.mark.parametrize(("locale", "scheme"), [("en-GB", "light"), ("zh-CN", "dark")])
def test_the_designer_can_be_used_by_everybody(server: Server, open_page: Open, locale: str, scheme: str):
    if not AXE.exists():
        missing("axe-core is not installed (npm ci in console/)")
    flow_id = drafted(
        server, f"everybody-{scheme}", notes=[{"id": "n", "text": "王芳 <b>", "position": {"x": 300, "y": 0}}]
    )
    drawing = Drawing(open_page(server, locale=locale, color_scheme=scheme, reduced_motion="reduce"), server, flow_id)
    for search in ("", "?view=list", "?node=one"):
        drawing.console.go(f"/flows/{flow_id}/design{search}")
        expect(drawing.page.locator(".ren-design-palette")).to_be_visible()
        expect(drawing.inspector().get_by_role("heading", level=2)).to_be_visible()
        assert drawing.console.serious_findings() == []
        assert drawing.console.missing_keys() == []
        assert drawing.page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
