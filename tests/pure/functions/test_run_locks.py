"""One hash for all environments of a run, and what is refused of it."""

from pathlib import Path

import pytest

from workflow_engine_shared.environments.lock import Lock, LockedPackage, keep_lock
from workflow_engine_shared.environments.run_locks import RunLocks, bring_locks, files_of, keep_locks, read_locks
from workflow_engine_shared.errors.dependencies import EnvironmentDamaged
from workflow_engine_shared.paths import Home


def lock(home: Home, version: str) -> str:
    return keep_lock(home, Lock("3.11", "linux-x86_64", [LockedPackage("frame", version, ["sha256:" + "0" * 64])]))


def test_a_lone_lock_stands_for_itself_and_several_have_a_list(tmp_path: Path):
    home = Home(tmp_path)
    old, new = lock(home, "1"), lock(home, "2")

    assert keep_locks(home, RunLocks(old, {})) == old
    assert keep_locks(home, RunLocks(None, {})) is None
    assert read_locks(home, old) == RunLocks(old, {})
    assert read_locks(home, None) == RunLocks(None, {})
    known_by = keep_locks(home, RunLocks(None, {"old": old, "new": new}))
    assert known_by not in (None, old, new)
    assert read_locks(home, known_by) == RunLocks(None, {"old": old, "new": new})
    assert keep_locks(home, RunLocks(old, {"old": old, "new": new})) != known_by

    other = Home(tmp_path / "other")
    bring_locks(other, home, str(known_by))
    assert {each.name for each in other.locks.iterdir()} == set(files_of(home, str(known_by)))
    assert read_locks(other, known_by) == read_locks(home, known_by)


def test_a_list_that_was_changed_is_refused_by_its_name(tmp_path: Path):
    home = Home(tmp_path)
    old, new = lock(home, "1"), lock(home, "2")
    known_by = keep_locks(home, RunLocks(None, {"x": old}))
    file = home.locks / f"{known_by}.json"
    file.write_text(file.read_text().replace(old, new))

    with pytest.raises(EnvironmentDamaged, match=str(known_by)):
        read_locks(home, known_by)
    assert read_locks(home, "f" * 64) == RunLocks("f" * 64, {}), "it is not there: reading the lock says so"
