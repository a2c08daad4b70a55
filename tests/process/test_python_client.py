"""`renflow.connect()`: everything a program does with runs, through a real supervisor and its workers."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import renflow
from renflow import errors
from support.fixtures import one_server
from support.relay import Relay
from support.server import Server
from support.wait import patient, until
from workflow_engine_supervisor.client import follower

TOKEN = "a-token-of-the-tests"
FUNCTIONS = """
from pathlib import Path
from workflow_engine import artifact, current_run, interrupt, map_steps, register_function

def halved(number):
    if number % 5 == 4:
        raise ValueError(f"{number} is odd goods")
    return number / 2

@register_function("goods.weigh")
def weigh(state):
    rows = list(map_steps(halved, range(state.get("count", 6)), on_error="skip"))
    artifact("weights.csv", "weight\\n" + "\\n".join(map(str, rows)))
    folder = current_run().outputs_dir / "单 sheets"
    folder.mkdir(exist_ok=True)
    folder.joinpath("a+b 100%.txt").write_text("x" * 100_000)
    if "table" in state:
        names = sorted(path.name for path in Path(state["more"]).rglob("*.txt"))
        return {"read": Path(state["table"]).read_text(), "names": names}
    return {"rows": sum(1 for each in rows if each is not None)}

@register_function("goods.talk")
def talk(state, *, lines=200):
    for number in range(lines):
        print(f"line {number}")
        if number % 50 == 49:
            import time
            gate = current_run().outputs_dir / f"go-{number}"
            while not gate.exists():
                time.sleep(0.01)

@register_function("goods.ask")
def ask(state):
    return {"answer": interrupt("go on?")}
