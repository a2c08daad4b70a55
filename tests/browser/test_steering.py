"""Start, watch, pause, edit, resume, cancel, answer, fork: with the hands of somebody who sees only the page."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from support.console_page import Open
from support.run import Run, chain, node
from support.server import Server
from support.wait import until

INPUTS = {
    "type": "object",
    "properties": {
        "factor": {"type": "integer", "minimum": 1, "description": "multiplies each number"},
        "label": {"type": "string", "default": "数字"},
    },
    "required": ["factor"],
}


#: Notes by address which heading stands on the page once the address has changed.
_TITLES_BY_ADDRESS = """() => {
  window.titles = {};
  const push = history.pushState.bind(history);
  history.pushState = (...to) => {
    push(...to);
    setTimeout(() => (window.titles[location.pathname] ??= []).push(document.querySelector('h1')?.textContent ?? ''));
  };
}"""


@pytest.fixture(scope="module")
def flow(server: Server) -> str:
    """A loop that takes the factor that the state has at that moment."""
    return server.flow(chain(node("multiply", "steps", count=60, seconds=0.05), inputs=INPUTS), "multiply")


def test_a_run_is_started_watched_paused_edited_and_finished(server: Server, flow: str, open_page: Open):
    console = open_page(server, f"/flows/{flow}")
    console.press("Start")
    dialog = console.page.get_by_role("dialog")
    dialog.get_by_label("factor").fill("2")
    dialog.get_by_label("Id of the run (optional)").fill("edited-run")
    dialog.get_by_role("button", name="Start", exact=True).click()

    console.page.wait_for_url("**/runs/edited-run")
    console.status("Running")
    run = Run(server, "edited-run")
    run.done(5)
    console.press("Pause")
    console.status("Paused")
    assert run.facts["input"] == {"factor": 2, "label": "数字"}

    console.press("Edit state")
    editor = console.page.get_by_role("dialog", name="Edit the state and resume")
    editor.get_by_label("factor").fill("100")
    expect(editor.locator(".ren-diff-before")).to_have_text("−2")
    expect(editor.locator(".ren-diff-after")).to_have_text("+100")
    editor.get_by_role("button", name="Resume with 1 change").click()

    console.status("Finished")
    factors = [line["factor"] for line in run.ledger("item")]
    assert (factors[0], factors[-1], len(factors)) == (2, 100, 60)
    assert run.state["factor"] == 100


def test_a_value_that_cannot_be_read_is_not_sent(server: Server, flow: str, open_page: Open):
    console = open_page(server, f"/flows/{flow}?start=1")
    dialog = console.page.get_by_role("dialog")
    dialog.get_by_label("factor").fill("many")
    dialog.get_by_role("button", name="Start", exact=True).click()
    expect(dialog.get_by_text("no valid JSON")).to_be_visible()
    assert console.page.url.endswith("?start=1")


def test_what_the_server_refuses_stands_at_its_field(server: Server, flow: str, open_page: Open):
    console = open_page(server, f"/flows/{flow}?start=1")
    console.mishaps = []
    dialog = console.page.get_by_role("dialog")
    dialog.get_by_label("factor").fill("0")
    dialog.get_by_role("button", name="Start", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("INVALID_INPUT")
    expect(dialog.locator(".mantine-InputWrapper-error")).to_contain_text("0 is less than the minimum")
    console.mishaps.clear()  # the browser notes each refusal


def test_cancelling_asks_first(server: Server, open_page: Open):
    run = server.run(node("multiply", "steps", count=1000, seconds=0.05))
    console = open_page(server, f"/runs/{run.id}")
    console.status("Running")
    console.press("Cancel run")
    console.press("Not now", inside="Cancel this run?")
    assert run.status == "running"
    console.press("Cancel run")
    console.press("Cancel the run", inside="Cancel this run?")
    console.status("Cancelled")
    run.until("cancelled")


def test_a_question_is_answered_on_the_tasks_page(server: Server, open_page: Open):
    run = server.run(node("ask", "asks", questions=["现在发布吗？"]))
    run.until("interrupted")
    console = open_page(server, "/tasks")
    console.shows("现在发布吗？")
    card = console.page.locator(".ren-card", has=console.page.get_by_role("link", name=run.id))
    card.get_by_label("Answer", exact=True).fill("是的")
    card.get_by_role("button", name="Send the answer").click()
    console.shows("No run waits for an answer.")
    assert run.finished()["answers"] == {"现在发布吗？": "是的"}


def test_a_schedule_is_made_mended_paused_and_deleted(server: Server, open_page: Open):
    flow = server.flow(chain(node("first", "counts")))
    console = open_page(
        server, f"/schedules?new=1&flow={flow}", timezone_id="Europe/Berlin", outage=True
    )  # the first is refused
    form = console.page.get_by_role("dialog", name="New schedule")
    expect(form.get_by_role("combobox", name="Flow")).to_be_focused()  # what the dialog is about, not its close button
    form.get_by_label("Title (optional)").fill("每晚")
    form.get_by_label("Cron line").fill("0 3 31 2 *")
    expect(form.get_by_text("month 2 has no day 31")).to_be_visible()  # told while it is typed
    form.get_by_role("button", name="Create the schedule").click()
    expect(form.get_by_role("alert")).to_be_visible()
    form.get_by_label("Cron line").fill("0 3 * * *")
    expect(form.get_by_role("status", name="Next times").locator("time")).to_have_count(5)
    form.get_by_role("button", name="Create the schedule").click()
    expect(console.page.get_by_role("heading", level=1)).to_have_text("每晚")
    (made,) = server.get("/schedules", flow_id=flow)["items"]
    assert (made["cron"], made["timezone"], made["title"]) == ("0 3 * * *", "Europe/Berlin", "每晚")
    expect(console.page.locator("time[datetime]")).to_have_count(5)
    console.press("Edit")
    editor = console.page.get_by_role("dialog", name="Edit the schedule")
    expect(editor.get_by_label("Title (optional)")).to_be_focused()
    editor.get_by_label("Cron line").fill("0 4 * * *")
    editor.get_by_role("button", name="Save").click()
    expect(editor).to_have_count(0)
    (changed,) = server.get("/schedules", flow_id=flow)["items"]
    assert (changed["cron"], changed["title"], changed["overlap"]) == ("0 4 * * *", "每晚", made["overlap"])
    console.press("Pause")
    console.shows("No time is to come.")
    console.press("Run now")
    console.page.wait_for_url("**/runs/*-now-*")
    console.page.locator("main").get_by_role("link", name="每晚", exact=True).click()  # the run leads back to it
    console.page.wait_for_url(f"**/schedules/{made['id']}")
    console.go("/schedules")
    row = console.row("每晚")
    expect(row.get_by_text("paused")).to_be_visible()
    row.get_by_role("link", name="每晚").click()
    console.press("Delete")
    console.press("Delete", inside="Delete 每晚?")
    console.shows("No run starts by itself.")
    assert server.get("/schedules", flow_id=flow)["items"] == []


def test_a_fork_shows_its_plan_and_starts(server: Server, open_page: Open):
    run = server.run(chain(node("first", "counts"), node("second", "counts", by=10)), n=1)
    assert run.finished()["n"] == 12
    console = open_page(server, f"/runs/{run.id}?tab=state")
    console.page.get_by_role("list", name="Checkpoints").get_by_text("first", exact=True).click()
    console.press("More")
    console.page.get_by_role("menuitem", name="Fork…").click()
    plan = console.page.get_by_test_id("fork-plan")
    expect(plan).to_contain_text("Results kept: first, start")
    expect(plan).to_contain_text("Runs again: second, end")
    console.page.get_by_label("Id of the run (optional)").fill("forked-here")
    console.press("Start the fork")
    console.page.wait_for_url("**/runs/forked-here")
    console.shows(re.compile("forked from"))
    assert Run(server, "forked-here").finished()["n"] == 12
    console.status("Finished")


LEAVES = """
from workflow_engine import artifact, map_steps, register_function

