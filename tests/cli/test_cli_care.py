"""`renflow doctor` and `renflow backup`, as a user starts them."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from support.command_line import CommandLine
from support.wait import patient
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.sqlite.version import Sqlite
from workflow_engine_supervisor.doctor import checks
from workflow_engine_supervisor.home import safety
from workflow_engine_supervisor.home.finding import Finding, Verdict
from workflow_engine_supervisor.home.safety import Mount

CHECKS = ["python", "sqlite", "user", "exposure", "home", "file_system", "disk", "modes"]
CHECKS += ["database", "port", "locks", "clock", "environment"]
HOLD = """
import sys, filelock
lock = filelock.FileLock(sys.argv[1])
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


def findings(renflow: CommandLine, code: int = 0) -> dict[str, dict[str, str]]:
    said = renflow("doctor", "--json", env={"REN_PORT": "0"})
    assert said.code == code, said
    assert said.json["ok"] is (code == 0)
    return {each["check"]: each for each in said.json["findings"]}


def test_before_the_first_start_nothing_is_wrong_and_nothing_is_made(renflow: CommandLine) -> None:
    found = findings(renflow)
    assert list(found) == CHECKS
    assert {name for name, each in found.items() if each["verdict"] != "ok"} <= {"sqlite", "disk", "user"}
    assert not renflow.home.exists()


def test_text_names_each_check(renflow: CommandLine) -> None:
    said = renflow.fresh("doctor")
    assert said.code == 0
    assert [line.split()[1] for line in said.out.splitlines() if not line.startswith(" ")] == CHECKS
    assert sqlite3.sqlite_version in said.out


def test_beside_a_supervisor_at_work(renflow: CommandLine) -> None:
    renflow.serve(runs=False)
    found = findings(renflow)
    assert {name: found[name]["verdict"] for name in ("modes", "database", "port", "locks")} == dict.fromkeys(
        ("modes", "database", "port", "locks"), "ok"
    )
    info = json.loads((renflow.home / "supervisor.json").read_bytes())
    system = httpx.get(f"http://127.0.0.1:{info['port']}/system", trust_env=False, timeout=patient(30)).json()
    assert system["sqlite"] == sqlite3.sqlite_version
    complaints = {name: each for name, each in found.items() if each["verdict"] != "ok"}
    assert {each["check"]: each for each in system["warnings"]} == complaints


def test_open_modes_are_told(renflow: CommandLine) -> None:
    renflow.home.mkdir(mode=0o700)
    (renflow.home / "config.toml").write_text("")
    (renflow.home / "config.toml").chmod(0o644)
    modes = findings(renflow)["modes"]
    assert (modes["verdict"], modes["hint"]) == ("warning", f"chmod -R go= {renflow.home}")
    assert "config.toml" in modes["detail"]
    assert str(renflow.home) + "," not in modes["detail"]


def test_a_database_of_another_program_is_an_error(renflow: CommandLine) -> None:
    renflow.home.mkdir(mode=0o700)
    with closing(sqlite3.connect(renflow.home / "workflow.db")) as con:
        con.execute("CREATE TABLE theirs (a)")
    found = findings(renflow, code=1)
    assert (found["database"]["verdict"], "another program" in found["database"]["detail"]) == ("error", True)


def test_a_port_that_is_taken_is_told(renflow: CommandLine) -> None:
    with checks.socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = renflow("doctor", "--json", env={"REN_PORT": str(taken.getsockname()[1])})
    port = next(each for each in said.json["findings"] if each["check"] == "port")
    assert (said.code, port["verdict"]) == (0, "warning")
    assert "belongs to another program" in port["detail"]


def test_workers_without_a_supervisor_and_what_a_dead_one_left(renflow: CommandLine) -> None:
    folder = renflow.home / "runs" / "orphan"
    folder.mkdir(parents=True, mode=0o700)
    (renflow.home / "supervisor.json").write_text("{}")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder / "worker.lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    said = renflow("doctor", "--json")
    holder.communicate()
    locks = [each["detail"] for each in said.json["findings"] if each["check"] == "locks"]
    assert len(locks) == 2
    assert "left by a supervisor that died" in locks[0]
    assert "1 worker(s) are at work without a supervisor: orphan." in locks[1]


