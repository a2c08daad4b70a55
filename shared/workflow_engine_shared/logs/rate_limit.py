"""The limit on lines that a run may log in a second: it protects the disk, and the run's own speed."""

#: Lines of these levels are the last to be dropped.
SEVERE = frozenset({"WARNING", "ERROR", "CRITICAL"})
#: A long line counts as one line for each of these.
UNIT = 1024


class RateLimit:
    """Counts the lines of each second. Below WARNING `per_second` lines pass, of WARNING and above as many more."""

    def __init__(self, per_second: int) -> None:
        self.per_second = per_second
        self.dropping = False  #: whether some line of this second was refused
        self._ends = 0.0
        self._used = 0

    def takes(self, size: int, now: float, *, severe: bool) -> bool:
        """Whether a line of so many characters may be written now (monotonic seconds)."""
        self.look(now)
        units = 1 + size // UNIT
        allowed = self.per_second * 2 if severe else self.per_second
        # The first line of a second always passes, however long it is.
        if self._used and self._used + units > allowed:
            self.dropping = True
            return False
        self._used += units
        return True

    def look(self, now: float) -> None:
        """Begin the next second when this one is over."""
        if now >= self._ends:
            self._ends = now + 1.0
            self._used = 0
            self.dropping = False
