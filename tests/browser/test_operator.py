"""The operator's way: a flow file, files of one's own machine, a run, its Excel file; and thousands of files."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Route, expect

from support.console_page import Open
from support.fixtures import one_server
from support.run import Run, chain, node
from support.server import Server
from support.wait import until

FLOWS = Path(__file__).resolve().parents[2] / "flows"
PIECE = 4 * 2**20
FILES = 1_900
#: Elements of the page, however many files there are.
MOST_ELEMENTS = 1_500
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf50"
    "0f0003860180 5a346b7d0000000049454e44ae426082".replace(" ", "")
)
RICH = {
    "type": "object",
    "properties": {
        "mode": {"enum": ["fast", "good"], "title": "Mode", "x-i18n": {"zh": {"title": "方式", "enum": ["快", "好"]}}},
        "api_key": {"type": "string", "format": "password", "title": "Key", "title_zh": "密钥"},
        "pin": {"type": "string", "format": "password", "title": "Pin", "title_zh": "口令"},
        "day": {"type": "string", "format": "date", "title": "Day", "title_zh": "日期"},
        "words": {"type": "array", "items": {"type": "string"}, "title": "Words", "title_zh": "词语"},
        "prices": {
            "type": "array",
            "title": "Prices",
            "title_zh": "价格表",
            "items": {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "title": "Item", "title_zh": "品名"},
                    "price": {"type": "number", "title": "Price", "title_zh": "单价"},
                },
            },
        },
    },
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the samples' flows folder."""
    with one_server(Server, tmp_path_factory.mktemp("shop"), source=FLOWS) as made:
        yield made


