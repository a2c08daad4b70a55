"""What the rest of the engine may ask of all rows of a run; `run_rows.py` says what each does and raises."""

from collections.abc import Mapping
from typing import Protocol

from .run_rows import RunRows


class BundleReads(Protocol):
    """A look at them."""

    def export_run(self, thread_id: str) -> RunRows: ...


class BundleWrites(Protocol):
    """Rows that come from elsewhere."""

    def import_run(
        self, rows: RunRows, flow_version_id: int, flows_dir: str, subflows: Mapping[str, tuple[str, int]]
    ) -> None: ...
