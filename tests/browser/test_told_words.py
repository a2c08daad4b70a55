"""What the server tells in English has Chinese words too: errors, and how workers ended."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from support.console_page import Open
from support.run import node
from support.server import Server
from workflow_engine_shared.protocol.exit_codes import WorkerExit
from workflow_engine_shared.storage.workflow.workers import IN_ORDER
from workflow_engine_supervisor.processes.exits import Fate, exit_words

ENDINGS = Path(__file__).resolve().parents[2] / "console" / "src" / "i18n" / "told" / "zh" / "endings.json"
#: Whatever they are called where this runs.
SIGNALS = (1, 2, 3, 4, 6, 8, 9, 11, 13, 15)


def test_each_way_to_end_has_chinese_words():
    known = json.loads(ENDINGS.read_text(encoding="utf-8"))
    codes = [None, *(int(code) for code in WorkerExit), *(-number for number in SIGNALS)]
    told = {IN_ORDER, *map(exit_words, codes), *(fate.value for fate in Fate if fate is not Fate.DIED)}
    assert told - set(known) == set()
    assert exit_words(3).replace("3", "%") in known


def test_a_failure_is_told_in_chinese_with_what_the_engine_says(server: Server, open_page: Open):
    run = server.run(node("one", "raises"))
    run.failed()
    console = open_page(server, f"/runs/{run.id}", locale="zh-CN")
    alert = console.page.get_by_role("alert").first
    expect(alert).to_contain_text("注册的函数抛出异常。")
    expect(alert).to_contain_text("修正函数后继续")
    expect(alert).to_contain_text(run.facts["error"]["message"])
    expect(console.page.get_by_role("table").filter(has_text="进程号")).to_contain_text("正常结束")
    console.go("/runs?view=failed")
    expect(console.row(run.id)).to_contain_text("注册的函数抛出异常。")
    console.page.get_by_text("EN", exact=True).click()
    expect(console.row(run.id)).not_to_contain_text("注册的函数抛出异常。")


@pytest.mark.parametrize(
    ("locale", "seen"), [("zh-CN", ["没有使用此名称的运行。", "nowhere"]), ("en-GB", ["It is not there", "nowhere"])]
)
def test_a_refusal_is_told_in_the_readers_language(server: Server, open_page: Open, locale: str, seen: list[str]):
    console = open_page(server, "/runs/nowhere", locale=locale, outage=True)
    for each in [*seen, "RUN_NOT_FOUND"]:
        expect(console.page.get_by_role("alert").first).to_contain_text(each)
