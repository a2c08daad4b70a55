"""Which journaled row an item of this pass belongs to: a result is used only for what it was made from.

With a key, an item's row is the one of its key, and counts if its content is the same. Without one, it is the row of
its content: the first of several equal items has the first row of that content, and so on. So a list that moved
meanwhile keeps what fits. Such rows are numbered in the order in which their items were first seen; in a list that
stays as it is these numbers are positions.
"""

import itertools
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple, Protocol

import xxhash

from workflow_engine_shared.codec import content_hash, decode, encode
from workflow_engine_shared.errors import DuplicateStepKey, ResultUnreadable
from workflow_engine_shared.storage.run.decided import Decided, Settled
from workflow_engine_shared.storage.run.journal import Loop, Outcome, is_numbered
from workflow_engine_worker.steps.journal import JournalWriter
from workflow_engine_worker.steps.read_ahead import ReadAhead

_FIRST = encode(1)
log = logging.getLogger("renflow")


class Match(NamedTuple):
    """An item's row."""

    key: bytes
    item_hash: bytes
    known: Decided | None = None  #: as an earlier attempt decided it
    changed: bool = False  #: that was for another content


@dataclass(frozen=True)
class Leftover:
    """What a whole pass did not meet."""

    gone: list[bytes]  #: keys of decided items
    changed: int = 0  #: of these, how many had another item in their place


def is_outcome(known: Decided) -> bool:
    """Whether what an earlier attempt decided of an item is its outcome today, if the item is as it was."""
    return known.state != "failed" and known.unreadable is None


class Matching(Protocol):
    """Finds rows, item by item, in the order of the list."""

    def name(self, item: Any, position: int) -> tuple[bytes, bytes]:
        """The key and the hash of an item in a loop that nobody has begun: the quick way."""

    def match(self, item: Any, position: int) -> Match | Decided:
        """What is decided of the item, if it is as it was; else what is known of it."""

    def pass_over(self, items: Sequence[Any], position: int) -> Settled | None:
        """Of the items from this place on those that need no look each: they are as they were, and have an outcome.

        Ask it before `match`, for an item that nothing was passed over with; most often there is nothing to pass over.
        """

    def leftover(self) -> Leftover:
        """Call it once the list has ended."""


def matching_for(
    journal: JournalWriter, loop: Loop, key_of: Callable[[Any], Any] | None, label: str
) -> "ByContent | ByKey":
    """The way to find the rows of a loop."""
    if key_of is not None:
        return ByKey(journal, loop, lambda item, _position: key_of(item), label)
    if not loop.has_steps or is_numbered(journal.one_hash(loop.id)):
        return ByContent(journal, loop)
    # An older renflow began it, and matched by position.
    return ByKey(journal, loop, lambda _item, position: position, label)


class ByKey:
    """The row of an item's key."""

    def __init__(self, journal: JournalWriter, loop: Loop, key_of: Callable[[Any, int], Any], label: str) -> None:
        self._rows = ReadAhead(journal, loop, _by_key)
        self._key_of = key_of
        self._label = label
        self._seen: set[bytes] = set()

    def name(self, item: Any, position: int) -> tuple[bytes, bytes]:
        key = encode(self._key_of(item, position))
        digest = xxhash.xxh3_64_digest(key)
        if digest in self._seen:
            raise DuplicateStepKey(f"Two items of {self._label!r} have the key {decode(key)!r}.")
        self._seen.add(digest)
        return key, content_hash(item)

    def match(self, item: Any, position: int) -> Match | Decided:
        key, item_hash = self.name(item, position)
        known = self._rows.take(key, position)
        if known is not None and known.item_hash in (None, item_hash) and is_outcome(known):
            return known
        changed = known is not None and known.item_hash not in (None, item_hash)
        return Match(key, item_hash, known, changed)

    def pass_over(self, items: Sequence[Any], position: int) -> Settled | None:
        return self._rows.pass_settled(position, lambda settled: self._fits(settled, items, position))

    def _fits(self, settled: Settled, items: Sequence[Any], position: int) -> bool:
        theirs = items[position : position + len(settled.keys)]
        try:
            keys = [encode(self._key_of(item, place)) for place, item in enumerate(theirs, position)]
        except Exception:  # noqa: BLE001 - an author's code; the item that raises tells it when its turn comes
            return False
        digests = set(map(xxhash.xxh3_64_digest, keys))
        if (
            len(digests) < len(keys)
            or not self._seen.isdisjoint(digests)
            or settled.keys != tuple(keys)
            or settled.item_hashes != tuple(map(content_hash, theirs))
        ):
            return False
        self._seen |= digests
        return True

    def leftover(self) -> Leftover:
        return Leftover([row.key for row in self._rows.left()])


