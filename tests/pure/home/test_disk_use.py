"""What a run's folder takes: measured, or known from a moment ago."""

from pathlib import Path

from support.hand_clock import HandClock
from workflow_engine_supervisor.home.disk_use import KEEP_SECONDS, RecentFolderSizes, folder_mb


def test_a_folder_is_measured_again_after_a_while(tmp_path: Path) -> None:
    clock = HandClock()
    sizes = RecentFolderSizes(clock)
    assert sizes.mb(tmp_path) == 0.0
    (tmp_path / "file").write_bytes(b"x" * 2**20)
    assert sizes.mb(tmp_path) == 0.0
    assert sizes.mb(tmp_path / "gone") is None
    clock.seconds += KEEP_SECONDS
    assert sizes.mb(tmp_path) == folder_mb(tmp_path) == 1.0
