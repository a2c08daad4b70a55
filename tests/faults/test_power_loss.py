"""The power goes at any moment: nothing acknowledged is lost, nothing is damaged, the run goes on.

A real supervisor's and a real worker's work is recorded call by call; then the disk is rebuilt as it may look when the
power goes at some call. `scripts/power_loss.py` does the same with more cuts, and prints figures.
"""

import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.power.recording import record, why_not
from faults.power.replay import Op
from faults.power.trial import WAL, anywhere, at_births, cuts_of, go_on, syncs_per_superstep, try_all

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "it can be recorded")

SEED = 20_251
TURNS, ITEMS = 50, 100
#: Bytes that two images of such a run need by far not.
IMAGES = 64 * 2**20


@pytest.fixture(scope="module")
def ops(tmp_path_factory: pytest.TempPathFactory) -> list[Op]:
    return record(tmp_path_factory.mktemp("full"), "--turns", str(TURNS), "--items", str(ITEMS))


@pytest.fixture
def images(tmp_path: Path) -> Iterator[Path]:
    """Where the disks are laid out as a cut leaves them: in memory, where there is some; no power goes there."""
    memory = Path("/dev/shm")
    if sys.platform != "linux" or not memory.is_dir() or shutil.disk_usage(memory).free < IMAGES:
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="renflow-", dir=memory) as folder:
        yield Path(folder)
        if (bad := Path(folder, "first-bad")).exists():
            shutil.copytree(bad, tmp_path / bad.name)


def test_nothing_acknowledged_is_lost(ops: list[Op], images: Path) -> None:
    chance = random.Random(SEED)
    result = try_all(cuts_of(ops, anywhere(ops, 60, chance), chance), images)
    assert (result.lost, result.corrupt) == (0, 0), result.examples


def test_a_database_that_is_being_made_never_stands_in_the_way(ops: list[Op], images: Path) -> None:
    result = try_all(cuts_of(ops, at_births(ops, 3), random.Random(SEED)), images)
    assert result.cuts == 3 * 12 * 3, "workflow.db, run.db, and the file that a fresh run.db is copied from"
    assert (result.lost, result.corrupt) == (0, 0), result.examples


@pytest.mark.parametrize("part", [0.3, 0.8])
def test_the_run_goes_on_and_does_nothing_twice(ops: list[Op], tmp_path: Path, part: float) -> None:
    steps = [at for at, op in enumerate(ops) if op.kind == "a" and op.fact[0] in ("steps", "checkpoint")]
    place = steps[int(len(steps) * part)] + 1
    (cut,) = cuts_of(ops, [place], random.Random(SEED))
    assert cut.acked.facts["steps"]
    assert not go_on(cut, tmp_path, TURNS, ITEMS)


def test_one_sync_a_superstep(ops: list[Op]) -> None:
    syncs = syncs_per_superstep(ops)
    assert len(syncs) > TURNS
    assert all(each == {WAL: 1} for each in syncs), syncs


@pytest.mark.parametrize(("synchronous", "corrupts"), [("NORMAL", False), ("OFF", True)])
def test_the_checker_sees_what_weaker_settings_lose(
    tmp_path: Path, images: Path, synchronous: str, corrupts: bool
) -> None:
    chance = random.Random(SEED)
    weak = record(tmp_path, "--turns", "20", "--items", "30", "--synchronous", synchronous)
    result = try_all(cuts_of(weak, anywhere(weak, 30, chance), chance), images)
    assert result.lost
    assert bool(result.corrupt) is corrupts, result.examples
