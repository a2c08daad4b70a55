"""The console in front of two other machines: the list, a run that is elsewhere, and a machine that goes."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from support.console_page import Open
from support.machines import Machines
from support.run import Run, chain, node
from support.wait import until

FORM = {
    "title": "Ship it?",
    "schema": {"type": "object", "properties": {"ok": {"type": "boolean", "title": "Ship"}}, "required": ["ok"]},
    "outputKey": "said",
}
TALKS = chain(node("talk", "maps", count=2000, seconds=0.05))
LEAST_WIDTH = 140  #: of the column with the runs' names, in pixels


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    made = Machines(tmp_path_factory.mktemp("machines"))
    for each in (made.front, made.a):
        each.flow(chain({"id": "ask", "type": "form", "data": FORM}), "asking")
    made.front.flow(chain(node("other", "maps", count=1)), "apart")
    made.b.flow(TALKS, "apart")  # as its version 1, too
    yield made
    made.several.close()


def test_a_run_on_another_machine_is_seen_and_steered_as_one_of_ones_own(machines: Machines, open_page: Open) -> None:
    run = Run(machines.b, machines.b.post("/runs/start", {"flow_id": "apart", "title": "Far run"}).json()["thread_id"])
    here = machines.start("quick", machine="local", title="Near run")["thread_id"]
    run.done(10)
    console = open_page(machines.front, "/runs", viewport={"width": 1280, "height": 900})
    expect(console.row("Far run").get_by_role("cell", name="b", exact=True)).to_be_visible()
    expect(console.row("Near run").get_by_role("cell", name="local", exact=True)).to_be_visible()
    expect(console.page.get_by_label(re.compile("^1 run active")).first).to_be_visible()
    width = console.row("Far run").get_by_role("cell").filter(has_text="Far run").first.bounding_box()
    assert width is not None
    assert width["width"] >= LEAST_WIDTH
    console.go("/runs?machine=b")
    expect(console.row("Far run")).to_be_visible()
    expect(console.row("Near run")).to_have_count(0)

    console.go(f"/runs/{run.id}")
    console.status("Running")
    console.shows(re.compile(r"· on b$"))
    graph = console.page.get_by_test_id("rf__node-talk")
    expect(graph).to_be_visible()  # of the version that the machine itself has
    expect(console.page.get_by_test_id("rf__node-other")).to_have_count(0)
    console.press("Pause")
    console.status("Paused")
    console.shows(re.compile(r"· on b$"))
    console.tab("State")
    console.shows("As it stands now")
    console.tab("Artifacts")
    console.shows("ledger.jsonl")
    console.tab("Logs")
    console.press("Resume")
    console.shows(re.compile(r"\(epoch 2\)"))  # told while the page is open
    assert machines.front.post(f"/runs/{run.id}/cancel").status_code == 202
    console.status("Cancelled")
    console.tab("Definition")
    console.shows("talk")
    console.go(f"/runs/{here}")
    console.shows(re.compile(r"· on local$"))


def test_a_task_of_another_machine_is_done_here(machines: Machines, open_page: Open) -> None:
    run = Run(machines.a, machines.start("asking", machine="a", title="Asks far away")["thread_id"])
    run.until("interrupted")
    console = open_page(machines.front, "/tasks")
    console.shows("on a")
    console.page.get_by_role("link", name="Open Ship it?").click()
    console.page.get_by_role("radio", name="Yes").check()
    console.press("Send the answer")
    console.shows("The answer was sent.")
    assert run.finished()["said"] == {"ok": True}


@pytest.mark.parametrize(("locale", "scheme"), [("en-GB", "light"), ("zh-CN", "dark")])
def test_a_machine_that_goes_is_told_on_every_page(
    machines: Machines, open_page: Open, locale: str, scheme: str
) -> None:
    run = Run(machines.b, machines.start("held", machine="b", title=f"Left alone {scheme}")["thread_id"])
    run.done(10)
    until(lambda: machines.front.get("/runs", machine="b")["items"][0]["status"] == "running")
    machines.b.kill()
    try:
        machines.reached("b", there=False)
        console = open_page(machines.front, "/runs", locale=locale, color_scheme=scheme, outage=True)
        english = locale == "en-GB"
        expect(
            console.row(f"Left alone {scheme}").get_by_text("unreachable" if english else "无法连接")
        ).to_be_visible()
        assert console.serious_findings() == []
        console.go(f"/runs/{run.id}")
        console.shows("Its machine cannot be reached" if english else "无法连接它的机器")
        console.shows(f"Left alone {scheme}")
        console.status("Running" if english else "运行中")
        assert (console.missing_keys(), console.serious_findings()) == ([], [])
        console.go("/tasks")
        console.shows(re.compile(r"cannot be reached now: b\." if english else "现在无法连接的机器：b。"))
        console.go("/system")
        console.shows("Machine 'b' at ")
        assert (console.missing_keys(), console.serious_findings()) == ([], [])
        console.go(f"/runs/{run.id}")
    finally:
        machines.again("b")
    console.status("Running" if english else "运行中")
    expect(console.page.get_by_role("alert")).to_have_count(0)
    machines.front.post(f"/runs/{run.id}/cancel")
    run.until("cancelled")
