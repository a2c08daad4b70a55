"""Every command against a supervisor that runs, each once as a process of its own; further calls are made here."""

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.bpmn_files import around
from support.command_line import CommandLine, Said
from support.wait import patient, until

OWN_FLOWS = Path(__file__).parent / "flows"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandLine]:
    """One supervisor for the tests below: each uses runs of its own."""
    with CommandLine(tmp_path_factory.mktemp("served")) as command_line:
        command_line.env["REN_FLOWS"] = str(OWN_FLOWS)
        command_line.serve()
        yield command_line


def status(renflow: CommandLine, thread_id: str) -> str:
    return renflow.here("show", thread_id, "--json").json["status"]


def start_clockwork(renflow: CommandLine, thread_id: str) -> None:
    """A run that goes on, without anyone watching."""
    watcher = renflow.start("run", "clockwork", "--thread-id", thread_id)
    until(lambda: "tick 3" in renflow.here("logs", thread_id).out, what="the third tick")
    watcher.kill()
    watcher.communicate()


@pytest.fixture(scope="module")
def mended(served: CommandLine) -> Said:
    """A short run, watched to its end."""
    return served("run", "fragile", "--thread-id", "mended", "--input", "mended=true", "--json")


def test_run_uses_the_supervisor_and_says_json(served: CommandLine, mended: Said) -> None:
    assert (mended.code, mended.err) == (0, "")
    said = mended.json
    assert said["outputs"] == str(served.home / "runs" / "mended" / "outputs")
    assert said["duration_s"] >= 0
    del said["outputs"], said["duration_s"]
    assert said == {
        "thread_id": "mended",
        "title": None,
        "tags": [],
        "status": "finished",
        "reason": None,
        "flow_id": "fragile",
        "flow_name": "Fragile",
        "version": 1,
        "files": [],
        "result": {
            "files": [],
            "folders": [],
            "more": 0,
            "state": said["result"]["state"],
            "truncated": False,
            "items": {"total": 0, "done": 0, "failed": 0, "skipped": 0},
        },
        "file_guard": {"refusals": 0, "details": []},
        "interrupt": None,
        "error": None,
        "skipped": 0,
    }


def test_the_same_run_again_is_the_same_run(served: CommandLine, mended: Said) -> None:
    again = served("run", "fragile", "--thread-id", "mended", "--input", "mended=true", "--json")
    assert (again.code, again.json) == (0, mended.json)
    other = served("run", "fragile", "--thread-id", "mended", "--json")
    assert other.code == 4
    assert other.problem["code"] == "RUN_EXISTS"


@pytest.mark.usefixtures("mended")
def test_show_and_runs_know_it(served: CommandLine) -> None:
    shown = served("show", "mended")
    assert (shown.code, shown.err) == (0, "")
    assert "run mended of fragile v1: finished" in shown.out
    assert "spring" in shown.out
    listed = served("runs", "--status", "finished", "--flow", "fragile", "--limit", "1000", "--json")
    assert "mended" in [item["thread_id"] for item in listed.json["items"]]
    assert "mended" in served.here("runs").out
    assert served.here("runs", "--q", "no-such-run").out == "no runs\n"
    assert len(served.here("runs", "--limit", "1", "--json").json["items"]) == 1


@pytest.mark.usefixtures("mended")
@pytest.mark.parametrize("command", ["pause", "resume", "cancel"])
def test_a_finished_run_takes_no_command(served: CommandLine, command: str) -> None:
    said = served.here(command, "mended")
    assert (said.code, said.out) == (4, "")
    assert "[INVALID_STATE]" in said.err
    assert served.here(command, "mended", "--json").problem["code"] == "INVALID_STATE"


@pytest.mark.parametrize("words", [["show"], ["logs"], ["logs", "-f"], ["pause"]], ids=" ".join)
def test_a_run_that_is_not_there(served: CommandLine, words: list[str]) -> None:
    said = served.here(*words, "nobody")
    assert (said.code, said.out) == (4, "")
    assert "[RUN_NOT_FOUND]" in said.err


def test_a_failed_run_says_why_and_goes_on_when_mended(served: CommandLine) -> None:
    said = served("run", "fragile", "--thread-id", "broken")
    assert said.code == 1
    assert "run broken of fragile v1: error (node_error)" in said.out
    assert "error: [spring] ValueError: the spring is broken [USER_CODE_ERROR]" in said.out
    assert said.out.endswith(f"  renflow resume broken --home {shlex.quote(str(served.home))}\n")
    resumed = served.here("resume", "broken", "--set", "mended=true", "--json")
    assert resumed.code == 0
    assert resumed.json["thread_id"] == "broken"
    until(lambda: status(served, "broken") == "finished", what="the mended run's end")