class ByContent:
    """The row of an item's content."""

    def __init__(self, journal: JournalWriter, loop: Loop) -> None:
        self._journal = journal
        self._loop = loop
        self._rows = ReadAhead(journal, loop, _by_hash)
        largest = journal.largest_number(loop.id) if loop.has_steps else None
        self._next_number = 0 if largest is None else largest + 1  #: no row has it, nor a larger one
        self._numbers: set[bytes] = set()  #: given to new rows that are not called by their position
        self._seen: set[bytes] = set()
        self._seen_again: dict[bytes, int] = {}
        self._new: set[int] = set()  #: positions of items without a row, where an earlier attempt had one

    def name(self, item: Any, position: int) -> tuple[bytes, bytes]:
        content = content_hash(item)
        if content in self._seen:
            return encode(position), self._hash_of_equal(content)
        self._seen.add(content)
        return encode(position), content + _FIRST

    def _hash_of_equal(self, content: bytes) -> bytes:
        """Of an item that is equal to one before it."""
        number = self._seen_again.get(content, 1) + 1
        self._seen_again[content] = number
        return content + encode(number)

    def match(self, item: Any, position: int) -> Match | Decided:
        content = content_hash(item)
        if content in self._seen:
            item_hash = self._hash_of_equal(content)
        else:
            self._seen.add(content)
            item_hash = content + _FIRST
        known = self._rows.take(item_hash, position)
        if known is None:
            self._new.add(position)
            return Match(self._free(encode(position), position), item_hash)
        if known.state != "failed" and known.unreadable is None:  # `is_outcome`: of so many, each call counts
            return known
        return Match(known.key, item_hash, known)

    def pass_over(self, items: Sequence[Any], position: int) -> Settled | None:
        return self._rows.pass_settled(position, lambda settled: self._fits(settled, items, position))

    def _fits(self, settled: Settled, items: Sequence[Any], position: int) -> bool:
        contents = list(map(content_hash, items[position : position + len(settled.keys)]))
        different = set(contents)
        if (
            len(different) < len(contents)
            or not self._seen.isdisjoint(different)
            or settled.item_hashes != tuple([content + _FIRST for content in contents])
        ):
            return False
        self._seen |= different
        return True

    def _free(self, key: bytes, position: int) -> bytes:
        """A key for a new row: its position, unless that is another row's."""
        if position >= self._next_number:
            self._next_number = position + 1
        elif key in self._numbers or self._journal.decided(self._loop.id, key) is not None:
            key = encode(self._next_number)
            self._numbers.add(key)
            self._next_number += 1
        return key

    def leftover(self) -> Leftover:
        rows = self._rows.left()
        return Leftover([row.key for row in rows], sum(row.position in self._new for row in rows))


_by_key = attrgetter("key")
_by_hash = attrgetter("item_hash")


class Call(NamedTuple):
    """The row of a `step` call."""

    key: bytes
    item_hash: bytes
    displaces: bool = False  #: an earlier attempt had a call with other arguments in its place


class CallMatching:
    """The rows of a visit's `step` calls: by their keys, or by their functions' names and arguments."""

    def __init__(self, journal: JournalWriter, loop: Loop) -> None:
        rows = journal.made_from(loop.id) if loop.has_steps else []
        self._rows = {row.item_hash: row.key for row in rows if row.item_hash is not None}
        self._left = set(self._rows.values())  #: rows that no call has been found for
        self._taken = set(self._left)
        self._calls: Counter[str] = Counter()
        self._equal_calls: Counter[bytes] = Counter()
        self._given: dict[bytes, bytes] = {}  #: what the keyed calls of this attempt were given

    def match(self, name: str, key: Any, arguments: Any, *, in_order: bool = True) -> Call:
        """The row of the call that comes next.

        Args:
            name: of the function that is called.
            key: as the author gave it, or None.
            arguments: all that the call was given.
            in_order: whether such calls come in the same order in each attempt; those of several threads do not.

        Raises:
            DuplicateStepKey: this attempt called the function with the same key and other arguments.
        """
        made_from = content_hash(arguments)
        if key is not None:
            row = encode([name, key])
            if self._given.setdefault(row, made_from) != made_from:
                raise DuplicateStepKey(f"Two calls of step {name!r} have the key {key!r} and different arguments.")
            return Call(row, made_from)
        self._calls[name] += 1
        content = encode([name, made_from])
        self._equal_calls[content] += 1
        item_hash = content_hash([content, self._equal_calls[content]])
        known = self._rows.get(item_hash)
        if known is not None:
            self._left.discard(known)
            return Call(known, item_hash)
        # A row of an older renflow has no hash, and is the call's by their order.
        place = encode([name, self._calls[name]])
        numbers = itertools.count(self._calls[name])
        free = next(key for number in numbers if (key := encode([name, number])) not in self._taken)
        self._taken.add(free)
        return Call(free, item_hash, displaces=in_order and place in self._left)

    @staticmethod
    def is_outcome(known: Outcome, call: Call) -> bool:
        """Whether the journaled outcome is the call's: one of these arguments."""
        if known.error is not None and known.error.code == ResultUnreadable.code:
            log.warning("%s It runs again", known.error.message)
        return known.state == "done" and known.item_hash in (None, call.item_hash)


def log_displaced(call: Call) -> None:
    """A step runs although one was journaled in its place."""
    log.warning("Step %r has other arguments than the one that was journaled in its place; it runs", decode(call.key))
