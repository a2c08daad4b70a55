"""The designer's inspector, its list of problems and its templates, as people use them."""

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from support.command_line import REPOSITORY
from support.console_page import ConsolePage, Open
from support.fixtures import one_server
from support.server import Server
from support.wait import until

FLOWS = REPOSITORY / "flows"
HTML = "<img src=x onerror=alert(1)><b>bold</b>"
LONG = "很长的名字" * 40
START, END = {"id": "start", "type": "start"}, {"id": "end", "type": "end"}


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the sample flows' functions."""
    with one_server(Server, tmp_path_factory.mktemp("samples"), source=FLOWS) as made:
        yield made


def _line(*nodes: dict[str, Any], **more: Any) -> dict[str, Any]:
    """start, the nodes one after the other, end."""
    row = [START, *nodes, END]
    edges = [{"source": one["id"], "target": other["id"]} for one, other in itertools.pairwise(row)]
    return {"nodes": row, "edges": edges, **more}


def _drawn(server: Server, flow_id: str, dsl: dict[str, Any]) -> str:
    """A flow that is only a draft."""
    assert server.post("/flows", {"name": flow_id, "id": flow_id}).status_code == 201
    assert server.client.put(f"/flows/{flow_id}/draft", json={"dsl": dsl}).status_code == 200
    return flow_id


def _draft(server: Server, flow_id: str) -> Any:
    answer = server.client.get(f"/flows/{flow_id}/draft")
    return answer.json()["dsl"] if answer.status_code == 200 else None


def _inspector(console: ConsolePage) -> Locator:
    return console.page.locator(".ren-inspect")


def _opened(open_page: Open, server: Server, flow_id: str, node: str = "", **options: Any) -> ConsolePage:
    console = open_page(server, f"/flows/{flow_id}/design" + (f"?node={node}" if node else ""), **options)
    expect(_inspector(console)).to_be_visible()
    return console


def _node(dsl: Any, node_id: str) -> Any:
    return next(each for each in dsl["nodes"] if each["id"] == node_id)


# -- conditions -----------------------------------------------------------------------------------------------------


def test_a_condition_is_drawn_changed_and_asked_of_the_last_run(samples: Server, open_page: Open):
    sample = json.loads((FLOWS / "countdown" / "flow.json").read_text(encoding="utf-8"))
    flow_id = samples.flow(sample, "counted")
    samples.run(flow_id, count=2).finished()
    console = _opened(open_page, samples, flow_id, "more")
    inspector = _inspector(console)
    truth = inspector.locator(".ren-truth")
    expect(truth).to_have_text(re.compile("last run’s data: false · count = 0"))

    inspector.get_by_label("What it is compared with", exact=True).fill("-1")
    expect(truth).to_have_attribute("data-truth", "true")
    inspector.get_by_label("Comparison", exact=True).select_option("is one of")
    expect(truth).to_have_attribute("data-truth", "false")
    inspector.get_by_label("What it is compared with", exact=True).last.fill("0")
    console.page.keyboard.press("Enter")
    expect(truth).to_have_attribute("data-truth", "true")
    inspector.get_by_role("button", name="Add a comparison").click()
    inspector.get_by_label("How these are joined").select_option("Any of these holds")
    second = inspector.get_by_role("group", name="Comparison 2")
    second.get_by_label("What is looked at", exact=True).fill("sum")
    second.get_by_label("Comparison", exact=True).select_option("is true, or not empty")
    wanted = {"or": [{"in": [{"var": "count"}, [-1, 0]]}, {"var": "sum"}]}
    until(lambda: _node(_draft(samples, flow_id) or sample, "more")["data"]["expr"] == wanted, 20, "the rule is saved")


