"""Flows whose code is kept with their published versions: what happens to the flows folder is nothing to their runs."""

import json
import py_compile
import shutil
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import pytest

from support.command_line import CommandLine
from support.run import Run, chain
from support.wait import until

#: Waits for a file, so that a test can do things under a run; the text comes from a module and a data file.
STEPS = """
import time
from importlib import resources
from importlib.util import cache_from_source
from pathlib import Path

from workflow_engine import current_run, map_steps, register_function

from shop import words


def shout(item):
    from shop import late

    return f"{item}-{words.WORD}-{late.WORD}"


@register_function("shop.greet")
def greet(state, *, go: str = ""):
    (Path(current_run().outputs_dir) / "began").write_text("began")
    while go and not Path(go).exists():
        time.sleep(0.02)
    data = resources.files("shop").joinpath("data/greeting.txt").read_text(encoding="utf-8").strip()
    return {"said": f"{data} {words.WORD}", "items": list(map_steps(shout, ["a", "b"], workers=2, pool=state["pool"]))}


@register_function("shop.again")
def again(state):
    return {"again": words.WORD}
"""
PINNED = {"policy": {"code": "pinned"}}


def write_shop(flows: Path, word: str) -> None:
    shop = flows / "shop"
    (shop / "data").mkdir(parents=True, exist_ok=True)
    (shop / "__init__.py").write_text("")
    (shop / "steps.py").write_text(STEPS)
    for name in ("words", "late"):
        source = f'WORD = "{word}"\n'
        # Python knows what it compiled by a file's size and the second of its change: the same for "one" and "two".
        (shop / f"{name}.py").write_text(source + "#" * (sum(word.encode()) % 97) + "\n")
    (shop / "data" / "greeting.txt").write_text(f"hello {word}\n")


def greeting(go: Path | None = None, **top: Any) -> Any:
    def node(name: str, ref: str, **args: Any) -> Any:
        return {"id": name, "type": "python", "data": {"codeRef": ref, "args": args}}

    first = node("greet", "shop.greet", **({} if go is None else {"go": str(go)}))
    return chain(first, node("again", "shop.again"), **top)


def said(run: Run, timeout: float = 60) -> tuple[str, list[str], str]:
    state = run.finished(timeout=timeout)
    return state["said"], state["items"], state["again"]


def words(word: str) -> tuple[str, list[str], str]:
    return f"hello {word} {word}", [f"a-{word}-{word}", f"b-{word}-{word}"], word


@pytest.mark.parametrize(("pool", "spawning"), [("thread", False), ("process", False), ("process", True)])
def test_an_edited_folder_changes_nothing_for_a_pinned_version(servers, tmp_path: Path, pool: str, spawning: bool):
    server = servers(item_processes="spawn" if spawning else "auto").start()
    write_shop(server.flows, "one")
    go = tmp_path / "go"
    pinned, live = server.flow(greeting(go, **PINNED)), server.flow(greeting(go))
    runs = {flow: server.run(flow, pool=pool) for flow in (pinned, live)}
    for run in runs.values():
        run.began()

    write_shop(server.flows, "two")
    go.touch()

    assert said(runs[pinned]) == words("one")
    assert said(server.run(pinned, pool=pool)) == words("one")
    assert said(server.run(live, pool=pool)) == words("two")


def test_a_pinned_run_goes_on_with_its_code_when_everything_was_killed(servers, tmp_path: Path):
    server = servers().start()
    write_shop(server.flows, "one")
    go = tmp_path / "go"
    pinned = server.flow(greeting(go, **PINNED))
    run = server.run(pinned, pool="process")
    run.began()
    server.kill_all()
    for file in (server.flows / "shop").glob("*.py"):
        file.unlink()
    go.touch()

    server.start()

    assert said(run) == words("one")
    assert said(server.run(pinned, pool="thread")) == words("one")
    assert not run.events("code_changed")


