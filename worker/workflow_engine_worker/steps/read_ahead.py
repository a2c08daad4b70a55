"""What an earlier attempt decided of a loop's items, read in pages that go with the list.

A list that stayed as it was finds each row in the page of its own place: one query for hundreds of items. Rows whose
items the list has passed without meeting them are kept, for an item may stand further back now; and once one is in no
page that was read, the rows behind the page are looked through as well: the list has moved.
"""

from collections.abc import Callable

from workflow_engine_shared.storage.run.decided import Decided, Made, Page, Settled
from workflow_engine_shared.storage.run.journal import Loop
from workflow_engine_worker.steps.journal import JournalWriter

#: Items whose rows are read at once, and are passed over between two looks for a command: half a millisecond.
PAGE_PLACES = 256


class ReadAhead:
    """A loop's rows by what an item is known by: its key, or the hash of its content."""

    def __init__(self, journal: JournalWriter, loop: Loop, known_by: Callable[[Decided | Made], bytes]) -> None:
        self._journal = journal
        self._loop = loop
        self._known_by = known_by
        self._page: dict[bytes, Decided] = {}
        self._rows_read = 0  #: into the page
        self._places = PAGE_PLACES  #: of the list that the next page has
        self._read_until = 0  #: rows of places before this one are in the page, passed, or taken
        self._passed: dict[bytes, Decided] = {}
        self._behind: dict[bytes, Made] | None = None  #: rows of all other places; None: not looked through yet

    def take(self, name: bytes, position: int) -> Decided | None:
        """The row of the list's next item, which is no other item's from now on."""
        if position == self._read_until and self._behind is None:
            self._read_until = self._turn_to(position)
        return self._page.pop(name, None) or self._passed.pop(name, None) or self._from_behind(name)

    def pass_settled(self, position: int, fits: Callable[[Settled], bool]) -> Settled | None:
        """The page that begins there, if all its items have an outcome and `fits` knows them as the list's next ones.

        They are taken then, all at once: most of a list that goes on is passed over this way.
        """
        if position != self._read_until or self._behind is not None:
            return None
        done = self._journal.done_from(self._loop.id, position, self._places)
        if done is not None and fits(done):
            self._leave_page()
            self._read_until = position + self._places
            return done
        page = self._read(position)
        self._read_until = page.end
        settled = page.settled_from(position) if done is None else None
        if settled is not None and fits(settled):
            return settled
        self._keep(page)
        return None

    def left(self) -> list[Decided | Made]:
        """The rows that no item was found for; call it once the list has ended."""
        if not self._loop.has_steps:
            return []
        return [*self._page.values(), *self._passed.values(), *self._look_behind().values()]

    def _turn_to(self, position: int) -> int:
        """Read the page that begins there; returns where the next one does."""
        page = self._read(position)
        self._keep(page)
        return page.end

    def _read(self, position: int) -> Page:
        """The page that begins there."""
        self._leave_page()
        return self._journal.decided_from(self._loop.id, position, self._places)

    def _leave_page(self) -> None:
        """What is left of it is passed."""
        self._passed.update(self._page)
        self._page = {}

    def _keep(self, page: Page) -> None:
        """Its rows are taken one by one."""
        rows = page.rows()
        self._page = dict(zip(map(self._known_by, rows), rows, strict=True))
        if self._behind is not None:  # what was taken from there is not found again
            self._page = {name: row for name, row in self._page.items() if self._behind.pop(name, None) is not None}
        self._rows_read = len(self._page)

    def _from_behind(self, name: bytes) -> Decided | None:
        """The list has moved: what follows in it probably follows this row, too. Not in one that was shuffled."""
        row = self._look_behind().get(name)
        if row is None:
            return None
        if row.position is not None:
            well_used = len(self._page) * 2 <= self._rows_read
            self._places = min(PAGE_PLACES, self._places * 2) if well_used else max(1, self._places // 4)
            self._turn_to(row.position)
        found = self._page.pop(name, None)
        if found is None:  # it stands nowhere in the list
            self._look_behind().pop(name, None)
            found = self._journal.decided(self._loop.id, row.key)
        return found

    def _look_behind(self) -> dict[bytes, Made]:
        if self._behind is None:
            rows = self._journal.made_from(self._loop.id, self._read_until)
            self._behind = {self._known_by(row): row for row in rows}
        return self._behind
