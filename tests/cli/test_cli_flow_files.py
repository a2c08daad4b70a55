"""`flows check`, and which file a name means."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.bpmn_files import around
from support.command_line import FLOWS, CommandLine
from support.wait import patient

OWN_FLOWS = Path(__file__).parent / "flows"
SMALLEST = {
    "nodes": [{"id": "s", "type": "start"}, {"id": "e", "type": "end"}],
    "edges": [{"source": "s", "target": "e"}],
}


@pytest.mark.parametrize("named", ["hello", str(FLOWS / "hello" / "flow.json"), str(FLOWS / "hello") + "/"])
def test_a_good_flow_has_no_problems(renflow: CommandLine, named: str) -> None:
    said = renflow("flows", "check", named)
    assert (said.code, said.err) == (0, "")
    assert "no problems" in said.out


def test_every_problem_is_told_with_its_place(renflow: CommandLine) -> None:
    flow = {
        "nodes": [
            {"id": "s", "type": "start"},
            {"id": "x", "type": "pyhton"},
            {"id": "x", "type": "end", "retires": 1},
        ],
        "edges": [{"source": "s", "target": "nowhere"}],
    }
    (renflow.cwd / "bad.json").write_text(json.dumps(flow))
    said = renflow("flows", "check", "./bad.json")
    assert said.code == 1
    assert "/nodes/1/type: UNKNOWN_TYPE" in said.out
    assert "'python'" in said.out
    assert "/nodes/2/id: DUPLICATE_NODE" in said.out
    assert "/edges/0/target: UNKNOWN_NODE" in said.out
    assert "problems" in said.err


def test_a_function_that_nobody_registered_is_a_problem(renflow: CommandLine) -> None:
    flow = json.loads((FLOWS / "hello" / "flow.json").read_text())
    flow["nodes"][1]["data"]["codeRef"] = "hello.great"
    (renflow.cwd / "typo.json").write_text(json.dumps(flow))
    said = renflow.fresh("flows", "check", "typo.json", "--json")
    assert (said.code, said.err) == (1, "")
    assert said.json["ok"] is False
    [problem] = said.json["problems"]
    assert problem["code"] == "UNKNOWN_FUNCTION"
    assert problem["pointer"] == "/nodes/1/data/codeRef"
    assert "hello.greet" in problem["hint"]


def test_a_file_that_is_passed_over_is_listed_and_named_where_it_is_missed(renflow: CommandLine) -> None:
    flow = json.loads((FLOWS / "hello" / "flow.json").read_text())
    source = (FLOWS / "hello" / "greeting.py").read_text()
    for folder, file in (("my-flow", "1st step.py"), ("v1.2", "steps.py")):
        flow["nodes"][1]["data"]["codeRef"] = f"{folder[0]}.greet"
        place = renflow.cwd / "odd" / folder
        place.mkdir(parents=True)
        (place / "flow.json").write_text(json.dumps(flow))
        (place / file).write_text(source.replace("hello.greet", f"{folder[0]}.greet"))
    assert renflow("flows", "check", "my-flow", "--flows", "odd").code == 0
    reason = "the folder's name 'v1.2' has a dot in it"
    shutil.copy(renflow.cwd / "odd" / "v1.2" / "flow.json", renflow.cwd / "lost.json")
    said = renflow("flows", "check", "lost.json", "--flows", "odd")
    assert said.code == 1
    assert "UNKNOWN_FUNCTION" in said.out
    assert reason in said.out
    listed = renflow("functions", "--flows", "odd")
    assert "m.greet" in listed.out
    assert "my-flow.1st step" in listed.out
    assert "PASSED_OVER" in listed.err
    assert reason in listed.err


def test_a_flow_of_the_flows_folder_is_found_in_both_forms(renflow: CommandLine) -> None:
    flows = renflow.cwd / "mine"
    (flows / "deep").mkdir(parents=True)
    (flows / "flat.json").write_text(json.dumps(SMALLEST))
    (flows / "deep" / "flow.json").write_text(json.dumps(SMALLEST))
    for name in ("flat", "deep"):
        assert renflow("flows", "check", name, "--flows", "mine").code == 0
    (flows / "deep.json").write_text(json.dumps(SMALLEST))
    said = renflow("flows", "check", "deep", "--flows", "mine")
    assert said.quiet_usage_error()
    assert "Remove one" in said.err


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.json", b"", "Line 1"),
        ("text.json", b"nodes: []", "Line 1"),
        ("latin.json", b'{"name": "\xe9"}', "UTF-8"),
        ("twice.json", b'{"nodes": [], "nodes": []}', "twice"),
        ("deep.json", b"[" * 100_000, "64 levels"),
        ("big.json", b" " * (1024 * 1024 + 1), "1 MiB"),
        ("my flow.json", b"{}", "letters"),
    ],
)
def test_a_file_that_holds_no_flow_is_refused(renflow: CommandLine, name: str, content: bytes, word: str) -> None:
    (renflow.cwd / name).write_bytes(content)
    said = renflow("flows", "check", f"./{name}")
    assert said.quiet_usage_error()
    assert word in said.err


@pytest.mark.skipif(os.name == "nt", reason="named pipes of POSIX")
def test_what_is_no_file_is_refused_without_opening_it(renflow: CommandLine) -> None:
    os.mkfifo(renflow.cwd / "pipe.json")
    (renflow.cwd / "loop.json").symlink_to("loop.json")
    (renflow.cwd / "folder.json").mkdir()
    for name in ("pipe.json", "loop.json", "folder.json", "missing.json", "x" * 300 + ".json", "nobody"):
        said = renflow("flows", "check", name)
        assert said.quiet_usage_error(), name


def test_functions_without_a_supervisor_are_those_of_the_folder(renflow: CommandLine) -> None:
    said = renflow.fresh("functions", "--json")
    assert (said.code, said.err) == (0, "")
    assert "hello.greet" in [item["name"] for item in said.json["items"]]
    shutil.copytree(FLOWS / "hello", renflow.cwd / "flows" / "hello")  # each module of a folder is imported
    assert "hello.greet" in renflow("functions", "--flows", "flows").out
    assert not renflow.home.exists()


def test_functions_without_a_supervisor_are_imported_too(renflow: CommandLine) -> None:
    """Before the first run nobody serves; what a newcomer sees is what will happen."""
    folder = renflow.cwd / "mine"
    folder.mkdir()
    for name, needs in (("ready", "json"), ("fetched", "nosuchpackageanywhere"), ("lost", "nosuchpackageanywhere")):
        requires = ", requires=['nosuchpackageanywhere>=1']" if name == "fetched" else ""
        (folder / f"{name}.py").write_text(
            "from workflow_engine import register_function\n"
            f"import {needs}\n"
            f"@register_function('mine.{name}'{requires})\n"
            "def work(state, *, number: int = 1):\n    return {}\n"
        )
    said = renflow("functions", "--flows", "mine", "--json")
    told = {item["name"]: item for item in said.json["items"]}
    assert {name: item["health"] for name, item in told.items()} == {
        "mine.ready": "ok",
        "mine.fetched": "installs",
        "mine.lost": "broken",
    }
    assert told["mine.ready"]["parameters"]["properties"]["number"]["type"] == "integer"
    said = renflow("functions", "--flows", "mine")
    assert "unknown" not in said.out
    assert "mine.fetched: its first run installs nosuchpackageanywhere>=1" in said.err
    assert "mine.lost: " in said.err
    assert "No module named" in said.err
    assert not renflow.home.exists()


# -- the terminal ---------------------------------------------------------------------------------------------------


def test_output_is_utf_8_whatever_the_locale_says(renflow: CommandLine) -> None:
    (renflow.cwd / "bad.json").write_text(json.dumps({"nodes": [{"id": "节点", "type": "start"}], "edges": []}))
    ascii_only = {"LC_ALL": "C", "LANG": "C", "PYTHONIOENCODING": "ascii"}
    said = renflow("flows", "check", "bad.json", env=ascii_only)
    assert said.code == 1
    assert "节点" in said.out
    missing = renflow("flows", "check", "流程.json", env=ascii_only)
    assert "流程.json" in missing.err


def test_what_a_file_says_does_not_reach_the_terminal_as_a_command(renflow: CommandLine) -> None:
    flow = {"nodes": [{"id": "\x1b[31mred\x07\x9b1m", "type": "start"}], "edges": [], "\x1b]0;title\x07": 1}
    (renflow.cwd / "bad.json").write_text(json.dumps(flow))
    for words in (["flows", "check", "bad.json"], ["flows", "check", "bad.json", "--json"]):
        said = renflow(*words)
        assert said.code == 1
        assert not {"\x1b", "\x07", "\x9b"} & set(said.out + said.err)


def test_a_reader_who_stops_reading_ends_it_quietly(renflow: CommandLine) -> None:
    nodes = [{"id": f"n{number}", "type": "none"} for number in range(900)]
    (renflow.cwd / "bad.json").write_text(json.dumps({"nodes": nodes, "edges": []}))
    process = renflow.start("flows", "check", "bad.json")
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=patient(30))
    assert (process.returncode, err) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_behind_the_output_is_said(renflow: CommandLine) -> None:
    with Path("/dev/full").open("wb") as full:
        process = renflow.start("flows", "check", "hello", stdout=full)
    _, err = process.communicate(timeout=patient(30))
    assert process.returncode == 2
    assert b"[OUTPUT_LOST]" in err
    assert b"Traceback" not in err


@pytest.mark.skipif(os.name == "nt", reason="preexec_fn is of POSIX")
def test_closed_outputs_are_borne(renflow: CommandLine) -> None:
    process = renflow.start("runs", preexec_fn=lambda: os.close(2))
    assert process.communicate(timeout=patient(30)) == (b"", b"")
    assert process.returncode == 3
    process = renflow.start("functions", "--flows", str(OWN_FLOWS), preexec_fn=lambda: os.close(1))
    assert process.communicate(timeout=patient(30)) == (b"", b"")
    assert process.returncode == 0


def test_help_is_quick(renflow: CommandLine) -> None:
    probe = """