@pytest.mark.parametrize(
    ("mounts", "verdict"),
    [
        ([("/", "ext4")], Verdict.OK),
        ([("/", "remote")], Verdict.ERROR),
        ([("/", "ext4"), ("/home", "nfs4")], Verdict.ERROR),
        ([("/home", "nfs4"), ("/", "ext4"), ("/home/ann/.ren", "ext4")], Verdict.OK),
        ([("/", "ext4"), ("/home/an", "cifs")], Verdict.OK),
        ([("/home", "ext4"), ("/home", "CIFS")], Verdict.ERROR),
        ([("/home", "fuse.sshfs")], Verdict.ERROR),
        ([("/mnt", "9p")], Verdict.OK),
        ([], Verdict.OK),
    ],
)
def test_file_systems(mounts: list[tuple[str, str]], verdict: Verdict, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "existing", lambda path: path)
    found = [Mount(*each) for each in mounts]
    home = "/home/ann/.ren"
    assert checks.file_system(Settings(home=home), found).verdict is verdict
    allowed = checks.file_system(Settings(home=home, allow_network_home=True), found)
    assert allowed.verdict is (Verdict.WARNING if verdict is Verdict.ERROR else Verdict.OK)


@pytest.mark.parametrize(
    ("free", "verdict"), [(50 * 1024**3, Verdict.OK), (500 * 1024**2, Verdict.WARNING), (5 * 1024**2, Verdict.ERROR)]
)
def test_space(free: int, verdict: Verdict) -> None:
    assert checks.disk(free).verdict is verdict


def test_a_version_with_the_bug_is_a_warning_and_one_without_is_none() -> None:
    def look(*version: int) -> Finding:
        return checks.sqlite(Sqlite((version[0], version[1], version[2]), "the-source-id"))

    assert look(3, 40, 1).verdict is Verdict.WARNING
    assert look(3, 51, 3).verdict is Verdict.OK
    assert "the-source-id" in look(3, 51, 3).detail


# -- backup ----------------------------------------------------------------------------------------------------------


def test_a_backup_while_the_supervisor_works(renflow: CommandLine) -> None:
    renflow.serve(runs=False)
    assert renflow.fresh("flows", "push", "hello", "--publish").code == 0
    said = renflow("backup", "--json")
    assert said.code == 0, said
    copy = Path(said.json["file"])
    assert copy.parent == renflow.home / "backups"
    assert said.json["size"] == copy.stat().st_size
    with closing(sqlite3.connect(copy)) as con:
        assert con.execute("SELECT id FROM flows").fetchall() == [("hello",)]
        assert con.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_backup_to_a_named_file_replaces_nothing(renflow: CommandLine) -> None:
    renflow.serve(runs=False)
    said = renflow.fresh("backup", "mine.db")
    assert (said.code, "checked" in said.out) == (0, True)
    again = renflow("backup", "mine.db")
    assert (again.code, again.out, "exists already" in again.err) == (2, "", True)
    itself = renflow("backup", str(renflow.home / "workflow.db"))
    assert itself.code == 2


def test_a_copy_of_the_database_is_no_backup_of_all_and_restore_says_so(renflow: CommandLine) -> None:
    renflow.serve(runs=False)
    assert renflow("backup", "mine.db").code == 0
    said = renflow.fresh("restore", "mine.db", "--home", "elsewhere", "--json")
    assert (said.code, said.problem["code"]) == (4, "BACKUP_DAMAGED")
    assert "without --all" in said.problem["detail"]
    assert "docs/cli.md" in said.problem["hint"]
    assert not (renflow.cwd / "elsewhere" / "workflow.db").exists()


@pytest.mark.parametrize("words", [("a.db", "b.db"), ("--to", "a.db"), ("--json", "--json")])
def test_wrong_usage(renflow: CommandLine, words: tuple[str, ...]) -> None:
    assert renflow("backup", *words).quiet_usage_error()


def test_nothing_to_back_up(renflow: CommandLine) -> None:
    said = renflow("backup", "--json")
    assert (said.code, said.problem["code"]) == (2, "UNREADABLE")
    assert not renflow.home.exists()


def test_a_restored_backup_serves(renflow: CommandLine, tmp_path: Path) -> None:
    server = renflow.serve(runs=False)
    assert renflow("flows", "push", "hello").code == 0
    assert renflow("backup", str(tmp_path / "copy.db")).code == 0
    server.terminate()
    server.wait(patient(30))
    for name in ("workflow.db", "workflow.db-wal", "workflow.db-shm"):
        (renflow.home / name).unlink(missing_ok=True)
    (tmp_path / "copy.db").replace(renflow.home / "workflow.db")
    renflow.serve(runs=False)
    assert [flow["id"] for flow in renflow("flows", "list", "--json").json["items"]] == ["hello"]
