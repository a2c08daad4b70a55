"""A run that one console exports is imported by another one, and looked at there."""

from pathlib import Path

from playwright.sync_api import expect

from support.console_page import Open
from support.run import node
from support.server import Made


def test_a_run_is_exported_here_and_imported_there(servers: Made, tmp_path: Path, open_page: Open):
    here, there = servers().start(), servers().start()
    run = here.run(node("one", "returns", answer=42))
    run.finished()
    console = open_page(here, f"/runs/{run.id}")
    console.press("More")
    with console.page.expect_download() as download:
        console.page.get_by_role("menuitem", name="Export as a file").click()
    assert download.value.suggested_filename == f"{run.id}.renflow.zip"
    file = tmp_path / "run.zip"
    download.value.save_as(file)

    elsewhere = open_page(there, "/runs", locale="zh-CN")
    picker = elsewhere.page.get_by_label("导入运行……").and_(elsewhere.page.locator("input[type=file]"))
    picker.set_input_files(file)
    elsewhere.page.wait_for_url(f"**/runs/{run.id}")
    elsewhere.status("已完成")
    elsewhere.go("/runs")
    file.write_bytes(b"PK nothing")
    picker.set_input_files(file)
    expect(elsewhere.page.get_by_role("alert")).to_contain_text("未导入任何内容")
    elsewhere.page.screenshot(path=tmp_path / "refused.png")
    elsewhere.mishaps.clear()  # what was refused
    assert [each["thread_id"] for each in there.get("/runs")["items"]] == [run.id]
