"""The circuit breaker opens when many runs crash together: the machine's trouble, not theirs. Pure; monotonic seconds.

The idea is Erlang's restart intensity, where too many deaths fail upwards; here nothing fails: restarts become few
and deaths count against nobody until the crashing ends.
"""

#: So many different runs crash within the window: the breaker opens.
RUNS = 6
WINDOW_S = 10.0
#: While it is open, one run is started again so often.
PROBE_S = 6.0
#: It closes when so long fewer than two runs have crashed.
QUIET_S = 30.0


class CircuitBreaker:
    """Decides whether runs may be started again after a crash."""

    def __init__(self) -> None:
        self._crashes: dict[str, float] = {}  #: by run, the newest
        self._open = False
        self._next_probe = 0.0

    def crashed(self, thread_id: str, now: float) -> None:
        """A run's worker died by itself."""
        self._crashes = {run: at for run, at in self._crashes.items() if now - at < QUIET_S}
        self._crashes[thread_id] = now
        if sum(now - at < WINDOW_S for at in self._crashes.values()) >= RUNS:
            self._open = True

    def is_open(self, now: float) -> bool:
        """Whether many runs are crashing."""
        if self._open and sum(now - at < QUIET_S for at in self._crashes.values()) < 2:  # noqa: PLR2004 - a pair
            self._open = False
        return self._open

    def may_restart(self, now: float) -> bool:
        """Whether one more run may be started again now; a yes is one probe."""
        if not self.is_open(now):
            return True
        if now < self._next_probe:
            return False
        self._next_probe = now + PROBE_S
        return True
