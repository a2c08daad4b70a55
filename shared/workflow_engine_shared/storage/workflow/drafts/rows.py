"""Rows of drafts as Python values."""

import json
from typing import Any

import msgspec

from workflow_engine_shared.errors import DatabaseDamaged
from workflow_engine_shared.struct_types import ready_to_read


@ready_to_read
class DraftRow(msgspec.Struct, frozen=True):
    """The draft of a flow, which need not exist yet."""

    flow_id: str
    revision: int  #: counts every change; no number is given twice for a flow
    dsl_json: str
    based_on: int | None  #: the version that it began as, or became last
    note: str | None
    updated_at: str

    def document(self) -> Any:
        """What was drawn, whatever it is.

        Raises:
            DatabaseDamaged: the row is damaged.
        """
        try:
            return json.loads(self.dsl_json)
        except ValueError as error:
            raise DatabaseDamaged(f"The draft of flow {self.flow_id!r} is damaged ({error}).") from error


@ready_to_read
class DraftInShort(msgspec.Struct, frozen=True):
    """A draft in a list, without its document."""

    flow_id: str
    revision: int
    based_on: int | None
    note: str | None
    updated_at: str
    size: int  #: bytes


class NewDraft(msgspec.Struct, frozen=True):
    """What a draft is to be."""

    dsl_json: str
    based_on: int | None = None
    note: str | None = None