def test_a_rule_that_cannot_be_drawn_is_json_and_says_why(samples: Server, open_page: Open):
    rule = {"<": [{"+": [{"var": "a"}, 1.50]}, {"if": [{"var": "b"}, 3, 4]}]}
    flow_id = _drawn(samples, "undrawn", _line({"id": "odd", "type": "condition", "data": {"expr": rule}}))
    console = _opened(open_page, samples, flow_id, "odd", locale="zh-CN")
    inspector = _inspector(console)
    expect(inspector.locator(".ren-why")).to_contain_text("“+”不是比较")
    field = inspector.get_by_label("“表达式”的表达式")
    assert json.loads(field.input_value()) == rule
    field.fill('{"==": [{"var": "a"}, 1')
    expect(inspector.get_by_text("此字段的 JSON 无效").first).to_be_visible()
    assert _node(_draft(samples, flow_id), "odd")["data"]["expr"] == rule
    field.fill('{"==": [{"var": "a"}, 1]}')
    expect(inspector.get_by_label("比较方式", exact=True)).to_be_visible()
    deep: Any = {"var": "a"}
    for _ in range(50):
        deep = {"!": deep}
    inspector.get_by_role("tab", name="JSON").click()
    _type_json(console, {"id": "odd", "type": "condition", "data": {"expr": deep}})
    inspector.get_by_role("tab", name="表单").click()
    expect(inspector.locator(".ren-why")).to_contain_text("嵌套过深")
    until(lambda: _node(_draft(samples, flow_id), "odd")["data"]["expr"] == deep, 20, "fifty levels are saved")


def _type_json(console: ConsolePage, value: Any) -> None:
    """Put a text into the JSON tab, in one piece."""
    editor = _inspector(console).get_by_role("textbox", name="JSON")
    editor.click()
    console.page.keyboard.press("Control+a")
    console.page.keyboard.insert_text(json.dumps(value, ensure_ascii=False))


# -- functions and parameters ---------------------------------------------------------------------------------------


def test_a_function_is_found_by_what_it_does_and_given_its_parameters(samples: Server, open_page: Open):
    flow_id = _drawn(
        samples,
        "called",
        _line({"id": "work", "type": "python", "data": {"codeRef": "gone.away", "args": {"old": [1]}}}),
    )
    console = _opened(open_page, samples, flow_id, "work")
    inspector = _inspector(console)
    expect(inspector.get_by_text("No function “gone.away” is registered here.")).to_be_visible()
    expect(inspector.get_by_role("group", name="old", exact=False).first).to_be_visible()

    picker = inspector.get_by_label(re.compile("^Function")).first
    picker.click()
    picker.fill("XLSX sheets")
    console.page.get_by_role("option", name=re.compile("data.export_excel")).click()
    expect(inspector.get_by_text("The function has no such parameter.")).to_be_visible()
    language = inspector.get_by_label("Where “language” comes from")
    language.select_option("from the state")
    inspector.get_by_label("State key of “language”").fill("language")
    inspector.get_by_label("Where “old” comes from").select_option("left out")
    wanted = {"codeRef": "data.export_excel", "argsFrom": {"language": {"var": "language"}}}
    until(lambda: _node(_draft(samples, flow_id), "work")["data"] == wanted, 20, "the call is saved")

    inspector.get_by_label("Retry").select_option("Tried again")
    inspector.get_by_label("First wait (s)").fill("5")
    expect(inspector.get_by_text("3 attempts in all, with waits of 5 s, 10 s between them.")).to_be_visible()
    inspector.get_by_label("Time limit", exact=True).fill("2")
    inspector.get_by_label("Unit of “Time limit”").select_option("hours")
    inspector.get_by_label("When it fails").select_option("The error is recorded, and the run goes on")
    wanted |= {"retry": {"maxAttempts": 3, "delay": 5}, "timeout": 7200, "onError": "continue"}
    until(lambda: _node(_draft(samples, flow_id), "work")["data"] == wanted, 20, "the policy is saved")


# -- whatever a document holds --------------------------------------------------------------------------------------


