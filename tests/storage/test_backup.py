"""Backups of a whole data directory: what is in them, and which are refused with nothing touched."""

import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from workflow_engine_shared import errors
from workflow_engine_shared.locks import process_lock
from workflow_engine_shared.paths import Home
from workflow_engine_shared.storage.run import db
from workflow_engine_shared.storage.run.history import owning_epoch
from workflow_engine_shared.storage.workflow import health
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_supervisor.backup.make import Made, back_up_home
from workflow_engine_supervisor.backup.restore import restore_home
from workflow_engine_supervisor.backup.verify import verify

NOW = "2026-01-01T00:00:00.000Z"
RUN = """
INSERT INTO flows VALUES ('f', 'F', '2026');
INSERT INTO flow_versions VALUES (1, 'f', 1, '{}', '{}', 1, '2026', 'author');
INSERT INTO runs (thread_id, flow_version_id, status, epoch, input_json, fingerprint, flows_dir, created_at, queued_at,
                  last_event_at) VALUES ('r1', 1, 'running', 2, '{}', 'x', '/f', '2026', '2026', '2026');
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A data directory with one run, whose last worker was a later one than the row knows."""
    home = Home(tmp_path / "home 测试")
    home.make()
    SqliteStore.open(home.db).close()
    with closing(sqlite3.connect(home.db)) as con:
        con.executescript(RUN)
    run = home.run("r1")
    run.make()
    db.open_for_writing(run.db, 5).close()
    run.log.write_text('{"seq": 1}\n')
    run.outputs.joinpath("图 1.txt").write_bytes(b"x" * 3000)
    run.outputs.joinpath("A.txt").write_text("big")
    run.outputs.joinpath("a.txt").write_text("small")
    run.inputs.joinpath("empty").mkdir()
    run.tmp.joinpath("thrown.txt").write_text("away")
    run.lock.touch()
    home.supervisor_lock.touch()
    home.config.write_text("port = 1\n")
    home.run("stranger").make()
    home.run("stranger").log.write_text("of no run")
    home.root.joinpath("flows").mkdir()
    home.root.joinpath("flows", "f.json").write_text("{}")
    return home


def backed_up(home: Home) -> Made:
    home.backups.mkdir(exist_ok=True)
    return back_up_home(home, home.backups / "b.zip", "0.1.0", NOW)


@pytest.fixture
def backup(home: Home) -> Path:
    return backed_up(home).file


def test_what_is_in_it_comes_back(home: Home, backup: Path, tmp_path: Path) -> None:
    manifest = verify(backup)
    assert {each.path for each in manifest.files} == {
        "workflow.db", "config.toml", "flows/f.json", "runs/r1/run.db", "runs/r1/logs.jsonl",
        "runs/r1/outputs/图 1.txt", "runs/r1/outputs/A.txt", "runs/r1/outputs/a.txt",
    }  # fmt: skip
    assert (backup.stat().st_mode & 0o777) == 0o600
    assert [each.name for each in home.backups.iterdir()] == ["b.zip"]
    there = Home(tmp_path / "new" / "home")
    done = restore_home(there, backup, "stamp", force=False)
    assert (done.aside, done.kept) == (None, [])
    assert health.runs_in(there.db) == {"r1": 5}, "the next worker's epoch is above the last owner's"
    assert owning_epoch(there.run("r1").db) == 5
    assert there.run("r1").outputs.joinpath("图 1.txt").read_bytes() == b"x" * 3000
    assert there.run("r1").inputs.joinpath("empty").is_dir()
    assert not list(there.backups.iterdir())
    assert not there.run("stranger").root.exists()