def test_pause_resume_and_logs_of_a_run_that_goes_on(served: CommandLine) -> None:
    start_clockwork(served, "clock")
    assert served.fresh("pause", "clock").code == 0
    until(lambda: status(served, "clock") == "interrupted", what="the pause")
    shown = served.here("show", "clock")
    assert "interrupted (paused)" in shown.out
    assert "cancel, resume" in shown.out
    follower = served.start("logs", "clock", "-f")
    out, err = follower.communicate(timeout=patient(30))  # the run rests: following ends
    assert (follower.returncode, err) == (0, b"")
    text = out.decode()
    assert "tick 1 red \u2028 时钟" in text
    assert "\x1b" not in text
    assert served("resume", "clock", "--set", "stop=true").code == 0
    follower = served.start("logs", "clock", "--follow", "--json")
    out, _ = follower.communicate(timeout=patient(30))
    lines = [json.loads(line) for line in out.decode().split("\n") if line]
    assert [line["seq"] for line in lines] == sorted({line["seq"] for line in lines})
    assert status(served, "clock") == "finished"


@pytest.mark.usefixtures("mended")
def test_log_filters(served: CommandLine) -> None:
    served("run", "fragile", "--thread-id", "loud")
    errors = served("logs", "loud", "--level", "ERROR", "--json").out.splitlines()
    assert errors
    assert {json.loads(line)["level"] for line in errors} == {"ERROR"}
    assert served.here("logs", "loud", "--node", "end").out == ""
    assert served.here("logs", "loud", "--q", "SPRING IS").out != ""


def test_cancel_ends_a_run(served: CommandLine) -> None:
    start_clockwork(served, "doomed")
    assert served("cancel", "doomed").code == 0
    until(lambda: status(served, "doomed") == "cancelled", what="the cancel")


# -- flows ----------------------------------------------------------------------------------------------------------


def test_push_makes_a_version_only_of_a_change(served: CommandLine) -> None:
    path = served.cwd / "changing.json"
    flow = json.loads((OWN_FLOWS / "fragile.json").read_text())
    path.write_text(json.dumps(flow))
    assert served("flows", "push", "changing.json").out == "changing: pushed as version 1\n"
    path.write_text(json.dumps(flow, indent=4, sort_keys=True))
    assert served.here("flows", "push", "changing.json").out == "changing: unchanged, it is version 1\n"
    flow["name"] = "Geändert 改"
    path.write_text(json.dumps(flow))
    said = served.here("flows", "push", "./changing.json", "--publish", "--note", "a name\n改名", "--json")
    assert said.json == {"flow_id": "changing", "version": 2, "new": True, "published": True}
    noted = served.here("flows", "push", "changing.json", "--note", "no use")
    assert "The note is not kept" in noted.err
    assert (
        served.fresh("flows", "publish", "changing", "1", "--note", "Li: as before").out
        == "changing: version 1 is published\n"
    )
    listed = served.fresh("flows", "list", "--json").json["items"]
    assert "changing" in [item["id"] for item in listed]
    assert "Fragile" in served.here("flows", "list").out
    versions = served.here("flows", "versions", "changing", "--json").json["items"]
    assert [(each["version"], each["note"], each["publish_note"]) for each in versions] == [
        (2, "a name\n改名", None),
        (1, None, "Li: as before"),
    ]
    assert "a name 改名" in served.here("flows", "versions", "changing").out
    assert served.here("flows", "versions", "nobody").code == 4
    old = served("run", "changing", "--version", "1", "--input", "mended=true", "--json")
    assert (old.code, old.json["version"]) == (0, 1)


def test_a_flow_with_mistakes_is_refused_with_places_in_the_file(served: CommandLine) -> None:
    (served.cwd / "bad.json").write_text('{"nodes": [{"id": "s", "type": "strat"}], "edges": []}')
    for words in (["flows", "push", "bad.json"], ["run", "bad.json"]):
        said = served.here(*words, "--json")
        assert said.code == 4
        assert said.problem["code"] == "INVALID_FLOW"
        assert "/nodes/0/type" in [problem["pointer"] for problem in said.problem["problems"]]
    assert "bad" not in [item["id"] for item in served("flows", "list", "--json").json["items"]]


def test_a_function_nobody_registered_is_refused(served: CommandLine) -> None:
    text = (OWN_FLOWS / "fragile.json").read_text().replace("clockwork.fragile", "clockwork.fragil")
    (served.cwd / "typo.json").write_text(text)
    said = served("run", "typo.json")
    assert (said.code, said.out) == (4, "")
    assert "/nodes/1/data/codeRef: UNKNOWN_FUNCTION" in said.err
    assert "clockwork.fragile" in said.err
    assert "typo" not in [item["id"] for item in served("flows", "list", "--json").json["items"]]