@register_function("leaves")
def leaves(state, factor):
    for number in range(30):
        artifact(f"{number:02}.txt", "x")
    kept = map_steps(half, list(range(10)), on_error="skip")
    return {"kept": [each for each in kept if isinstance(each, int)]}

def half(number):
    if number % 2:
        raise ValueError("odd")
    return number
"""


@pytest.mark.parametrize("language", ["en-GB", "zh-CN"])
def test_the_result_comes_first_and_the_run_is_started_again(server: Server, open_page: Open, language: str):
    (server.flows / "leaves.py").write_text(LEAVES)
    data = {"argsFrom": {"factor": {"var": "factor"}}}
    name = f"leaves-{language}"
    run = server.run(
        server.flow(
            chain({"id": "leave", "type": "python", "data": {"codeRef": "leaves", **data}}, inputs=INPUTS), name
        ),
        factor=2,
    )
    run.finished()
    console = open_page(server, "/runs", locale=language)
    words = {"en-GB": ("5 of 10 items skipped", "Run again"), "zh-CN": ("10 个条目中跳过了 5 个", "再次运行")}
    skipped, again = words[language]
    console.row(run.id).get_by_role("link", name=again).click()
    dialog = console.page.get_by_role("dialog")
    dialog.get_by_label("factor").fill("7")
    dialog.get_by_role("textbox").last.fill(f"again-{language}")
    dialog.locator("button[type=submit]").click()
    console.page.wait_for_url(f"**/runs/again-{language}")
    result = console.page.get_by_test_id("result")
    expect(result).to_contain_text(skipped)
    expect(result.get_by_role("row")).to_have_count(21)  # twenty files, and how many more
    expect(result.get_by_role("row").first).to_contain_text("00.txt")
    expect(result).to_contain_text("kept")
    assert console.missing_keys() == []
    assert Run(server, f"again-{language}").facts["input"]["factor"] == 7


def test_skipped_items_of_a_finished_run_are_tried_again(server: Server, open_page: Open, tmp_path: Path):
    well = tmp_path / "well"
    faults = {str(number): {"fault": "unless", "file": str(well)} for number in (3, 7)}
    run = server.run(node("loop", "maps", count=20, faults=faults, on_error="skip"))
    run.finished()
    console = open_page(server, f"/runs/{run.id}")
    console.shows("2 items and nodes were skipped")
    well.touch()
    console.press("Retry")
    dialog = console.page.get_by_role("dialog")
    expect(dialog).to_contain_text("tries the 2 that were skipped again")
    console.page.evaluate(_TITLES_BY_ADDRESS)
    dialog.get_by_role("button", name="Retry", exact=True).click()
    console.page.wait_for_url(lambda url: "/runs/" in url and not url.endswith(run.id))
    again = Run(server, console.page.url.rpartition("/")[2])
    seen: dict[str, list[str]] = console.page.evaluate("window.titles")
    assert seen[f"/console/runs/{again.id}"]
    assert not [title for title in seen[f"/console/runs/{again.id}"] if run.id in title], "not the run before"
    again.finished()
    console.status("Finished")
    assert again.facts["skipped"] == 0
    assert sorted(line["key"] for line in again.ledger("item") if line["thread"] == again.id) == [3, 7]
    assert run.facts["status"] == "finished"


def test_publishing_and_comparing_versions(server: Server, open_page: Open):
    flow = server.flow(chain(node("one", "counts")), "versions")
    changed = chain(node("one", "counts", by=5), node("two", "counts"))
    assert server.post(f"/flows/{flow}/versions", {"dsl": changed}).status_code == 201
    console = open_page(server, f"/flows/{flow}?tab=versions")
    console.press("Compare with 1")
    expect(console.page.locator(".mantine-Badge-root", has_text="changed")).to_have_count(1)
    console.shows("end")
    console.press("Publish")
    console.page.get_by_label("Note (optional)").fill("Li: counts by five")
    console.press("Publish", inside="Publish version 2?")
    console.shows("Published: version 2")
    console.shows("Published: Li: counts by five")
    console.page.get_by_label("with", exact=True).select_option("version 1")
    console.shows("Nothing differs but places.")
    console.page.get_by_label("Compare", exact=True).select_option("version 2")
    console.shows("Version 2 → 1")
    expect(console.page.locator(".mantine-Badge-root", has_text="removed").first).to_be_visible()
    assert server.get(f"/flows/{flow}")["published_version"] == 2


def test_a_run_that_is_over_is_deleted(server: Server, open_page: Open):
    run = server.run(node("one", "counts"))
    run.finished()
    run.left()
    console = open_page(server, f"/runs/{run.id}", outage=True)  # what it asks for afterwards is gone
    console.press("Delete")
    console.press("Delete for good", inside="Delete this run?")
    console.page.wait_for_url("**/console/runs")
    until(lambda: server.client.get(f"/runs/{run.id}").status_code == 404)
