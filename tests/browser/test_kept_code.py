"""Code that is kept with versions, on the pages: what has changed since, and a run that moves to a newer version."""

from playwright.sync_api import expect

from support.console_page import Open
from support.run import Run, chain
from support.server import Server

MEND = """
from workflow_engine import register_function


@register_function("mended.work")
def work(state):
    raise ValueError("a mistake")
"""


def test_a_bug_is_mended_with_a_newer_version(server: Server, open_page: Open):
    steps = server.flows / "mended.py"
    steps.write_text(MEND)
    dsl = chain({"id": "work", "type": "python", "data": {"codeRef": "mended.work"}}, policy={"code": "pinned"})
    flow = server.flow(dsl, "mended")
    run = server.run(flow)
    run.failed()
    steps.write_text(MEND.replace('raise ValueError("a mistake")', 'return {"ok": 1}'))

    console = open_page(server, f"/flows/{flow}?tab=versions")
    expect(console.page.get_by_text("code kept")).to_be_visible()
    expect(console.page.get_by_text("The flows folders differ in one file")).to_be_visible()
    expect(console.page.get_by_text(str(steps))).to_be_visible()

    assert server.post(f"/flows/{flow}/versions", {"dsl": dsl}).status_code == 201
    assert server.post(f"/flows/{flow}/versions/2/publish").status_code == 200
    console = open_page(server, f"/runs/{run.id}")
    console.press("Resume with version 2")
    dialog = console.page.get_by_role("dialog")
    expect(dialog.get_by_text("Function whose code changed: mended.work")).to_be_visible()
    expect(dialog.get_by_text("Entered again: work")).to_be_visible()
    dialog.get_by_role("button", name="Resume with version 2").click()

    console.status("Finished")
    assert Run(server, run.id).facts["version"] == 2