def test_two_versions_run_at_the_same_time(servers, tmp_path: Path):
    server = servers().start()
    go = tmp_path / "go"
    runs = []
    for word in ("one", "two", "three"):
        write_shop(server.flows, word)
        if not runs:
            flow = server.flow(greeting(go, **PINNED))
        else:
            made = server.post(f"/flows/{flow}/versions", {"dsl": greeting(go, **PINNED)}).json()
            assert server.post(f"/flows/{flow}/versions/{made['version']}/publish").status_code == 200
        runs.append(server.run(flow, pool="process"))
    for run in runs:
        run.began()
    go.touch()

    assert [said(run) for run in runs] == [words("one"), words("two"), words("three")]
    kept = [server.get(f"/flows/{flow}/versions/{number}")["code"]["hash"] for number in (1, 2, 3)]
    assert len({*kept}) == 3 == len(list(server.home.code.iterdir()))


def test_a_link_counts_as_what_it_led_to(servers, tmp_path: Path):
    server = servers().start()
    write_shop(server.flows, "one")
    elsewhere = tmp_path / "elsewhere.py"
    elsewhere.write_text('WORD = "linked"\n')
    for name in ("words", "late"):
        (server.flows / "shop" / f"{name}.py").unlink()
        (server.flows / "shop" / f"{name}.py").symlink_to(elsewhere)
    pinned = server.flow(greeting(**PINNED))
    elsewhere.write_text("raise SystemExit")

    assert said(server.run(pinned, pool="thread"))[1:] == (["a-linked-linked", "b-linked-linked"], "linked")
    kept = server.home.code / server.get(f"/flows/{pinned}/versions/1")["code"]["hash"]
    assert not [path for path in kept.rglob("*") if path.is_symlink()]


def test_functions_that_take_other_parameters_by_now_keep_no_pinned_version_from_starting(servers):
    server = servers().start()
    write_shop(server.flows, "one")
    pinned, live = server.flow(greeting(Path("/"), **PINNED)), server.flow(greeting(Path("/")))
    steps = server.flows / "shop" / "steps.py"
    steps.write_text(steps.read_text().replace('go: str = ""', "went: int").replace("go", "went"))

    refused = server.post("/runs/start", {"flow_id": live, "input": {"pool": "thread"}})

    assert refused.status_code == 422
    assert {each["code"] for each in refused.json()["problems"]} == {"UNKNOWN_PARAM", "MISSING_PARAM"}
    assert said(server.run(pinned, pool="thread")) == words("one")


def test_what_was_kept_is_refused_once_it_is_another_one(servers):
    server = servers().start()
    write_shop(server.flows, "one")
    pinned = server.flow(greeting(**PINNED))
    run = server.run(pinned, pool="thread")
    assert said(run) == words("one")
    kept = server.home.code / server.get(f"/flows/{pinned}/versions/1")["code"]["hash"]
    file = kept / "0" / "shop" / "late.py"
    file.write_text('WORD = "evil"\n')

    refused = server.post("/runs/start", {"flow_id": pinned, "input": {"pool": "thread"}})

    assert refused.status_code == 409
    assert refused.json()["code"] == "CODE_DAMAGED"
    assert f"{file} is not what was published" in refused.json()["detail"]
    again = server.post(f"/flows/{pinned}/versions/1/publish")
    assert again.json()["code"] == "CODE_DAMAGED"


def test_a_module_swapped_under_a_run_is_refused_when_it_is_imported(servers, tmp_path: Path):
    server = servers().start()
    write_shop(server.flows, "one")
    go = tmp_path / "go"
    pinned = server.flow(greeting(go, **PINNED))
    run = server.run(pinned, pool="thread")
    run.began()
    kept = server.home.code / server.get(f"/flows/{pinned}/versions/1")["code"]["hash"]
    file = kept / "0" / "shop" / "late.py"
    (tmp_path / "evil.py").write_text('WORD = "evil"\n')
    file.unlink()
    file.symlink_to(tmp_path / "evil.py")
    go.touch()

    error = run.failed()

    assert (error["code"], "late.py" in error["message"]) == ("CODE_DAMAGED", True)


def test_byte_code_beside_kept_code_is_not_taken(servers, tmp_path):
    server = servers().start()
    write_shop(server.flows, "one")
    pinned = server.flow(greeting(**PINNED))
    kept = server.home.code / server.get(f"/flows/{pinned}/versions/1")["code"]["hash"]
    source = kept / "0" / "shop" / "words.py"
    evil = tmp_path / "evil.py"
    evil.write_text('WORD = "evil"\n')

    py_compile.compile(
        str(evil), cache_from_source(str(source)), invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
    )

    assert said(server.run(pinned, pool="process")) == words("one")


