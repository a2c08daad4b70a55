"""Results of items and steps: checked before they are journaled, read from the journal a page at a time."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, overload

from workflow_engine_shared.codec import MAX_BYTES, encode, size_in_words
from workflow_engine_shared.errors import ItemFailed, ResultNotSerializable, ResultTooLarge
from workflow_engine_shared.sdk import OnError, StepFailed
from workflow_engine_shared.storage.run.journal import Outcome
from workflow_engine_worker.steps.journal import JournalWriter

PAGE = 500


def fitting(body: bytes) -> bytes:
    """A result as it is stored.

    Raises:
        ResultTooLarge: no row holds it.
    """
    if len(body) > MAX_BYTES:
        raise ResultTooLarge(
            f"It has {size_in_words(len(body))}; a row of the database holds {size_in_words(MAX_BYTES)}."
        )
    return body


def named(error: ResultNotSerializable | ResultTooLarge, whose: str) -> ResultNotSerializable | ResultTooLarge:
    """The same error, which says whose result it is."""
    return type(error)(f"The result of {whose}: {error.detail}")


def named_body(value: Any, whose: str) -> bytes:
    """A result as it is stored; the error of one that cannot be says whose it is.

    Raises:
        ResultNotSerializable, ResultTooLarge
    """
    try:
        return fitting(encode(value))
    except (ResultNotSerializable, ResultTooLarge) as error:
        raise named(error, whose) from None


class StepResults(Sequence[Any]):
    """The outcomes of a `map_steps` call in item order, read from the journal page by page, as often as wanted."""

    def __init__(self, journal: JournalWriter, loop: int, length: int, on_error: OnError) -> None:
        self._journal = journal
        self._loop = loop
        self._length = length
        self._on_error = on_error

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Any]:
        for first in itertools.count(0, PAGE):
            page = self._journal.results(self._loop, first, PAGE)
            yield from map(self._shown, page)
            if len(page) < PAGE:
                return

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> list[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(self._length))]
        position = index + self._length if index < 0 else index
        if not 0 <= position < self._length:
            raise IndexError(index)
        return self._shown(self._journal.results(self._loop, position, 1)[0])

    def __repr__(self) -> str:
        return f"<{self._length} step results>"

    def _shown(self, outcome: Outcome) -> Any:
        if outcome.error is None:
            return outcome.value
        if self._on_error == "raise":  # damaged since: a resume runs it again
            raise ItemFailed(outcome.error)
        return StepFailed(outcome.key, outcome.error.code, outcome.error.message)
