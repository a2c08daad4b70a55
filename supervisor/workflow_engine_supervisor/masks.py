"""What the supervisor hides when it answers: a run's own secrets, the named ones, the environment's, its own token."""

import os
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.secrets.masking import MIN_VALUE, Masker, environment_secrets
from workflow_engine_shared.secrets.named import SecretsAtHand
from workflow_engine_shared.secrets.names import SecretNames
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow.rows import RunRow, VersionRow
from workflow_engine_shared.storage.workflow.secrets import secrets_given
from workflow_engine_shared.storage.workflow.store import ReadTransaction

_KNOWN = 256


class Masks:
    """Makes maskers. Any thread."""

    def __init__(self, settings: Settings) -> None:
        names = SecretNames(settings.mask_keys)
        self._named = SecretsAtHand(settings.home_paths.secrets, os.environ)
        token = {settings.token} if len(settings.token) >= MIN_VALUE else set()
        self._names = names
        self._with = lru_cache(_KNOWN)(Masker(names, environment_secrets(os.environ, names) | token).with_values)

    @property
    def named(self) -> frozenset[str]:
        """The named secrets, as they are now."""
        return self._named.values

    def of(self, tx: ReadTransaction, row: RunRow) -> Masker:
        """What hides a run's secrets. `con` reads workflow.db."""
        return self._with(tx.secrets_of(row, self._names) | self.named)

    def of_new(self, row: RunRow, versions: Sequence[VersionRow]) -> Masker:
        """The same of a run that was accepted just now, and given nothing yet: of its version and those it calls."""
        return self._with(secrets_given(versions, row, self._names) | self.named)

    def of_input(self, tx: ReadTransaction, flow_version_id: int, input_json: str) -> Masker:
        """What hides the secrets of an input that runs of this version are to get."""
        return self._with(tx.secrets_in(flow_version_id, input_json, self._names) | self.named)


class Redaction(NamedTuple):
    """What decides how runs are shown."""

    masks: Masks
    why_waiting: Callable[[], Reason | None]

    def stand(self) -> Hashable:
        """With an equal one a run is shown alike: both are in no database."""
        return self.why_waiting(), self.masks.named

    def row(self, row: RunRow) -> RunRow:
        """A run that waits for more than its turn says so."""
        if row.status is RunStatus.PENDING and row.reason is None and (reason := self.why_waiting()):
            return msgspec.structs.replace(row, reason=reason)
        return row