"""


def flow(code_ref: str) -> dict[str, object]:
    return {
        "name": code_ref,
        "nodes": [
            {"id": "start", "type": "start"},
            {"id": "work", "type": "python", "data": {"codeRef": code_ref}},
            {"id": "end", "type": "end"},
        ],
        "edges": [{"source": "start", "target": "work"}, {"source": "work", "target": "end"}],
    }


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("client")
    source = folder / "source"
    source.mkdir()
    source.joinpath("goods.py").write_text(FUNCTIONS, encoding="utf-8")
    with one_server(Server, folder, source=source, token=TOKEN) as made:
        with connected(made) as supervisor:
            for name in ("weigh", "talk", "ask"):
                supervisor.publish(flow(f"goods.{name}"), id=name)
        yield made


def connected(server: Server) -> renflow.Supervisor:
    return renflow.connect(home=server.home.root, token=TOKEN)


@pytest.fixture
def supervisor(server: Server) -> Iterator[renflow.Supervisor]:
    with connected(server) as found:
        yield found


def test_a_run_from_its_start_to_its_files(supervisor: renflow.Supervisor, tmp_path: Path):
    assert {each.id for each in supervisor.flows()} == {"weigh", "talk", "ask"}
    assert supervisor.publish(flow("goods.weigh"), id="weigh").version == 1, "the same flow is no new version"
    run = supervisor.start("weigh", {"count": 6}, thread_id="first")
    assert supervisor.start("weigh", {"count": 6}, thread_id="first").thread_id == "first"
    view = run.wait(patient(60))
    assert (view.status, view.skipped) == (renflow.RunStatus.FINISHED, 1)
    assert view.result is not None
    assert (view.result.items.done, view.result.items.skipped) == (5, 1)
    assert run.state() == {"count": 6, "rows": 6}
    (skipped,) = run.steps(state="skipped")
    assert skipped.error is not None
    assert "4 is odd goods" in skipped.error.message
    assert [line.seq for line in run.logs()] == [*range(1, len(list(run.logs(follow=True))) + 1)]
    assert [each.thread_id for each in supervisor.runs(flow="weigh")] == ["first"]
    assert list(supervisor.runs(status="error")) == []

    names = [artifact.name for artifact in run.artifacts()]
    assert names == ["weights.csv", "单 sheets/a+b 100%.txt"]
    csv = run.artifact("weights.csv")
    assert csv.text().splitlines()[:2] == ["weight", "0.0"]
    with run.artifact(names[1]).open() as file:
        assert file.seek(-5, io.SEEK_END) == 99_995
        assert file.read() == b"xxxxx"
        assert (file.seek(10), file.read(3), file.tell()) == (10, b"xxx", 13)
    assert csv.download(tmp_path) == tmp_path / "weights.csv"
    with pytest.raises(errors.StorageFailure, match="exists already"):
        csv.download(tmp_path)
    assert run.download(tmp_path / "all")[1].read_text() == "x" * 100_000
    with zipfile.ZipFile(run.download_zip(tmp_path / "all.zip")) as archive:
        assert sorted(archive.namelist()) == names

    again = run.rerun({"count": 3})
    assert again.wait(patient(60)).skipped == 0
    assert [change.key for change in run.compare(again).input] == ["count"]
    retried = run.retry()
    assert retried.thread_id != run.thread_id
    assert retried.wait(patient(60)).status == "finished"
    named = supervisor.start("weigh", {"count": 1}, title="双十一 Ⅱ", tags=["sale"])
    named.rename(tags=["sale", "autumn"])
    found = [(each.thread_id, each.title, each.tags) for each in supervisor.runs(tag="autumn")]
    assert found == [(named.thread_id, "双十一 Ⅱ", ["sale", "autumn"])]
    again.delete()
    with pytest.raises(errors.RunNotFound):
        again.look()


def test_files_and_folders_are_uploaded(supervisor: renflow.Supervisor, tmp_path: Path):
    table = tmp_path / "表 100%.csv"
    table.write_text("a,b\n", encoding="utf-8")
    folder = tmp_path / "folder"
    folder.joinpath("deep").mkdir(parents=True)
    for name in ("one.txt", "deep/two.txt", ".hidden.txt", "empty.txt"):
        folder.joinpath(name).write_text("" if name == "empty.txt" else name)
    run = supervisor.start("weigh", {"count": 1}, files={"table": table, "more": str(folder)})
    assert run.wait(60, check=True).status == "finished"
    state = run.state()
    assert (state["read"], state["names"]) == ("a,b\n", ["empty.txt", "one.txt", "two.txt"])
    with pytest.raises(errors.InvalidInput) as refused:
        supervisor.start("weigh", files={"table": tmp_path / "nothing", "../x": table, "more": tmp_path / "none"})
    assert [each.pointer for each in refused.value.problems] == ["/files/table", "/files/../x", "/files/more"]
    with pytest.raises(errors.InvalidInput, match="'table' is given in 'input' and in 'files'"):
        supervisor.start("weigh", {"table": 1}, files={"table": table})


def test_questions_commands_and_what_is_refused(supervisor: renflow.Supervisor):
    run = supervisor.start("ask")
    view = run.wait(patient(60))
    assert view.interrupt is not None
    assert (view.status, view.interrupt.value) == ("interrupted", "go on?")
    with pytest.raises(errors.AnswerRequired):
        run.resume()
    with pytest.raises(renflow.RunFailed) as failed:
        run.wait(60, check=True)
    assert failed.value.run.thread_id == run.thread_id
    run.resume(value="yes", note="I looked")
    assert run.wait(60, check=True).status == "finished"
    assert run.state() == {"answer": "yes"}
    with pytest.raises(errors.InvalidState) as late:
        run.pause()
    assert isinstance(late.value, renflow.Refused)
    assert (late.value.code, late.value.status) == ("INVALID_STATE", 409)
    with pytest.raises(errors.FlowNotFound):
        supervisor.start("nowhere")
    with pytest.raises(errors.InvalidFlow) as wrong:
        supervisor.publish({"nodes": [], "edges": []}, id="wrong")
    assert wrong.value.problems
    with pytest.raises(errors.ArtifactNotFound):
        run.artifact("none.txt")
    with pytest.raises(errors.BadQuery, match=r"There is no type 'logs'\. Did you mean 'log'"):
        run.events(types=["logs"])
    waiting = supervisor.start("ask")
    waiting.wait(patient(60))
    waiting.cancel()
    assert waiting.wait(patient(60)).status == "cancelled"


def test_who_is_asked_and_with_what(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with renflow.connect(server.url + "/", TOKEN) as supervisor:
        assert supervisor.system().home == str(server.home.root)
        assert supervisor.url == server.url
    with renflow.connect(server.url, "wrong") as supervisor, pytest.raises(errors.Unauthorized):
        supervisor.system()
    monkeypatch.setenv("REN_HOME", str(server.home.root))
    monkeypatch.setenv("REN_TOKEN", TOKEN)
    with renflow.connect() as supervisor:
        assert "weigh" in [each.id for each in supervisor.flows()]
    with pytest.raises(errors.NotRunning):
        renflow.connect(home=tmp_path / "empty")
    with pytest.raises(errors.NotRunning, match="No supervisor answers"):
        renflow.connect("http://127.0.0.1:9", TOKEN)


def test_a_supervisor_of_ones_own(tmp_path: Path):
    flows = tmp_path / "flows"
    flows.mkdir()
    flows.joinpath("goods.py").write_text(FUNCTIONS, encoding="utf-8")
    with renflow.connect(home=tmp_path / "home", flows=flows, start=True) as supervisor:
        supervisor.publish(flow("goods.weigh"), id="weigh")
        supervisor.publish(flow("goods.talk"), id="talk")
        talking = supervisor.start("talk")
        with pytest.raises(renflow.TookTooLong):
            talking.wait(0)
        talking.cancel()
        assert talking.wait(patient(60)).status == "cancelled"
        assert supervisor.start("weigh", {"count": 2}).wait(patient(60)).status == "finished"
        # Whoever comes later finds it, as any other.
        with renflow.connect(home=tmp_path / "home", start=True) as other:
            assert other.url == supervisor.url
    with pytest.raises(errors.NotRunning):
        renflow.connect(home=tmp_path / "home")


def gate(server: Server, thread_id: str, number: int) -> None:
    server.home.run(thread_id).outputs.joinpath(f"go-{number}").touch()


def test_events_are_neither_lost_nor_doubled_when_connections_break(server: Server):
    with (
        Relay(server.client.base_url.port or 0) as relay,
        renflow.connect(f"http://127.0.0.1:{relay.port}", TOKEN) as supervisor,
    ):
        run = supervisor.start("talk")
        lines: list[str] = []
        kinds = set()
        seqs = []
        for event in run.events():
            kinds.add(type(event))
            if not isinstance(event, renflow.LogWritten):  # those so far come with the seq of the first event
                seqs.append(event.seq)
            if isinstance(event, renflow.LogWritten):
                lines.append(str(event.data.message))
                if str(event.data.message).startswith("line") and int(lines[-1].split()[1]) % 50 == 49:
                    relay.cut()
                    gate(server, run.thread_id, int(lines[-1].split()[1]))
            if isinstance(event, renflow.NodeMoved):
                assert event.data["node"] in {"start", "work", "end"}
        assert [line for line in lines if line.startswith("line")] == [f"line {number}" for number in range(200)]
        assert relay.connections > 4
        assert {renflow.StatusChanged, renflow.NodeMoved, renflow.LogWritten} <= kinds
        assert len(set(seqs)) == len(seqs)
        assert [type(each) for each in run.events(types=["status"])] == [renflow.StatusChanged]


def test_a_supervisor_that_is_started_anew_costs_no_line(server: Server, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(follower, "AWAY_SECONDS", 60.0)
    with connected(server) as supervisor:
        run = supervisor.start("talk")
        log = server.home.run(run.thread_id).log
        lines: list[str] = []
        for event in run.events(types=["log"]):
            assert isinstance(event, renflow.LogWritten), "only what was asked for"
            text = str(event.data.message)
            lines.append(text)
            if text == "line 49":
                server.kill()
                for number in (49, 99):
                    gate(server, run.thread_id, number)
                until(lambda: "line 149" in log.read_text(encoding="utf-8"), what="lines that nobody heard")
                server.start()
            elif text in {"line 149", "line 199"}:
                gate(server, run.thread_id, int(text.split()[1]))
        assert [line for line in lines if line.startswith("line")] == [f"line {number}" for number in range(200)]
        assert run.wait(60, check=True).status == "finished"


def test_a_supervisor_that_stays_away_is_told(server: Server, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(follower, "AWAY_SECONDS", 0.3)
    with Relay(server.client.base_url.port or 0) as relay:
        supervisor = renflow.connect(f"http://127.0.0.1:{relay.port}", TOKEN)
        run = supervisor.start("ask")
        run.wait(patient(60))
        run.resume(value=1)
        run.wait(patient(60))
        relay.close()
        with pytest.raises(errors.NotRunning, match="went away"):
            run.wait(patient(60))
        with pytest.raises(errors.NotRunning, match="went away"):
            list(run.events())
        supervisor.close()


def test_publishing_brings_the_flows_that_are_called(tmp_path: Path):
    """From the flows folder, for a file as for a flow that is a dict."""
    folder = tmp_path / "flows"
    folder.mkdir()
    (folder / "goods.py").write_text(FUNCTIONS, encoding="utf-8")
    (folder / "weighing.json").write_text(json.dumps(flow("goods.weigh")), encoding="utf-8")
    call = {"id": "call", "type": "subflow", "data": {"flow": "weighing", "output": {"rows": "rows"}}}
    document = {
        "nodes": [{"id": "start", "type": "start"}, call, {"id": "end", "type": "end"}],
        "edges": [{"source": "start", "target": "call"}, {"source": "call", "target": "end"}],
    }
    (folder / "caller.json").write_text(json.dumps(document), encoding="utf-8")
    with renflow.connect(home=tmp_path / "home", flows=folder, start=True) as supervisor:
        supervisor.publish(document, id="as-dict")
        run = supervisor.start("as-dict", {"count": 3})
        assert run.wait().status.value == "finished"
        assert supervisor.publish("caller").version == 1
        assert {each.id for each in supervisor.flows()} == {"weighing", "as-dict", "caller"}