import sys
from pathlib import Path
from workflow_engine.__main__ import main
sys.argv[1:] = ["--help"]
try:
    main()
except SystemExit:
    print([name for name in ("httpx", "rich", "fastapi") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, env=renflow.env, check=True)
    assert done.stdout.endswith("\n[]\n")


def test_a_bpmn_file_is_checked_with_line_and_element(renflow: CommandLine) -> None:
    said = renflow("flows", "check", "tea_order")
    assert (said.code, said.err) == (0, "")
    (renflow.cwd / "drawn.bpmn").write_text(around('<serviceTask id="work" implementation="tea_order.chek"/>'))
    said = renflow("flows", "check", "./drawn.bpmn")
    assert (said.code, "work: UNKNOWN_FUNCTION: " in said.out) == (1, True), said.out
    assert "tea_order.check" in said.out
    (renflow.cwd / "broken.bpmn").write_text(around('<serviceTask id="work"/>'))
    said = renflow("flows", "check", "./broken.bpmn", "--json")
    (problem,) = json.loads(said.out)["problems"]
    assert (problem["code"], problem["element"], problem["line"] > 1) == ("UNBOUND", "work", True)


def test_what_is_worth_a_second_look_in_a_bpmn_file_is_told_by_a_check(renflow: CommandLine) -> None:
    begin = '<startEvent id="begin"><messageEventDefinition/>'
    source = around('<task id="work"/>').replace('<startEvent id="begin"/>', f"{begin}</startEvent>")
    (renflow.cwd / "daily.bpmn").write_text(source)
    said = renflow("flows", "check", "./daily.bpmn")
    assert (said.code, "no problems" in said.out, "begin: NOT_BEGUN: " in said.err) == (0, True, True), said
    told = json.loads(renflow("flows", "check", "./daily.bpmn", "--json").out)
    assert (told["ok"], [each["code"] for each in told["warnings"]]) == (True, ["NOT_BEGUN"])


def test_forms_beside_a_bpmn_file_are_checked_with_it(renflow: CommandLine) -> None:
    (renflow.cwd / "asks.bpmn").write_text(around('<userTask id="work" camunda:formKey="elsewhere"/>'))
    forms = renflow.cwd / "asks.forms.json"
    assert "BAD_FORM" in renflow("flows", "check", "./asks.bpmn").out
    forms.write_text('{"work": {"type": "object", "properties": {"ok": {"type": "boolean"}}}}')
    assert renflow("flows", "check", "./asks.bpmn").code == 0
    forms.write_text('{"other": {}}')
    said = renflow("flows", "check", "./asks.bpmn", "--json")
    assert [each["code"] for each in json.loads(said.out)["problems"]] == ["BAD_FORM", "BAD_FORM"]
    for text in ("[]", '{"work": 1}', "{"):
        forms.write_text(text)
        said = renflow("flows", "check", "./asks.bpmn")
        assert (said.code != 0, "asks.forms.json" in said.err) == (True, True), said.err


def test_a_bpmn_file_of_two_hundred_megabytes_is_not_read(renflow: CommandLine) -> None:
    with (renflow.cwd / "huge.bpmn").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    said = renflow("flows", "check", "./huge.bpmn")
    assert (said.code != 0, "larger than 5 MiB" in said.err) == (True, True), said.err


def test_a_bpmn_file_in_a_wrong_encoding_is_told_so(renflow: CommandLine) -> None:
    (renflow.cwd / "latin.bpmn").write_bytes(around('<task id="work" name="Prüfung"/>').encode("latin-1"))
    said = renflow("flows", "check", "./latin.bpmn")
    assert (said.code != 0, "encoding" in said.err) == (True, True), said.err
