"""Machines from the command line: how they stand, runs and tasks of them, flows brought to all; one of them is gone."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from support.command_line import CommandLine
from support.run import Run, chain, node
from support.server import Server, Several
from support.wait import patient, until
from workflow_engine_supervisor.cli.failure import INTERRUPTED

WAITING = chain({"id": "paid", "type": "wait", "data": {"message": "payment", "outputKey": "sum"}})
FORM = {
    "title": "Ship it?",
    "schema": {"type": "object", "properties": {"ok": {"type": "boolean"}}},
    "outputKey": "said",
}
ASKING = chain({"id": "ask", "type": "form", "data": FORM})
QUICK = chain(node("map", "maps", count=2))


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Several[Server]]:
    with closing(Several(Server, tmp_path)) as several:
        yield several


def written(folder: Path, name: str, dsl: object) -> str:
    path = folder / f"{name}.json"
    path.write_text(json.dumps(dsl), encoding="utf-8")
    return str(path)


def row(text: str, name: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(f"{name} "))


def test_machines_from_the_command_line(renflow: CommandLine, servers: Several[Server], tmp_path: Path) -> None:
    big, gone = servers(token="of-big").start(), servers().start()
    big.client.headers["Authorization"] = "Bearer of-big"
    renflow.home.mkdir()
    token = renflow.home / "big.token"
    token.write_text("of-big\n", encoding="utf-8")
    token.chmod(0o600)
    (renflow.home / "config.toml").write_text(
        f'[[machines]]\nname = "big"\nurl = "{big.url}"\ntoken_file = "big.token"\n\n'
        f'[[machines]]\nname = "gone"\nurl = "{gone.url}"\n',
        encoding="utf-8",
    )
    renflow.env["REN_FLOWS"] = str(big.flows)
    renflow.serve()
    until(lambda: renflow.here("machines").code == 0, patient(30), "all can be reached")
    listed = renflow.fresh("machines").out
    assert [line.split()[:2] for line in listed.splitlines()[1:]] == [
        [name, "reachable"] for name in ("local", "big", "gone")
    ]
    assert big.url in row(listed, "big")

    path = written(tmp_path, "waiting", WAITING)
    pushed = renflow.here("flows", "push", path, "--publish", "--all-machines")
    assert (pushed.code, pushed.err) == (0, "")
    assert pushed.out.splitlines() == [
        "waiting: pushed as version 1, published",
        "  big: pushed as version 1, published",
        "  gone: pushed as version 1, published",
    ]
    for name, dsl in (("asking", ASKING), ("quick", QUICK)):
        pushed = renflow.here("flows", "push", written(tmp_path, name, dsl), "--publish", "--all-machines")
        assert pushed.code == 0, pushed.err
    runs_and_tasks_are_found_by_their_machine(renflow, big, gone)
    gone.kill()
    what_is_gone_is_told(renflow, big)
    flows_come_to_the_others(renflow, big, tmp_path)


def runs_and_tasks_are_found_by_their_machine(renflow: CommandLine, big: Server, gone: Server) -> None:
    assert big.post("/runs/start", {"flow_id": "waiting", "thread_id": "w"}).status_code == 201
    assert renflow.here("run", "asking", "--machine", "gone", "--thread-id", "g").code == INTERRUPTED
    assert renflow.here("run", "asking", "--machine", "big", "--thread-id", "a").code == INTERRUPTED
    for server, name in ((big, "w"), (big, "a"), (gone, "g")):
        Run(server, name).until("interrupted")
    on_big = renflow.here("runs", "--machine", "big").out
    assert "MACHINE" in on_big.splitlines()[0]
    assert {line.split()[0] for line in on_big.splitlines()[1:]} == {"w", "a"}
    wrong = renflow.here("runs", "--machine", "bug")
    assert wrong.code == 4
    assert "'bug' is not one of: local, big, gone." in wrong.err
    assert renflow.here("show", "w").code == 0
    tasks = renflow.here("tasks").out
    assert row(tasks, "g").endswith("gone")
    assert row(tasks, "a").endswith("big")
    assert renflow.here("answer", "a", "--value", "ok=true").code == 0
    assert Run(big, "a").finished()["said"] == {"ok": True}


def what_is_gone_is_told(renflow: CommandLine, big: Server) -> None:
    until(lambda: renflow.here("machines").code == 1, patient(30), "it is told")
    stands = renflow.here("machines")
    assert row(stands.out, "gone").split()[1] == "unreachable"
    assert "gone: Machine 'gone' at " in stands.err
    as_json = renflow.here("machines", "--json")
    assert (as_json.code, [each["reachable"] for each in as_json.json["items"]]) == (1, [True, True, False])
    assert "gone (unreachable)" in row(renflow.here("runs").out, "g")
    told = renflow.here("tasks")
    assert (told.code, "g" in told.out.split(), "machine gone cannot be reached" in told.err) == (0, False, True)
    message = renflow.here("message", "payment", "--payload", "3")
    assert (message.code, message.out) == (1, "reached 1 run:\nw\n")
    assert "not brought to gone: " in message.err
    assert Run(big, "w").finished()["sum"] == 3


def flows_come_to_the_others(renflow: CommandLine, big: Server, tmp_path: Path) -> None:
    changed = chain({"id": "paid", "type": "wait", "data": {"message": "payment", "outputKey": "amount"}})
    pushed = renflow.here("flows", "push", written(tmp_path, "waiting", changed), "--all-machines")
    assert pushed.code == 1
    assert pushed.out.splitlines() == ["waiting: pushed as version 2", "  big: pushed as version 2"]
    assert pushed.err.startswith("  gone: not done: ")
    published = renflow.here("flows", "publish", "waiting", "--all-machines", "--json")
    assert published.code == 1
    outcomes = {each["machine"]: each for each in published.json["machines"]}
    assert outcomes["big"]["answer"]["version"] == 2
    assert outcomes["big"]["error"] is None
    assert (outcomes["gone"]["answer"], outcomes["gone"]["error"]["code"]) == (None, "NOT_RUNNING")
    newest = big.get("/flows/waiting/versions")["items"][0]
    assert (newest["version"], newest["published"]) == (2, True)


def test_without_machines_nothing_is_brought_anywhere_else(renflow: CommandLine, tmp_path: Path) -> None:
    renflow.serve(runs=False)
    refused = renflow.here("flows", "push", written(tmp_path, "waiting", WAITING), "--all-machines")
    assert (refused.code, "There are no machines." in refused.err) == (2, True)
    alone = renflow.here("machines")
    assert (alone.code, len(alone.out.splitlines())) == (0, 2)
