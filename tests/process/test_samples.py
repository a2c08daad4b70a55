"""Every sample flow, run as a user runs it: through the server, in a worker of its own."""

import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from product_selection.shop.server import Stock, open_shop
from support.odd_web import odd_web
from support.run import Run
from support.server import Server
from support.wait import until

FLOWS = Path(__file__).resolve().parents[2] / "flows"
SAMPLES = (
    "hello",
    "countdown",
    "word_counts",
    "web_goods",
    "side_by_side",
    "approval",
    "product_selection",
    "picture_likeness",  # a part of the next
    "product_approval",
)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose flows folder is the samples'."""
    made = Server(tmp_path_factory.mktemp("samples"), grace=0.5, allow_addresses="127.0.0.1")
    made.flows = FLOWS
    try:
        made.start()
        for name in SAMPLES:
            made.flow(json.loads((FLOWS / name / "flow.json").read_text(encoding="utf-8")), name)
        source = (FLOWS / "tea_order" / "flow.bpmn").read_bytes().decode()
        added = {"id": "tea_order", "name": "Tea order", "bpmn": source, "publish": True}
        assert made.post("/flows", added).status_code == 201
        yield made
    finally:
        made.clean_up()


def sheets(run: Run) -> dict[str, list[tuple]]:
    book = openpyxl.load_workbook(run.paths.outputs / "products.xlsx", read_only=True)
    found = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    book.close()
    return found


def test_hello(samples: Server) -> None:
    assert "Ada" in json.dumps(samples.run("hello", name="Ada").finished())


def test_countdown(samples: Server) -> None:
    run = samples.run("countdown", count=3)
    run.finished()
    visits = {each["id"]: each["visits"] for each in run.facts["nodes"]}
    assert max(visits.values()) >= 3, visits


def test_word_counts(samples: Server) -> None:
    run = samples.run("word_counts", texts=["Tea or coffee", "tea"])
    state = run.finished()
    assert [each["words"] for each in state["counted"]] == [3, 1]
    assert (state["words"], state["most"][0]) == (4, ["tea", 2])
    assert len(run.journal()) == 2


def test_approval(samples: Server) -> None:
    run = samples.run("approval", count=2)
    assert run.until("interrupted")["reason"] == "form"
    (task,) = samples.get("/tasks", flow_id="approval")["items"]
    assert (task["title"], task["show"]["state"]) == ("Order 2 boxes of tea?", {"count": 2, "total": 9.0})
    answer = {"values": {"approved": True, "note": "谢谢"}}
    assert samples.post(f"/runs/{run.id}/form", answer).status_code == 202
    assert run.finished()["result"] == "sent, 9.00 in all"


def test_tea_order_in_bpmn(samples: Server) -> None:
    run = samples.run("tea_order", boxes=4)
    assert run.until("interrupted")["reason"] == "form"
    (task,) = samples.get("/tasks", flow_id="tea_order")["items"]
    assert (task["title"], task["description"]) == ("Buy this tea?", "Whoever approves it pays for it.")
    assert samples.post(f"/runs/{run.id}/form", {"values": {"approved": True}}).status_code == 202
    state = run.finished()
    assert (state["sent"], state["billed"]) == ("4 boxes", 18.0)
    assert (run.paths.outputs / "bill.txt").read_text() == "4 boxes of tea: 18.00\n"
    too_many = samples.run("tea_order", boxes=501)
    assert too_many.finished()["result"] == "nobody decided, or there is no tea"
    nodes = {each["id"]: each["visits"] for each in too_many.facts["nodes"]}
    assert (nodes["NoStock"], nodes["Drop"], nodes.get("Approve", 0)) == (1, 1, 0)
    refused = samples.post("/runs/start", {"flow_id": "tea_order", "input": {"boxes": "many"}})
    assert (refused.status_code, refused.json()["code"]) == (422, "INVALID_INPUT")


def test_web_goods(samples: Server) -> None:
    with odd_web() as web:
        asked = samples.run("web_goods", url=web.url("/goods"), limit=2)
        refused = samples.run("web_goods", url=web.url("/status/404"))
        assert asked.finished()["result"] == "2 goods, 3.0 on an average"
        assert refused.finished()["result"].endswith("404 Not Found: so it is: (HTTP_STATUS)")
        assert web.of("/goods")[0].path == "/goods?limit=2"
    nodes = {each["id"]: each["left_by"] for each in refused.facts["nodes"]}
    assert nodes == {"start": None, "ask": "error", "sum_up": None, "explain": None, "end": None}


def test_side_by_side(samples: Server) -> None:
    values = samples.run("side_by_side", count=5).finished()
    assert values["report"] == "30 in all, checked 3 times"
    assert values["log"] == ["collected", "checked 1", "checked 2", "checked 3"]  # in the order of the branches


def test_the_product_flow_killed_and_paused_gives_the_excel_of_an_undisturbed_one(samples: Server) -> None:
    with open_shop(Stock(products=300, seed=7, slow_ms=20)) as shop:
        undisturbed = samples.run("product_selection", source=shop.url, limit=300)
        undisturbed.finished(60)
        disturbed = samples.run("product_selection", source=shop.url, limit=300)
        pictures_done(disturbed, 40)
        disturbed.kill()
        pictures_done(disturbed, 120)
        disturbed.paused()
        disturbed.resume()
        disturbed.finished(60)
    expected, found = sheets(undisturbed), sheets(disturbed)
    assert list(found) == ["products", "similar_pairs", "summary"]
    assert found == expected
    assert len(found["products"]) > 280
    assert len(found["similar_pairs"]) > 10, "the planted look-alikes"
    assert [kind for kind, _ in disturbed.events("crash", "interrupt", "finish")] == ["crash", "interrupt", "finish"]


def test_the_product_flow_as_a_person_draws_it_gives_the_same_excel_once_somebody_approved(samples: Server) -> None:
    with open_shop(Stock(products=40, seed=3)) as shop:
        looped = samples.run("product_selection", source=shop.url, max_distance=12)
        drawn, refused = (
            samples.run("product_approval", source=shop.url, max_distance=12, reviewer="审批") for _ in "12"
        )
        looped.finished(60)
        for run in (drawn, refused):
            run.until("interrupted")
    assert drawn.facts["reason"] == "form"
    (wait,) = drawn.facts["waits"]
    task = samples.get(f"/runs/{drawn.id}/tasks/{wait['key']}")
    assert (task["assignee"], task["state"]) == ("审批", "armed")
    assert task["show"]["state"]["overview"]["similar pairs"] == len(looped.state["similar_pairs"]) > 0
    pictures = {pair["picture"]["artifact"] for pair in task["show"]["state"]["closest_pairs"]}
    assert pictures <= set(task["show"]["artifacts"])
    wrong = samples.post(f"/runs/{drawn.id}/form", {"values": {"approve": "yes"}})
    assert (wrong.status_code, wrong.json()["problems"][0]["pointer"]) == (422, "/values/approve")
    for run, yes in ((drawn, True), (refused, False)):
        assert samples.post(f"/runs/{run.id}/form", {"values": {"approve": yes}}).status_code == 202
        run.finished()
    assert not (refused.paths.outputs / "products.xlsx").exists()
    assert sheets(drawn) == sheets(looped)
    assert drawn.state["approval"] == {"approve": True}


def pictures_done(run: Run, count: int) -> None:
    """So many pictures are in the journal."""

    def enough() -> bool:
        progress = run.facts["progress"]
        return progress["node"] == "process_images" and progress["done"] >= count

    until(enough, 60, f"{count} pictures of {run.id}")
