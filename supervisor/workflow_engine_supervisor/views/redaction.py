"""What decides how runs are shown, beside their rows."""

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_supervisor.masks import Masks


class Redaction(NamedTuple):
    """What decides how runs are shown."""

    masks: Masks
    why_waiting: Callable[[], Reason | None]

    def row(self, row: RunRow) -> RunRow:
        """A run that waits for more than its turn says so."""
        if row.status is RunStatus.PENDING and row.reason is None and (reason := self.why_waiting()):
            return msgspec.structs.replace(row, reason=reason)
        return row