def test_what_cannot_be_in_it_is_told(home: Home, tmp_path: Path) -> None:
    outputs = home.run("r1").outputs
    outputs.joinpath("link").symlink_to("/etc/passwd")
    outputs.joinpath("back\\slash").write_text("x")
    home.run("r1").db.write_bytes(b"SQLite format 3\x00" + bytes(4096))
    made = backed_up(home)
    told = " | ".join(made.manifest.passed_over)
    assert len(made.manifest.passed_over) == 3
    for part in ("runs/r1/run.db", "outputs/link", "back", "link"):
        assert part in told
    assert "/etc/passwd" not in told
    restore_home(Home(tmp_path / "new"), made.file, "stamp", force=False)


def test_a_damaged_database_gives_no_backup(home: Home) -> None:
    with home.db.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096)
    for each in ("-wal", "-shm"):
        home.db.with_name(f"workflow.db{each}").unlink(missing_ok=True)
    with pytest.raises(errors.StorageFailure):
        backed_up(home)
    assert list(home.backups.iterdir()) == []
    with pytest.raises(errors.StorageFailure, match="lies in"):
        back_up_home(home, home.run("r1").outputs / "b.zip", "0.1.0", NOW)


def test_data_that_is_there_is_kept(home: Home, backup: Path) -> None:
    home.run("r1").outputs.joinpath("newer.txt").write_text("newer")
    before = everything(home.root)
    with pytest.raises(errors.HomeNotEmpty):
        restore_home(home, backup, "stamp", force=False)
    assert everything(home.root) == before
    done = restore_home(home, backup, "stamp", force=True)
    assert done.aside == home.backups / "before-restore-stamp"
    assert (done.aside / "runs" / "r1" / "outputs" / "newer.txt").read_text() == "newer"
    assert not home.run("r1").outputs.joinpath("newer.txt").exists()
    assert health.runs_in(home.db) == {"r1": 5}
    assert backup.is_file()


def test_settings_that_are_there_stay(backup: Path, tmp_path: Path) -> None:
    there = Home(tmp_path / "new")
    there.make()
    there.config.write_text("port = 2\n")
    done = restore_home(there, backup, "stamp", force=False)
    assert done.kept == ["config.toml"]
    assert there.config.read_text() == "port = 2\n"


@pytest.mark.parametrize("lock", ["supervisor.lock", "runs/r1/worker.lock"])
def test_nothing_is_restored_below_somebody_at_work(home: Home, backup: Path, lock: str) -> None:
    held = process_lock(home.root / lock)
    held.acquire()
    before = everything(home.root)
    with pytest.raises(errors.HomeInUse):
        restore_home(home, backup, "stamp", force=True)
    assert everything(home.root) == before
    held.release()


# -- what is refused -------------------------------------------------------------------------------------------------


def rewritten(
    backup: Path, change: Callable[[dict[str, Any]], object] = len, files: dict[str, bytes] | None = None
) -> None:
    """The same backup with another list, and other files in it; where a file's text changes, its hash follows."""
    with zipfile.ZipFile(backup) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(content.pop("manifest.json"))
    content |= files or {}
    change(manifest)
    with zipfile.ZipFile(backup, "w") as archive:
        for name, body in content.items():
            archive.writestr(name, body)
        archive.writestr("manifest.json", json.dumps(manifest))


def entry(path: str, body: bytes) -> dict[str, Any]:
    return {"path": path, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}


def trick(path: str) -> Callable[[Path], object]:
    return lambda backup: rewritten(backup, lambda found: found["files"].append(entry(path, b"evil")), {path: b"evil"})


def replaced(path: str, body: bytes) -> Callable[[Path], object]:
    """A file that is another one now, with a list that says so."""

    def change(found: dict[str, Any]) -> None:
        found["files"] = [each for each in found["files"] if each["path"] != path] + [entry(path, body)]

    return lambda backup: rewritten(backup, change, {path: body})