def test_a_flow_that_nobody_has(served: CommandLine) -> None:
    for words in (["run", "nobody"], ["flows", "publish", "nobody"], ["run", "fragile", "--version", "99"]):
        said = served.here(*words)
        assert (said.code, said.out) == (4, ""), words
    said = served.here("flows", "push", "nobody")
    assert said.quiet_usage_error()


def test_functions_are_the_supervisors(served: CommandLine) -> None:
    said = served("functions", "--json", "--flows", str(served.cwd))
    assert [item["name"] for item in said.json["items"]] == ["clockwork.fragile", "clockwork.tick"]


# -- the supervisor itself ------------------------------------------------------------------------------------------


def test_a_second_supervisor_is_refused(served: CommandLine) -> None:
    said = served("serve", "--port", "0")
    assert (said.code, said.out) == (3, "")
    assert "[ALREADY_RUNNING]" in said.err
    assert "Traceback" not in said.err


def test_a_port_that_is_taken_is_refused(served: CommandLine, renflow: CommandLine) -> None:
    port = json.loads((served.home / "supervisor.json").read_text())["port"]
    said = renflow("serve", "--port", str(port))
    assert said.quiet_usage_error()
    assert "[PORT_IN_USE]" in said.err


def test_a_wrong_token_is_no_entry(renflow: CommandLine) -> None:
    renflow.env["REN_TOKEN"] = "right"
    renflow.serve()
    assert renflow.here("runs").code == 0
    said = renflow.here("runs", "--token", "wrong", "--json")
    assert said.code == 3
    assert said.problem["code"] == "UNAUTHORIZED"
    run = renflow("run", "hello", "--json")
    assert (run.code, run.json["status"]) == (0, "finished")


def test_a_proxy_in_the_environment_is_left_alone(served: CommandLine) -> None:
    nowhere = "http://127.0.0.1:9"
    assert served.here("runs", env={"HTTP_PROXY": nowhere, "http_proxy": nowhere, "ALL_PROXY": nowhere}).code == 0


def test_many_runs_are_found_and_changed_by_a_filter(served: CommandLine) -> None:
    begun = served("run", "fragile", "--title", "双十一 Sale", "--tag", "大促", "--tag", "many", "--json")
    assert (begun.code, begun.json["title"], begun.json["tags"]) == (1, "双十一 Sale", ["大促", "many"])
    name = begun.json["thread_id"]
    assert name.startswith("sale-")
    mine = ["--tag", "many", "--status", "error", "--from=-1h"]
    listed = served.here("runs", *mine, "--sort", "title")
    assert (listed.code, listed.err) == (0, "")
    assert [text for text in ("双十一 Sale", "大促, many") if text in listed.out] == ["双十一 Sale", "大促, many"]
    planned = served.here("bulk", "cancel", *mine, "--dry-run")
    assert (planned.code, planned.out, planned.err) == (0, "", "1 run found; 1 will be cancelled\n")
    unanswered = served.here("bulk", "cancel", *mine)
    assert (unanswered.code, unanswered.out) == (2, "")
    assert "Give --yes" in unanswered.err
    assert status(served, name) == "error"
    done = served("bulk", "cancel", *mine, "--yes", "--json")
    assert (done.code, [each["thread_id"] for each in done.json["items"]]) == (0, [name])
    until(lambda: status(served, name) == "cancelled", what="the end that was asked for")
    renamed = served("rename", name, "--title", "", "--tag", "other")
    assert (renamed.code, renamed.out) == (0, f"run {name}: no title  [other]\n")
    refused = served.here("rename", name, "--tag", "a,b")
    assert (refused.code, "/tags/0" in refused.err) == (4, True)
    assert served.here("bulk", "delete").code == 2, "all runs are never meant by nothing"
    assert served.here("runs", "--view", "nobody's").code == 2


def test_a_bpmn_file_is_pushed_and_unchanged_makes_no_new_version(served: CommandLine) -> None:
    source = around('<task id="work" name="Prüfen"/>').replace("\n", "\r\n")
    file = served.cwd / "pushed.bpmn"
    file.write_bytes(source.encode())
    assert served.here("flows", "push", "pushed.bpmn", "--publish").out == "pushed: pushed as version 1, published\n"
    assert served.here("flows", "push", "./pushed.bpmn").out == "pushed: unchanged, it is version 1\n"
    file.write_bytes(source.replace("Prüfen", "Sehen").encode())
    assert served.here("flows", "push", "pushed.bpmn").out == "pushed: pushed as version 2\n"
    file.write_text(around('<task id="work"/><task id="work"/>'))
    said = served.here("flows", "push", "pushed.bpmn")
    assert (said.code != 0, "work: DUPLICATE_ID: " in said.err) == (True, True), said.err