def test_what_nobody_knows_is_kept_and_names_are_only_texts(samples: Server, open_page: Open):
    strange = {
        "id": "future",
        "type": "quantum",
        "label": HTML,
        "data": {"z": 1, "a": [None, {"b": 1234567890123456789}]},
        "x": {"y": []},
    }
    known = {"id": "known", "type": "wait", "label": LONG, "data": {"seconds": 1, "colour": {"r": 1}}}
    dsl = _line(strange, known, later={"k": [1.5, "2"]})
    dsl["edges"][1]["data"] = {"curved": True}
    flow_id = _drawn(samples, "strange", dsl)
    console = _opened(open_page, samples, flow_id, "future")
    inspector = _inspector(console)
    expect(inspector.get_by_role("heading", name=HTML)).to_be_visible()
    expect(inspector.get_by_text("does not know nodes of the type “quantum”")).to_be_visible()
    assert inspector.locator("img, b").count() == 0

    identity = inspector.get_by_label("ID", exact=True)
    identity.fill("no spaces")
    expect(inspector.get_by_text("Letters, digits, _ and -")).to_be_visible()
    identity.fill("known")
    expect(inspector.get_by_text("Another node has this id.")).to_be_visible()
    identity.fill("next")
    identity.press("Enter")
    for node in dsl["nodes"]:
        node["id"] = node["id"].replace("future", "next")
    for edge in dsl["edges"]:
        edge |= {end: edge[end].replace("future", "next") for end in ("source", "target")}
    until(lambda: _text(_bare(_draft(samples, flow_id))) == _text(dsl), 20, "edges follow, and all else is as it was")
    expect(identity).to_have_value("next")

    console.go(f"/flows/{flow_id}/design?node=known")
    expect(inspector.get_by_text("Fields that this form does not know are kept as they are: colour.")).to_be_visible()
    box, text = inspector.bounding_box(), inspector.get_by_role("heading", level=2).first.bounding_box()
    assert box
    assert text
    assert text["x"] + text["width"] <= box["x"] + box["width"] + 1


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _bare(dsl: Any) -> Any:
    """Without the places that the canvas gives to nodes."""
    for node in dsl["nodes"]:
        node.pop("position", None)
    return dsl


def test_inputs_are_a_table_as_long_as_it_hides_nothing(samples: Server, open_page: Open):
    flow_id = _drawn(
        samples, "asked", _line(inputs={"type": "object", "properties": {"a": {"type": "string", "x-own": 1}}})
    )
    console = _opened(open_page, samples, flow_id)
    inspector = _inspector(console)
    expect(inspector.get_by_role("heading", name="Flow settings")).to_be_visible()
    inspector.get_by_role("button", name="Add a field").click()
    key = inspector.get_by_label("Key 2", exact=True)
    key.fill("a")
    key.press("Enter")
    expect(inspector.get_by_text("Empty, or there already.")).to_be_visible()
    key.fill("数量")
    key.press("Enter")
    inspector.get_by_label("Type of “数量”").select_option("whole number")
    second = inspector.get_by_role("group", name="Field 2")
    second.get_by_label("required").check()
    wanted = {
        "type": "object",
        "properties": {"a": {"type": "string", "x-own": 1}, "数量": {"type": "integer"}},
        "required": ["数量"],
    }
    until(lambda: _draft(samples, flow_id)["inputs"] == wanted, 20, "the inputs are saved")
    inspector.get_by_role("tab", name="JSON").click()
    _type_json(console, {**_draft(samples, flow_id), "inputs": {**wanted, "allOf": [{"minProperties": 1}]}})
    inspector.get_by_role("tab", name="Form").click()
    expect(inspector.locator(".ren-why")).to_contain_text("it has “allOf”")


def test_an_edge_says_when_it_is_taken(samples: Server, open_page: Open):
    ask = {"id": "ask", "type": "http", "data": {"url": "http://127.0.0.1:9/"}}
    dsl = _line(ask)
    dsl["nodes"].append({"id": "sorry", "type": "end"})
    dsl["edges"].append({"source": "ask", "target": "sorry", "data": {"x": 1}})
    flow_id = _drawn(samples, "failing", dsl)
    console = _opened(open_page, samples, flow_id, "ask")
    edge = _inspector(console).get_by_role("group", name="ask → sorry")
    expect(edge.locator(".ren-red").first).to_be_visible()
    edge.get_by_label("When it is taken").select_option("The node’s time is up")
    edge.get_by_label("State key of the error").fill("why")
    wanted = {"source": "ask", "target": "sorry", "data": {"x": 1, "on": "timeout", "as": "why"}}
    until(lambda: wanted in _draft(samples, flow_id)["edges"], 20, "the edge is saved")
    edge.get_by_role("button", name="sorry").click()
    expect(_inspector(console).get_by_role("heading", name="sorry")).to_be_visible()


# -- problems -------------------------------------------------------------------------------------------------------


