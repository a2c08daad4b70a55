"""What somebody sees first of a run that failed, and of the files of one."""

import re

from playwright.sync_api import expect

from support.console_page import Open
from support.run import chain, node
from support.server import Server


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
