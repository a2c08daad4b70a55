"""What a search for runs looks through: titles, tags and inputs, without the secrets in them."""

import threading
from collections.abc import Iterator
from typing import Any

from workflow_engine_shared.errors import RenError
from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_shared.storage.workflow.rows import RunRow
from workflow_engine_shared.storage.workflow.store import ReadTransaction, Store
from workflow_engine_supervisor.masks import Masks

MAX_TEXT = 10_000
_AT_ONCE = 500


class SearchTexts:
    """Kept beside the rows, and made when they are needed: a start need not wait for it. Any thread."""

    def __init__(self, store: Store, masks: Masks) -> None:
        self._store = store
        self._masks = masks
        self._lock = threading.Lock()

    def catch_up(self) -> None:
        """Make those that are missing: of new runs, of renamed ones, of those from an older renflow."""
        with self._lock:
            while True:
                with self._store.read() as tx:
                    texts = {row.seq: self._text(tx, row) for row in tx.runs_without_text(_AT_ONCE)}
                if not texts:
                    return
                with self._store.write() as change:
                    for seq, text in texts.items():
                        change.insert_text(seq, text)

    def tidy(self) -> None:
        """Catch up where so many are missing that the next search would have to wait."""
        with self._store.read() as tx:
            number = tx.number_without_text()
        if number >= _AT_ONCE:
            self.catch_up()

    def _text(self, tx: ReadTransaction, row: RunRow) -> str:
        try:
            return search_text(row, row.input(), self._masks.of(tx, row))
        except RenError:  # a damaged row is found by what it is called
            return search_text(row, {}, Masker())


def search_text(row: RunRow, given: dict[str, Any], masker: Masker) -> str:
    """One line for each text, in one case."""
    parts = [row.thread_id, row.title or "", *row.tags, row.flow_id, *_texts(masker.view(given))]
    return "\n".join(parts).casefold()[:MAX_TEXT]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield str(key)
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif value is not None:
        yield str(value)
