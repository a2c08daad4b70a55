"""What the file guard refused, told and counted: code that swallows a refusal must not make it a silent nothing.

`glob`, `os.walk` and many a library take a PermissionError for an empty folder and go on.
"""

import logging
import threading
from collections import Counter

from workflow_engine_shared.errors import FileAccessDenied
from workflow_engine_shared.storage.run import results
from workflow_engine_shared.storage.sqlite.database import Database

#: More lines than this would hide the others. All of it is counted.
MOST_LOGGED = 100

AND_MORE = "... and more"

log = logging.getLogger("renflow")


class Refusals:
    """Those of one run in this process and its item processes. Any thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()  #: a refusal may come while one is noted: from a handler of the author's
        self._logged: set[str] = set()
        self._new: Counter[str] = Counter()
        self.times = 0

    def note(self, detail: str) -> None:
        """Something was refused: the first time of each is a line of the log."""
        with self._lock:
            self.times += 1
            is_new = detail not in self._logged and len(self._logged) < MOST_LOGGED
            if is_new:
                self._logged.add(detail)
            self._new[detail if detail in self._logged else AND_MORE] += 1
        if is_new:
            log.warning("file_guard: %s %s", detail, FileAccessDenied.hint)

    def keep(self, database: Database) -> None:
        """Write down what is new; what cannot be written now is written the next time.

        Raises:
            RenError
        """
        with self._lock:
            new, self._new = self._new, Counter()
        if not new:
            return
        try:
            with database.write() as con:
                results.add_refusals(con, new)
        except BaseException:
            with self._lock:
                self._new.update(new)
            raise

    def tell_count(self) -> None:
        """At the end of a worker's hold the lines of refusals are far above."""
        if self.times:
            what = (
                "refusal; a warning above names its path" if self.times == 1 else "refusals; warnings above name paths"
            )
            log.warning("file_guard: %d %s.", self.times, what)
