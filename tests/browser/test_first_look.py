"""What somebody sees first of a run that failed, and of the files of one."""

import re

from playwright.sync_api import expect

from support.console_page import ConsolePage, Open
from support.run import chain, node
from support.server import Server
from support.windows import Windows

#: What a page keeps, and what it is given: none of it is there in a new window.
KEPT = """async () => {
  const allowed = await navigator.permissions.query({name: 'geolocation'});
  const names = (await indexedDB.databases()).map((each) => each.name);
  return [localStorage.length, sessionStorage.length, document.cookie, names.length, allowed.state, innerWidth];
}"""
LEFT = """() => {
  localStorage.setItem('renflow.language', 'zh');
  sessionStorage.setItem('a', 'b');
  document.cookie = 'a=b; path=/';
  return new Promise((done) => { indexedDB.open('left').onsuccess = (event) => done(event.target.result.close()); });
}"""


def test_a_failed_run_says_how_far_it_came_and_how_its_buttons_differ(server: Server, open_page: Open):
    run = server.run(
        chain(node("first", "counts"), node("breaks", "maps", faults={"1": {"fault": "raises"}})), items=[1]
    )
    run.failed()
    console = open_page(server, f"/runs/{run.id}")
    console.status("Failed")
    console.shows(re.compile("Resume goes on there, too"))
    expect(console.page.get_by_text(re.compile(r"^50% · 2 of 4 "))).to_be_visible()


def test_a_click_on_the_name_of_a_folder_or_file_opens_it(server: Server, open_page: Open):
    run = server.run(node("count", "counts"))
    run.finished()
    folder = run.paths.outputs / "pictures"
    folder.mkdir()
    (folder / "notes.txt").write_text("what was seen", encoding="utf-8")
    console = open_page(server, f"/runs/{run.id}?tab=artifacts")
    tab = console.page.get_by_role("tabpanel")
    tab.get_by_title("pictures", exact=True).click(force=True)
    tab.get_by_title("pictures/notes.txt").click(force=True)
    expect(console.page.get_by_text("what was seen")).to_be_visible()
    with console.page.expect_download() as saved:
        console.page.keyboard.press("Escape")
        tab.get_by_role("button", name="Save pictures/notes.txt").first.click()
    assert saved.value.suggested_filename == "notes.txt"


def test_a_window_that_a_test_had_before_is_as_a_new_one(server: Server, windows: Windows):
    first = ConsolePage(windows, server, "/runs")
    expect(first.page.get_by_role("heading", level=1)).to_have_text("Runs")
    new = first.page.evaluate(KEPT)
    first.page.context.grant_permissions(["geolocation"])
    first.page.set_viewport_size({"width": 400, "height": 400})
    first.page.evaluate(LEFT)
    first.page.route("**/runs*", lambda route: route.abort())
    first.page.keyboard.down("Shift")
    first.go("/system")
    assert first.page.evaluate(KEPT) != new
    page = first.page
    first.close()
    again = ConsolePage(windows, server, "/runs")
    assert again.page is page
    expect(again.page.get_by_role("heading", level=1)).to_have_text("Runs")
    assert again.page.evaluate(KEPT) == new
    another = ConsolePage(windows, server, "/runs", locale="zh-CN")
    expect(another.page.get_by_role("heading", level=1)).to_have_text("运行记录")
    assert another.page is not page
    for each in (again, another):
        each.close()
        assert each.mishaps == []