def test_the_setting_and_the_flag_pin_as_the_policy_does(servers):
    server = servers(code="pinned").start()
    write_shop(server.flows, "one")
    by_setting, by_policy = server.flow(greeting()), server.flow(greeting(policy={"code": "live"}))
    modes = [server.get(f"/flows/{flow}/versions/1")["code"]["mode"] for flow in (by_setting, by_policy)]
    assert modes == ["pinned", "live"]

    answer = server.post(f"/flows/{by_policy}/versions/1/publish", {"pin": True})

    assert answer.json()["code"]["mode"] == "pinned"
    write_shop(server.flows, "two")
    assert server.post(f"/flows/{by_policy}/versions/1/publish", {"pin": True}).json()["code"] == answer.json()["code"]
    assert said(server.run(by_policy, pool="thread")) == words("one")


def test_a_version_says_what_has_changed_since_it_was_published(servers):
    server = servers().start()
    write_shop(server.flows, "one")
    pinned, live = server.flow(greeting(**PINNED)), server.flow(greeting())
    for flow in (pinned, live):
        assert server.get(f"/flows/{flow}/versions/1")["code_changes"] == []
    shop = server.flows / "shop"
    (shop / "words.py").write_text('WORD = "two"\nimport shop.more\n')
    (shop / "more.py").write_text("")
    (shop / "late.py").unlink()

    for flow in (pinned, live):
        assert server.get(f"/flows/{flow}/versions/1")["code_changes"] == [
            {"path": f"{shop}/late.py", "change": "removed"},
            {"path": f"{shop}/more.py", "change": "added"},
            {"path": f"{shop}/words.py", "change": "changed"},
        ]


def test_a_package_that_comes_later_under_a_kept_modules_name_is_told_of(servers, tmp_path: Path):
    packages = tmp_path / "packages"
    packages.mkdir()
    server = servers()
    server.env["PYTHONPATH"] = str(packages)
    server.start()
    write_shop(server.flows, "one")
    pinned = server.flow(greeting(**PINNED))
    (packages / "shop").mkdir()
    (packages / "shop" / "__init__.py").write_text("")
    server.kill_all()
    server.start()

    refused = server.post("/runs/start", {"flow_id": pinned, "input": {"pool": "thread"}})

    assert refused.status_code == 422, refused.text
    assert "shop.greet" in json.dumps(refused.json())


def test_a_backup_has_the_kept_code(servers, tmp_path: Path):
    first = servers().start()
    write_shop(first.flows, "one")
    go = tmp_path / "go"
    pinned = first.flow(greeting(go, **PINNED))
    run = first.run(pinned, pool="process")
    run.began()
    first.kill_all()
    with CommandLine(tmp_path) as renflow:
        assert renflow("backup", "--all", str(tmp_path / "all.zip"), "--home", str(first.home.root)).code == 0
        shutil.rmtree(first.home.root)
        second = servers()
        assert renflow("restore", str(tmp_path / "all.zip"), "--home", str(second.home.root)).code == 0
    write_shop(second.flows, "two")
    go.touch()

    second.start()

    assert said(Run(second, run.id)) == words("one")
    assert said(second.run(pinned, pool="thread")) == words("one")


def test_reruns_and_forks_and_called_runs_have_the_code_of_their_version(servers):
    server = servers().start()
    write_shop(server.flows, "one")
    pinned = server.flow(greeting(**PINNED))
    calls = {
        "id": "call",
        "type": "subflow",
        "data": {"flow": pinned, "mode": "run", "input": {"pool": {"var": "pool"}}},
    }
    caller = server.flow(chain(calls))
    run = server.run(pinned, pool="thread")
    assert said(run) == words("one")
    write_shop(server.flows, "two")

    again = server.post(f"/runs/{run.id}/rerun").json()["thread_id"]
    assert said(Run(server, again)) == words("one")
    first = server.get(f"/runs/{run.id}/checkpoints")["items"][-1]["checkpoint_id"]
    fork = server.post(f"/runs/{run.id}/fork", {"checkpoint_id": first}).json()["thread_id"]
    assert said(Run(server, fork)) == words("one")
    parent = server.run(caller, pool="thread")
    until(lambda: parent.row_status() == "finished", 60, "the end of the run that calls")
    child = parent.facts["children"][0]["thread_id"]
    assert said(Run(server, child)) == words("one")


