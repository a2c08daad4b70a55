"""The names that people gave, numbers that add up, and graphs that are too tall for the page."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from support.console_page import ConsolePage, Open
from support.run import chain, node
from support.server import Server
from support.wait import until

HEAD = {"name": "Goods", "name_zh": "商品"}


def labelled(node_id: str, label: str, label_zh: str, mode: str = "counts", **args: Any) -> Any:
    return {**node(node_id, mode, **args), "label": label, "label_zh": label_zh}


@pytest.fixture(scope="module")
def tall(server: Server) -> str:
    """Sixty nodes below each other; the last but one may lead back."""
    steps = [labelled(f"step_{number}", f"Step {number}", f"第 {number} 步") for number in range(60)]
    dsl = chain(*steps, **HEAD)
    dsl["nodes"].append({"id": "more", "type": "condition", "data": {"expr": False}, "label_zh": "再来？"})
    dsl["edges"][-1:] = [
        {"source": "step_59", "target": "more"},
        {"source": "more", "target": "step_1", "data": {"when": True}},
        {"source": "more", "target": "end", "data": {"when": False}},
    ]
    return server.flow(dsl, "tall")


def test_a_tall_graph_is_found_in_turned_and_shown_whole(server: Server, tall: str, open_page: Open):
    console = open_page(server, f"/flows/{tall}", locale="zh-CN")
    graph = console.page.locator(".ren-graph")
    box = console.page.locator(".react-flow__node").filter(has_text=re.compile("^第 0 步"))
    expect(box.locator(".ren-node-name")).to_have_attribute("title", "第 0 步\nstep_0")
    expect(console.page.get_by_label("全图缩略图")).to_be_visible()

    search = console.page.get_by_label("查找节点")
    search.fill("step_5")
    expect(graph).to_have_attribute("data-searching", "true")
    expect(console.page.get_by_text("1/11", exact=True)).to_be_visible()
    search.press("Enter")
    search.press("Enter")
    expect(console.page.get_by_text("3/11", exact=True)).to_be_visible()
    marked = console.page.locator(".ren-found-here")
    expect(marked).to_contain_text("第 51 步")
    until(lambda: _is_inside(marked, graph), what="the found node is in sight")
    search.press("Shift+Enter")
    expect(marked).to_contain_text("第 50 步")
    search.press("Escape")
    expect(marked).to_have_count(0)

    console.button("全屏").click()
    window = console.page.get_by_role("dialog", name="流程图")
    expect(graph).to_have_attribute("data-shape", "wrapped")
    first, last = (window.get_by_text(f"第 {number} 步", exact=True) for number in (0, 59))
    until(lambda: _is_inside(first, graph) and _is_inside(last, graph), what="all of it is in sight")
    assert console.page.locator(".react-flow__edge-text", has_text="否").count() == 1
    console.page.keyboard.press("Escape")
    expect(window).to_have_count(0)

    _choose(console, "从左到右")
    expect(graph).to_have_attribute("data-shape", "right")
    console.page.reload()
    expect(graph).to_have_attribute("data-shape", "right")
    _choose(console, "自动")
    expect(graph).not_to_have_attribute("data-shape", "right")


def _choose(console: ConsolePage, layout: str) -> None:
    console.button("布局").click()
    console.page.get_by_role("menuitemradio", name=layout).click()


def _is_inside(inner: Locator, outer: Locator) -> bool:
    one, other = inner.bounding_box(), outer.bounding_box()
    if one is None or other is None:
        return False
    across = other["x"] <= one["x"] and one["x"] + one["width"] <= other["x"] + other["width"]
    return across and other["y"] <= one["y"] and one["y"] + one["height"] <= other["y"] + other["height"]


def test_names_are_the_authors_and_numbers_add_up(server: Server, open_page: Open):
    faults = {str(number): {"fault": "raises"} for number in (3, 4)} | {"5": {"fault": "unstorable"}}
    loop = labelled(
        "loop", "Fetch pictures", "下载图片", "maps", count=20, faults=faults, on_error="skip", well_from=99
    )
    run = server.run(chain(loop, **HEAD))
    run.failed()
    console = open_page(server, f"/runs/{run.id}?node=loop", locale="zh-CN")
    heading = console.page.get_by_text("商品 · 版本 1", exact=True)
    expect(heading).to_have_attribute("title", run.facts["flow_id"])
    expect(console.page.get_by_role("alert").first).to_contain_text("在 下载图片 处失败")
    lane = console.page.locator(".ren-lane-name", has_text="下载图片")
    expect(lane).to_have_attribute("title", "loop")

    sums = server.get(f"/runs/{run.id}/steps")
    kinds = {group["error"]: group["items"] for group in sums["errors"]}
    assert (sum(kinds.values()), sums["again"]) == (3, 3)
    assert {group["error"]: group["again"] for group in sums["errors"]} == kinds, "all were skipped, none failed"
    console.tab("条目")
    console.button("ValueError ×2").click()
    console.press("重试这 2 项")
    plan = console.page.get_by_role("dialog")
    expect(plan).to_contain_text("运行将从 下载图片 继续。")
    expect(plan).to_contain_text("重新尝试 2 个失败的条目。")
    console.press("返回", inside="再试一次")

    console.tab("日志")
    counts = server.get(f"/runs/{run.id}/logs", limit=1)["counts"]
    console.page.get_by_role("combobox", name="级别").click()
    above = sum(counts[level] for level in ("WARNING", "ERROR", "CRITICAL") if level in counts)
    expect(console.page.get_by_role("option", name=f"WARNING 及以上 · {above}")).to_be_visible()
    console.page.keyboard.press("Escape")

    console.go("/runs")
    expect(console.row(run.id).get_by_text("商品 · 版本 1")).to_have_attribute("title", run.facts["flow_id"])
    console.page.get_by_text("EN", exact=True).click()
    expect(console.row(run.id)).to_contain_text(f"{run.facts['flow_name']} · version 1")


def test_every_form_marks_what_is_refused_and_goes_there(server: Server, open_page: Open):
    run = server.run(chain(labelled("one", "One", "一"), inputs={"properties": {"size": {"type": "integer"}}}), size=1)
    run.finished()
    for dialog, field in (("again", "运行 ID（可选）"), ("fork", "运行 ID（可选）")):
        console = open_page(server, f"/runs/{run.id}?dialog={dialog}", locale="zh-CN", outage=True)
        form = console.page.get_by_role("dialog")
        form.get_by_label(field).fill("双十一")
        form.get_by_role("button", name=re.compile("启动")).click()
        expect(form.locator(".mantine-InputWrapper-error")).to_contain_text("只能使用英文字母")
        expect(form.get_by_label(field)).to_be_focused()
        expect(form.get_by_role("alert")).to_contain_text("请看标出的字段。")