def test_problems_are_told_in_chinese_at_their_places_and_lead_there(samples: Server, open_page: Open):
    work = {"id": "work", "type": "python", "label_zh": "干活", "data": {"codeRef": "hello.greet", "retires": 3}}
    choice = {"id": "choice", "type": "condition", "data": {"expr": {"var": "name"}}}
    dsl = _line(work, choice)
    dsl["edges"][-1]["data"] = {"when": True}
    flow_id = _drawn(samples, "wrong", dsl)
    console = _opened(open_page, samples, flow_id, locale="zh-CN")
    console.button(re.compile("问题|错误")).first.click()
    drawer = console.page.locator(".ren-problems")
    expect(drawer.get_by_role("status")).to_have_text("1 个错误")
    mistake = drawer.get_by_role("list", name=re.compile("^错误")).get_by_role("button")
    expect(mistake).to_contain_text("没有“retires”这个字段。")
    expect(mistake).to_contain_text("干活")
    mistake.click()
    inspector = _inspector(console)
    expect(inspector.get_by_role("heading", name="干活")).to_be_visible()
    expect(inspector.get_by_text("表单不认识的字段原样保留：retires")).to_be_visible()
    inspector.get_by_role("tab", name="JSON").click()
    _type_json(console, {**work, "data": {"codeRef": "hello.greet", "timeout": -1}})
    title = next(
        each["data_schema"]["properties"]["timeout"]["x-title"]["zh"]
        for each in samples.get("/node-types")["items"]
        if each["type"] == "python"
    )
    expect(mistake).to_contain_text(f"“{title}”的值 -1 不在")
    expect(mistake).not_to_contain_text("timeout")
    _type_json(console, {**work, "data": {"codeRef": "hello.greet"}})
    expect(drawer.get_by_role("status")).to_have_text("1 个警告")
    expect(drawer.get_by_role("list", name=re.compile("^警告")).get_by_role("button")).to_contain_text(
        "缺少“其他情况”的边"
    )


# -- the first minute -----------------------------------------------------------------------------------------------


def test_a_template_leads_to_the_first_run(samples: Server, open_page: Open):
    console = open_page(samples, "/flows/new/design")
    expect(console.page.get_by_text("Three steps to the first run")).to_be_visible()
    console.button(re.compile("^Hello")).click()
    expect(_inspector(console)).to_be_visible()
    console.press("Try it")
    console.page.get_by_role("dialog").get_by_role("button", name=re.compile("Start|Run|Try")).click()
    expect(console.page).to_have_url(re.compile(r"[?&]run="))
    thread_id = re.findall(r"[?&]run=([^&]+)", console.page.url)[0]
    until(lambda: samples.get(f"/runs/{thread_id}")["status"] == "finished", 60, "the first run is finished")


# -- everyone -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("locale", "scheme"), [("en-GB", "light"), ("zh-CN", "dark")])
def test_everybody_can_use_it(samples: Server, open_page: Open, locale: str, scheme: str):
    sample = json.loads((FLOWS / "approval" / "flow.json").read_text(encoding="utf-8"))
    flow_id = _drawn(samples, f"approved-{scheme}", sample)
    console = _opened(open_page, samples, flow_id, "approve", locale=locale, color_scheme=scheme)
    for node in ("decided", "approve", "draft", "second_thoughts"):
        console.go(f"/flows/{flow_id}/design?node={node}")
        expect(_inspector(console).get_by_role("tabpanel")).to_be_visible()
        assert console.serious_findings() == []
        assert console.missing_keys() == []


def test_a_condition_is_made_by_keyboard_alone(samples: Server, open_page: Open):
    flow_id = _drawn(samples, "keys", _line({"id": "c", "type": "condition", "data": {"expr": {"var": "a"}}}))
    console = _opened(open_page, samples, flow_id, "c")
    inspector, keys = _inspector(console), console.page.keyboard
    inspector.get_by_label("ID", exact=True).focus()
    _tab_to(console, inspector.get_by_label("Comparison", exact=True))
    keys.type("is at least")
    _tab_to(console, inspector.get_by_label("Kind of “What it is compared with”"))
    keys.type("number")
    _tab_to(console, inspector.get_by_label("What it is compared with", exact=True))
    keys.press("Control+a")
    keys.type("7")
    wanted = {">=": [{"var": "a"}, 7]}
    until(lambda: _node(_draft(samples, flow_id), "c")["data"]["expr"] == wanted, 20, "the rule is saved")


def _tab_to(console: ConsolePage, target: Locator) -> None:
    for _ in range(30):
        console.page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach {target}")