def test_modules_that_are_imported_by_a_name_made_at_work_are_kept_with_their_package(servers):
    server = servers().start()
    plugins = server.flows / "plugins"
    plugins.mkdir()
    (plugins / "base.py").write_text(
        "import importlib\nfrom workflow_engine import register_function\n"
        "@register_function('plugins.call')\ndef call(state):\n"
        "    return {'got': importlib.import_module(f'plugins.{state[\"which\"]}').VALUE}\n"
    )
    for name in ("red", "blue"):
        (plugins / f"{name}.py").write_text(f"VALUE = {name!r}\n")
    flow = server.flow(chain({"id": "n", "type": "python", "data": {"codeRef": "plugins.call"}}, **PINNED))
    shutil.rmtree(plugins)

    assert [server.run(flow, which=each).finished()["got"] for each in ("red", "blue")] == ["red", "blue"]


FAILS = """
from workflow_engine import map_steps, register_function


def one(item):
    if item == "b":
        raise ValueError("a mistake")
    return item


@register_function("mend.work")
def work(state):
    return {"items": list(map_steps(one, ["a", "b", "c"], label="items"))}
"""


def mended(flows: Path, source: str) -> None:
    (flows / "mend.py").write_text(source)


def test_a_pinned_run_that_failed_goes_on_with_its_code_or_with_a_newer_version(servers):
    server = servers().start()
    mended(server.flows, FAILS)
    work = {"id": "work", "type": "python", "data": {"codeRef": "mend.work"}}
    flow = server.flow(chain(work, **PINNED))
    run = server.run(flow)
    assert "a mistake" in run.failed()["message"]
    mended(
        server.flows,
        FAILS.replace('raise ValueError("a mistake")', 'return "mended"').replace("(state)", "(state, *, n: int = 1)"),
    )

    run.resume()
    until(lambda: run.failed() and len(run.facts["attempts"]) == 2, 45, "the second failure")
    later = {"id": "later", "type": "python", "data": {"codeRef": "shop.again"}}
    write_shop(server.flows, "one")
    made = server.post(f"/flows/{flow}/versions", {"dsl": chain(work, later, **PINNED)}).json()["version"]
    assert server.post(f"/flows/{flow}/versions/{made}/publish").status_code == 200
    told = server.get(f"/runs/{run.id}/move/{made}")
    assert (told["version"], told["to_version"], told["problems"]) == (1, made, [])
    assert told["nodes"] == [{"name": "later", "change": "added"}]
    assert told["functions"] == [{"name": "mend.work", "change": "changed"}, {"name": "shop.again", "change": "added"}]
    assert told["parameters"] == [{"name": "n", "change": "added", "function": "mend.work"}]
    assert told["runs_again"] == ["work"]

    run.resume(version=made)

    state = run.finished()
    assert (state["items"], state["again"]) == (["a", "mended", "c"], "one")
    assert run.facts["version"] == made
    assert [each[1]["functions"] for each in run.events("code_changed")] == [["mend.work"]]


def test_a_version_that_lacks_what_a_run_has_done_is_refused_with_every_reason(servers):
    server = servers().start()
    mended(server.flows, FAILS)
    write_shop(server.flows, "one")
    work = {"id": "work", "type": "python", "data": {"codeRef": "mend.work"}}
    first = {"id": "first", "type": "python", "data": {"codeRef": "shop.again"}}
    flow = server.flow(chain(first, work, **PINNED))
    run = server.run(flow)
    run.failed()
    other = chain({**work, "id": "other"}, **PINNED)
    made = server.post(f"/flows/{flow}/versions", {"dsl": other}).json()["version"]

    refused = run.post("resume", version=made)

    assert (refused.status_code, refused.json()["code"]) == (409, "VERSION_DOES_NOT_FIT")
    assert {each["code"] for each in refused.json()["problems"]} == {"NODE_MISSING", "OTHER_EDGE"}
    assert run.post("resume", version=99).json()["code"] == "VERSION_NOT_FOUND"
    assert run.post("resume", version=0).json()["code"] == "INVALID_BODY"
    assert run.status == "error"
    assert run.facts["version"] == 1
