"""The System page sets how long runs are kept, says beforehand what that deletes, and sends test messages by hooks."""

import sqlite3
from contextlib import closing

from playwright.sync_api import expect

from support.console_page import ConsolePage, Open
from support.run import node
from support.server import Made, Server
from support.wait import until

#: The browser shows notices to nobody here: what it is asked to show is kept. Nobody looks at the page.
NOTICES = """
window.told = [];
window.Notification = class {
  static permission = "granted";
  constructor(title) { window.told.push(title); }
};
document.hasFocus = () => false;
"""


def test_what_the_system_page_sets_and_tells(servers: Made, open_page: Open):
    server = servers(home_max_bytes=0, warm_workers=1)
    server.home.root.mkdir(parents=True)
    hook = '[team]\nto = "slack"\nurl = "https://127.0.0.1:1/services/key-0123456789"\n[wrong]\nto = "pager"\n'
    (server.home.root / "hooks.toml").write_text(hook)
    server.start()
    old = server.run(node("one", "returns", a=1))
    old.finished()
    with closing(sqlite3.connect(server.home.db)) as con, con:
        con.execute("UPDATE runs SET finished_at = '2020-01-01T00:00:00.000Z'")
    console = open_page(server, "/system")
    region = console.page
    days = region.get_by_label("Days that runs are kept")
    expect(days).to_have_value("0")
    size = region.get_by_label("GiB that the data folder may have")
    expect(size).to_be_disabled()
    console.shows("REN_HOME_MAX_BYTES in the supervisor's environment decides this.")
    change = region.get_by_role("button", name="Change", exact=True).first
    for text in ("-1", "abc", "1e3", "99999", " "):
        days.fill(text)
        expect(region.get_by_text("A number from 0 to 36,500")).to_be_visible()
        expect(change).to_be_disabled()
    days.fill("30")
    change.click()
    dialog = console.page.get_by_role("dialog", name="What is kept")
    expect(dialog).to_contain_text("30 days after they finished")
    expect(dialog).to_contain_text("1 run is deleted now. This cannot be undone.")
    assert old.paths.root.is_dir()
    console.press("Change", inside="What is kept")
    expect(dialog).to_be_hidden()
    expect(days).to_have_value("30")
    until(lambda: not old.paths.root.exists(), what="the old run goes")
    assert server.home.config.read_text() == "retention_days = 30.0\n"
    _tests_a_hook(console)
    _tells_of_an_end(server, console)
    assert console.missing_keys() == []

    server.home.config.write_text("not = = toml")
    days.fill("7")
    change.click()
    console.press("Change", inside="What is kept")
    expect(dialog).to_contain_text("SETTING_NOT_WRITTEN")
    assert server.get("/settings")["retention_days"]["value"] == 30.0
    console.mishaps.clear()  # the browser reports the 409


def _tests_a_hook(console: ConsolePage) -> None:
    console.shows("slack: https://127.0.0.1:1")
    console.shows("end, failure, question")
    console.shows("/wrong")
    console.page.get_by_role("button", name="Test: team").click()
    expect(console.page.get_by_text("Not taken: Hooks may not connect to")).to_be_visible()
    assert "key-0123456789" not in console.page.content()


def _tells_of_an_end(server: Server, console: ConsolePage) -> None:
    console.page.evaluate(NOTICES)
    console.page.get_by_label("Notices of this browser").check(force=True)
    waits = server.run(node("wait", "waits"))
    waits.began()
    expect(console.page.get_by_text("1 run active")).to_be_visible()
    waits.open_gate()
    waits.finished()
    until(lambda: console.page.evaluate("window.told") == [f"✅ {waits.id} finished"], what="a notice")