def flipped(backup: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        packed = archive.getinfo("workflow.db")
    body = bytearray(backup.read_bytes())
    body[packed.header_offset + packed.compress_size // 2] ^= 0xFF
    backup.write_bytes(bytes(body))


def linked(backup: Path) -> None:
    with zipfile.ZipFile(backup, "a") as archive:
        info = zipfile.ZipInfo("runs/r1/outputs/link")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")


def newer_database(name: str) -> Callable[[Path], object]:
    def change(backup: Path) -> None:
        with zipfile.ZipFile(backup) as archive:
            body = archive.read(name)
        file = backup.with_name("newer.db")
        file.write_bytes(body)
        with closing(sqlite3.connect(file)) as con:
            con.execute("PRAGMA user_version=99")
        replaced(name, file.read_bytes())(backup)
        file.unlink()

    return change


def of_format(number: Any) -> Callable[[Path], object]:
    return lambda backup: rewritten(backup, lambda found: found.update(format=number))


REFUSED: dict[str, tuple[Callable[[Path], object], type[errors.RenError]]] = {
    "no archive": (lambda backup: backup.write_bytes(b"hello"), errors.BackupDamaged),
    "empty": (lambda backup: backup.write_bytes(b""), errors.BackupDamaged),
    "cut off": (lambda backup: backup.write_bytes(backup.read_bytes()[:-200]), errors.BackupDamaged),
    "a byte that differs": (flipped, errors.BackupDamaged),
    "another archive": (lambda backup: zipfile.ZipFile(backup, "w").writestr("a", "b"), errors.BackupDamaged),
    "of another kind": (lambda backup: rewritten(backup, lambda found: found.update(kind="x")), errors.BackupDamaged),
    "without a list": (lambda backup: rewritten(backup, lambda found: found.pop("files")), errors.BackupDamaged),
    "a format that is no number": (of_format("1"), errors.BackupDamaged),
    "a newer format": (of_format(2), errors.BackupNewer),
    "a newer workflow.db": (newer_database("workflow.db"), errors.BackupNewer),
    "a newer run.db": (newer_database("runs/r1/run.db"), errors.BackupNewer),
    "no database": (replaced("workflow.db", b"no database"), errors.BackupDamaged),
    "another text": (lambda backup: rewritten(backup, files={"config.toml": b"port = 7\n"}), errors.BackupDamaged),
    "a text of another size": (lambda backup: rewritten(backup, files={"config.toml": b"token"}), errors.BackupDamaged),
    "a file that is not listed": (lambda backup: rewritten(backup, files={"runs/x": b""}), errors.BackupDamaged),
    "a link": (linked, errors.BackupDamaged),
    "a listed file that is missing": (
        lambda backup: rewritten(backup, lambda found: found["files"].append(entry("runs/r1/gone", b""))),
        errors.BackupDamaged,
    ),
    "a file listed twice": (
        lambda backup: rewritten(backup, lambda found: found["files"].append(found["files"][0])), errors.BackupDamaged
    ),
    "a folder outside": (
        lambda backup: rewritten(backup, lambda found: found["folders"].append("../x")), errors.BackupDamaged
    ),
    "a file that is a folder, too": (trick("runs/r1/logs.jsonl/x"), errors.BackupDamaged),
    **{
        f"the path {path!r}": (trick(path), errors.BackupDamaged)
        for path in (
            "../evil", "/etc/evil", "runs/../../evil", "runs/./x", "runs//x", "runs/r1/..", "C:/evil", "runs\\..\\evil",
            "supervisor.lock", "backups/x", "trash/x", "workflow.db/x", "evil",
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_touches_nothing(home: Home, backup: Path, what: str) -> None:
    change, kind = REFUSED[what]
    change(backup)
    before = everything(home.root)
    with pytest.raises(kind) as refused:
        restore_home(home, backup, "stamp", force=True)
    assert everything(home.root) == before
    assert not Path(home.root.parent, "evil").exists()
    assert refused.value.advice


def everything(folder: Path) -> dict[str, bytes | None]:
    def walk() -> Iterator[tuple[str, bytes | None]]:
        for path in sorted(folder.rglob("*")):
            yield str(path.relative_to(folder)), path.read_bytes() if path.is_file() else None

    return dict(walk())