@pytest.fixture
def goods(tmp_path: Path) -> Path:
    """A folder as an operator has it: a table, pictures, something hidden, something large."""
    folder = tmp_path / "goods"
    (folder / "图").mkdir(parents=True)
    with (folder / "products.csv").open("w", newline="", encoding="utf-8") as file:
        rows = [["id", "name", "price", "image"], *([f"{n:03}", f"杯 {n}", 10 + n, f"图/{n}.png"] for n in range(6))]
        csv.writer(file).writerows(rows)
    for number in range(6):
        picture = Image.new("RGB", (64, 64), "white")
        # Two and two look alike.
        ImageDraw.Draw(picture).polygon([(number // 2 * 20, 5), (60, 20), (10, 60)], fill="navy")
        picture.save(folder / "图" / f"{number}.png")
    (folder / ".DS_Store").write_bytes(b"?")
    (folder / "large.bin").write_bytes(bytes(2 * PIECE + 5))
    return folder


def test_from_a_flow_file_and_files_of_ones_own_to_the_excel_file(shop: Server, goods: Path, open_page: Open):
    console = open_page(shop, "/", outage=True)
    console.press("Add and publish Product selection")
    dialog = console.page.get_by_role("dialog")
    start = dialog.get_by_role("button", name="Start", exact=True)
    expect(start).to_be_disabled()
    port = int(shop.url.rpartition(":")[2])
    killed: list[str] = []

    def kill(route: Route) -> None:
        if not killed:
            killed.append(route.request.url)
            shop.kill()
        route.continue_()

    console.page.route(f"**/files/goods/large.bin?offset={PIECE}&**", kill)
    dialog.locator("input[webkitdirectory]").set_input_files(goods)
    expect(dialog.get_by_text("The server cannot be reached")).to_be_visible()
    assert killed
    shop.start(port)
    expect(dialog.get_by_role("textbox", name="Catalogue")).to_have_value("goods (8 files)")
    expect(dialog.get_by_text("1 hidden file was left out.")).to_be_visible()
    dialog.get_by_role("radio", name="Chinese").check()
    start.click()

    console.page.wait_for_url(re.compile("/runs/run-"))
    run = Run(shop, console.page.url.rpartition("/")[2])
    source = Path(run.facts["input"]["source"])
    assert source == run.paths.inputs / "source"
    assert (source / "large.bin").stat().st_size == 2 * PIECE + 5
    console.status("Finished", timeout=60)
    until(lambda: console.page.evaluate(_IS_HERE), what="the tab's code and files, before anybody asks for them")
    console.tab("Artifacts")  # the first click
    with console.page.expect_download() as download:
        console.press("Save products.xlsx")  # the second
    assert download.value.suggested_filename == "products.xlsx"
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"
    console.press("Look at products.xlsx")
    expect(console.page.get_by_role("cell", name="杯 0")).to_be_visible()
    assert run.state["similar_pairs"] == [["000", "001", 0], ["002", "003", 0], ["004", "005", 0]]

    console.go(f"/runs/{run.id}")
    console.press("Run again")
    dialog.get_by_label("Largest difference").fill("64")
    dialog.get_by_role("button", name="Start with 1 change").click()
    console.page.wait_for_url(lambda url: "/runs/" in url and run.id not in url)
    again = Run(shop, urlsplit(console.page.url).path.rpartition("/")[2])
    assert len(again.finished(timeout=60)["similar_pairs"]) == 15
    assert again.facts["input"]["max_distance"] == 64
    assert (again.paths.outputs / "products.xlsx").read_bytes()[:2] == b"PK"

    console.go("/flows")
    expect(console.page.get_by_role("link", name="Product selection", exact=True)).to_be_visible()
    expect(console.button("Add and publish Product selection")).to_have_count(0)
    expect(console.button("Add and publish Hello")).to_be_visible()


def test_a_run_is_started_again_with_other_files(server: Server, tmp_path: Path, open_page: Open):
    folder = {"type": "string", "format": "folder", "title": "Catalogue"}
    file = {"type": "string", "format": "file", "title": "Table"}
    mode = {"enum": ["fast", "good"], "title": "Mode"}
    form = {"type": "object", "properties": {"source": folder, "table": file, "mode": mode}, "required": ["source"]}
    flow = server.flow(chain(node("one", "counts"), inputs=form), "files-again")
    for name, text in (("first", "1"), ("second", "2")):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.csv").write_text(text)
    console = open_page(server, f"/flows/{flow}?start=1")
    dialog = console.page.get_by_role("dialog")
    dialog.locator("input[webkitdirectory]").set_input_files(tmp_path / "first")
    dialog.locator("input[type=file]:not([webkitdirectory])").last.set_input_files(tmp_path / "first" / "first.csv")
    expect(dialog.get_by_role("textbox", name="Table")).to_have_value("first.csv (1 file)")
    dialog.get_by_role("radio", name="good").check()
    dialog.get_by_role("button", name="Start", exact=True).click()
    console.page.wait_for_url(re.compile("/runs/run-"))
    console.status("Finished")
    first = Run(server, console.page.url.rpartition("/")[2])

    # The same form as the first time: what was chosen then stands in it, and other files can take its place.
    console.press("Run again")
    expect(dialog.get_by_role("radio", name="good")).to_be_checked()
    catalogue = dialog.get_by_role("textbox", name="Catalogue")
    expect(catalogue).to_have_value("source (the run has it)")
    expect(dialog.get_by_role("textbox", name="Table")).to_have_value("first.csv (the run has it)")
    dialog.get_by_role("button", name="Choose another").first.click()
    expect(dialog.get_by_role("button", name="Start with 1 change")).to_be_disabled()
    dialog.get_by_role("button", name="Keep source").click()
    expect(dialog.get_by_role("button", name="Start with the same input")).to_be_enabled()
    dialog.get_by_role("button", name="Choose another").first.click()
    dialog.locator("input[webkitdirectory]").set_input_files(tmp_path / "second")
    expect(catalogue).to_have_value("second (1 file)")
    dialog.get_by_role("button", name="Start with 1 change").click()
    console.page.wait_for_url(lambda url: "/runs/" in url and first.id not in url)
    console.status("Finished")
    inputs = Run(server, console.page.url.rpartition("/")[2]).paths.inputs
    assert sorted(path.name for path in inputs.rglob("*.csv")) == ["first.csv", "second.csv"]
    table = str(inputs / "table" / "first.csv")
    given = {"source": str(inputs / "source"), "table": table, "mode": "good"}
    assert Run(server, inputs.parent.name).facts["input"] == given
    assert [path.name for path in (first.paths.inputs / "source").iterdir()] == ["first.csv"]


def test_an_upload_that_goes_wrong_says_so_and_leaves_the_field_free(shop: Server, tmp_path: Path, open_page: Open):
    if not [each for each in shop.get("/flows")["items"] if each["id"] == "product_selection"]:
        assert shop.post("/flow-files/product_selection/publish").status_code == 200
    console = open_page(shop, "/flows/product_selection?start=1", outage=True)
    dialog = console.page.get_by_role("dialog")
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK no archive")
    chooser = dialog.locator("input[type=file]:not([webkitdirectory])")
    chooser.set_input_files(broken)
    expect(dialog.get_by_role("alert")).to_contain_text("INVALID_ARCHIVE")
    named = tmp_path / "con.txt"
    named.write_text("x")
    chooser.set_input_files(named)
    expect(dialog.get_by_role("alert")).to_contain_text("device name on Windows")
    expect(dialog.get_by_role("textbox", name="Catalogue")).to_have_value("")
    chooser.set_input_files(tmp_path / "broken.zip")
    expect(dialog.get_by_role("alert")).to_contain_text("INVALID_ARCHIVE")


def test_each_kind_of_field_is_filled_in_with_what_fits_it(server: Server, open_page: Open):
    flow = server.flow(chain(node("one", "counts"), inputs=RICH), "rich")
    console = open_page(server, f"/flows/{flow}?start=1", locale="zh-CN")
    dialog = console.page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name="快")).to_be_focused()  # the first field
    dialog.get_by_role("radio", name="好").check()
    dialog.get_by_label("密钥", exact=True).fill("s3cret-key-1")
    expect(dialog.get_by_label("密钥", exact=True)).to_have_attribute("type", "password")
    dialog.get_by_label("口令", exact=True).fill("pin-of-mine")
    dialog.get_by_label("日期").fill("2026-01-31")
    words = dialog.get_by_label("词语")
    for word in ("红", "蓝"):
        words.fill(word)
        words.press("Enter")
    dialog.get_by_role("button", name="添加一行").click()
    dialog.get_by_label("品名 1").fill("杯")
    dialog.get_by_label("单价 1").fill("12.5")
    dialog.get_by_role("button", name="启动", exact=True).click()
    console.page.wait_for_url(re.compile("/runs/run-"))
    run = Run(server, console.page.url.rpartition("/")[2])
    assert run.facts["input"] == {
        "mode": "good",
        "api_key": "***",
        "pin": "***",
        "day": "2026-01-31",
        "words": ["红", "蓝"],
        "prices": [{"name": "杯", "price": 12.5}],
    }
    assert "s3cret" not in console.page.url
    run.finished()


def test_editing_offers_the_inputs_warns_of_unknown_keys_and_keeps_the_reason(
    server: Server, tmp_path: Path, open_page: Open
):
    file = {"type": "string", "format": "file", "title": "Table"}
    inputs = {"type": "object", "properties": {"factor": {"type": "integer", "title": "Factor"}, "table": file}}
    flow = server.flow(chain(node("multiply", "steps", count=2000, seconds=0.02), inputs=inputs), "offers")
    run = server.run(flow)
    run.done(1)
    run.paused()
    console = open_page(server, f"/runs/{run.id}?dialog=edit")
    editor = console.page.get_by_role("dialog", name="Edit the state and resume")
    editor.get_by_label("New key").fill("factr")
    editor.get_by_role("button", name="Add", exact=True).click()
    expect(editor.get_by_role("status")).to_contain_text("Did you mean factor?")
    editor.get_by_label("factr").fill("1")
    editor.get_by_label("Factor", exact=True).fill("7")
    editor.get_by_label("Reason (optional)").fill("因为太小")
    (tmp_path / "表.csv").write_text("x,y")
    editor.locator("input[type=file]").set_input_files(tmp_path / "表.csv")
    expect(editor.get_by_role("textbox", name="Table")).to_have_value("表.csv (1 file)")
    editor.get_by_role("button", name="Resume with 3 changes").click()
    console.status("Running")
    [resumed] = [each for each in server.get(f"/runs/{run.id}/history")["items"] if each["type"] == "resume_request"]
    table = run.paths.inputs / "table" / "表.csv"
    updates = {"factr": 1, "factor": 7, "table": str(table)}
    assert (resumed["payload"]["note"], resumed["payload"]["updates"]) == ("因为太小", updates)
    assert table.read_text() == "x,y"
    run.cancel()
    run.until("cancelled")


def test_a_page_of_thousands_of_files_holds_what_is_in_sight(server: Server, open_page: Open):
    run = server.run(node("one", "counts"))
    run.finished()
    pictures = run.paths.outputs / "images"
    pictures.mkdir()
    for number in range(FILES):
        (pictures / f"P{number:06}-ed58").write_bytes(PNG)  # no ending: what it holds says what it is
    (run.paths.outputs / "products.xlsx").write_bytes(b"PK\3\4")
    console = open_page(server, f"/runs/{run.id}?tab=artifacts")
    expect(console.button("Save products.xlsx")).to_be_visible()
    before = console.node_count()
    console.press("Open folder images")
    expect(console.button("Look at images/P000000-ed58")).to_be_visible()
    expect(console.page.locator(".ren-thumbnail img").first).to_be_visible()
    last = console.button(f"Look at images/P{FILES - 1:06}-ed58")
    console.scroll_to(last)
    expect(last).to_be_visible()
    assert console.node_count() < max(MOST_ELEMENTS, 3 * before)

    console.go(f"/runs/{run.id}?tab=artifacts&file=images/P001850-ed58")  # far beyond the first page
    expect(console.page.get_by_role("img", name="images/P001850-ed58")).to_be_visible()
    console.page.get_by_label("Search files").fill("p00187")
    console.shows("10 files")
    console.page.get_by_label("Search files").fill("")
    console.page.get_by_text("Tables", exact=True).click()
    console.shows("1 file")
    expect(console.button("Look at products.xlsx")).to_be_visible()
    console.go(f"/runs/{run.id}?tab=artifacts&file=nothing.txt")
    expect(console.page.get_by_role("alert")).to_contain_text("ARTIFACT_NOT_FOUND")
    console.mishaps.clear()  # the browser notes each refusal


#: Whether the code of the Artifacts tab and its first files have been loaded.
_IS_HERE = """['/Artifacts-', '/artifacts?folder='].every((part) =>
  performance.getEntriesByType('resource').some((each) => each.name.includes(part)))"""
