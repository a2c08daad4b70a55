"""Forms that runs wait for: seen with their pictures, filled in by keyboard, in both languages and schemes."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from support.chromium import missing
from support.console_page import AXE, ConsolePage, Open
from support.fixtures import one_server
from support.run import Run, chain
from support.server import Server

FLOWS = Path(__file__).resolve().parents[2] / "flows"
#: Where pictures of the pages are kept, for people who want to look at them.
KEPT = os.environ.get("REN_TEST_PICTURES")


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with one_server(Server, tmp_path_factory.mktemp("tasks"), source=FLOWS) as made:
        for name in ("picture_likeness", "product_approval"):  # the first is a part of the other
            assert made.post(f"/flow-files/{name}/publish").status_code == 200
        yield made


@pytest.fixture
def goods(tmp_path: Path) -> Path:
    """Six products, two and two of which look alike."""
    with (tmp_path / "products.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [["id", "name", "price", "image"], *([f"{n}", f"杯 {n}", 10 + n, f"{n}.png"] for n in range(6))]
        )
    for number in range(6):
        picture = Image.new("RGB", (64, 64), "white")
        ImageDraw.Draw(picture).polygon([(number // 2 * 20, 5), (60, 20), (10, 60)], fill="navy")
        picture.save(tmp_path / f"{number}.png")
    return tmp_path


def test_a_form_is_seen_with_its_pictures_and_filled_in_by_keyboard(samples: Server, goods: Path, open_page: Open):
    runs = [samples.run("product_approval", source=str(goods), reviewer=name) for name in ("Ada", "小明")]
    for run in runs:
        run.until("interrupted")
    first, second = runs
    console = open_page(samples, "/tasks")
    expect(console.page.get_by_role("link", name="Tasks").get_by_label("2 tasks wait")).to_be_visible()
    keep(console, "tasks-en-light")
    console.page.get_by_role("combobox", name="For").click()
    console.page.get_by_role("option", name="Ada").click()
    expect(console.page.get_by_role("link", name=second.id)).to_have_count(0)
    console.page.get_by_role("link", name="Open Write the Excel file?").click()

    expect(console.page.get_by_role("heading", level=1)).to_have_text("Write the Excel file?")
    expect(console.page.get_by_role("cell", name="杯 0")).to_be_visible()
    grid = console.page.get_by_role("list", name="Pictures")
    expect(grid.get_by_role("button")).to_have_count(6)
    expect(grid.locator("img").first).to_be_visible()
    keep(console, "task-en-light")
    expect(console.page.get_by_role("radio", name="Yes, write it")).to_be_focused()
    grid.get_by_role("button").first.click()
    expect(console.page.get_by_role("dialog").get_by_text("1 of 6")).to_be_visible()
    console.page.keyboard.press("ArrowRight")
    expect(console.page.get_by_role("dialog").get_by_text("2 of 6")).to_be_visible()
    console.page.keyboard.press("Escape")

    note = console.page.get_by_label("Note")
    note.fill("x" * 1001)
    console.page.get_by_role("radio", name="Yes, write it").focus()
    keyboard = console.page.keyboard
    keyboard.press("Space")
    console.survives_outage = True  # the refused request is one that the browser reports
    keyboard.press("Control+Enter")
    expect(note).to_be_focused()  # it is the field that was refused
    expect(note).to_have_attribute("aria-invalid", "true")
    note.fill("fine\n好")
    keyboard.press("Control+Enter")
    console.shows("The answer was sent. The run goes on.")
    assert first.finished()["approval"] == {"approve": True, "note": "fine\n好"}
    assert (first.paths.outputs / "products.xlsx").read_bytes()[:2] == b"PK"

    in_chinese(samples, second, open_page)


def test_what_is_shown_is_called_as_the_flow_s_inputs_are(server: Server, open_page: Open):
    inputs = {"properties": {"n": {"type": "integer", "title": "Goods", "title_zh": "<b>商品</b>数"}}}
    form = {"id": "ask", "type": "form", "data": {"show": {"state": ["n"]}}}
    run = server.run(chain(form, inputs=inputs), n=417)
    run.until("interrupted")
    console = open_page(server, f"/runs/{run.id}", locale="zh-CN")
    console.page.get_by_role("link", name="打开表单").click()
    shown = console.page.locator(".ren-shown")
    expect(shown).to_contain_text("417")
    expect(shown).to_contain_text("<b>商品</b>数")


def in_chinese(samples: Server, run: Run, open_page: Open) -> None:
    """The same in Chinese and dark; somebody else is quicker, and what was typed stays."""
    if not AXE.exists():
        missing("axe-core is not installed (npm ci in console/)")
    console = open_page(samples, f"/runs/{run.id}", locale="zh-CN", color_scheme="dark", outage=True)
    console.status("等待填写")
    expect(console.page.locator(".react-flow__node", has_text="等待填写")).to_have_count(1)
    keep(console, "run-zh-dark")
    assert console.serious_findings() == []
    console.page.get_by_role("link", name="打开表单").click()
    expect(console.page.get_by_role("heading", level=1)).to_have_text("写入 Excel 文件？")
    expect(console.page.get_by_role("list", name="图片").locator("img").first).to_be_visible()
    assert console.missing_keys() == []
    assert console.serious_findings() == []
    keep(console, "task-zh-dark")
    note = console.page.get_by_label("备注")
    note.fill("我的看法")
    (wait,) = run.facts["waits"]
    body = {"key": wait["key"], "values": {"approve": False}}
    assert samples.post(f"/runs/{run.id}/form", body).status_code == 202
    console.page.get_by_role("radio", name="否，到此结束").check()
    note.press("Control+Enter")
    console.shows("您填写的内容仍在这里，没有提交。")
    expect(note).to_have_value("我的看法")
    run.finished()
    console.go("/tasks")
    console.shows("没有运行在等待回答。")
    assert console.serious_findings() == []
    keep(console, "tasks-zh-dark")


def keep(console: ConsolePage, name: str) -> None:
    if KEPT:
        console.page.screenshot(path=Path(KEPT) / f"{name}.png", full_page=True)
