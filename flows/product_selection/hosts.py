"""Patience with hosts. While one fails, everybody waits for it, longer each time, until it answers or patience ends.

One `Hosts` serves all threads of a node. A wait is a safe point: a pause or a cancel ends it at once.
"""

import threading
from collections.abc import Callable
from time import monotonic
from typing import TypeVar
from urllib.parse import urlsplit

from workflow_engine import checkpoint

from .fetch_errors import FetchError

T = TypeVar("T")

DEFAULT_MAX_WAIT = 900.0  #: seconds for which a host that does not answer is waited for
LONGEST_PAUSE = 30.0  #: of those we choose ourselves; a server may ask for longer ones
#: Seconds for what an outage does not explain: one bad address at a shop that serves others, or a first contact.
DOUBT = 60.0
WORTH_SHOWING = 2.0
_TICK = 0.2
_TRY_GIVEN_UP_EVERY = 30.0


class Hosts:
    """What is known of every host that a node talks to."""

    def __init__(self, max_wait: float = 0, show: Callable[[str], None] = lambda _text: None) -> None:
        self.max_wait = max_wait
        self.show = show
        self._lock = threading.Lock()
        self._hosts: dict[str, Host] = {}

    def of(self, url: str) -> "Host":
        """The host of an address."""
        try:
            name = urlsplit(url).netloc
        except ValueError:
            name = ""
        with self._lock:
            return self._hosts.setdefault(name, Host(name, self))


class Host:
    """One host, as all threads know it."""

    def __init__(self, name: str, hosts: Hosts) -> None:
        self._name = name
        self._hosts = hosts
        self._lock = threading.Lock()
        self.known = False  #: it has answered us, in this run or before
        self._last_answer = 0.0
        self._last_try = 0.0
        self._rests = 0  #: in a row
        self._rest_until = 0.0
        self._given_up = ""

    def patiently(
        self, once: Callable[[], T], attempts: int, first_pause: float, probe: Callable[[], object] | None
    ) -> T:
        """What `once` returns, tried again as long as that is worth it.

        Args:
            once: asks the host for something.
            attempts: so many tries at least, if there is time for them.
            first_pause: seconds before the second try; doubles.
            probe: asks for something that the host gave before: tells one bad address from an outage.

        Raises:
            FetchError: the last try's.
        """
        began = monotonic()
        tries = 0
        while True:
            self._take_turn()
            asked = monotonic()
            try:
                found = once()
            except FetchError as error:
                if not error.may_retry:
                    self._answered()
                    raise
                tries += 1
                if not self._is_worth_a_wait(error, began, attempts - tries, probe):
                    self._give_up(error, began)
                    raise
                self._rest(asked, max(error.pause, min(first_pause * 2 ** min(self._rests, 10), LONGEST_PAUSE)), error)
            else:
                self._answered()
                return found

    def _take_turn(self) -> None:
        """Wait while the host rests; a host that was given up is asked now and then, but not by everybody."""
        while (left := self._rest_until - monotonic()) > 0:
            checkpoint()
            threading.Event().wait(min(left, _TICK))
        with self._lock:
            now = monotonic()
            if self._given_up and now - self._last_try < _TRY_GIVEN_UP_EVERY:
                raise FetchError(self._given_up, may_retry=True)
            self._last_try = now

    def _is_worth_a_wait(
        self, error: FetchError, began: float, tries_left: int, probe: Callable[[], object] | None
    ) -> bool:
        spent = monotonic() - began
        left = self._patience(error, began, None if tries_left > 0 else probe) - spent
        if error.pause > max(left, LONGEST_PAUSE):
            error.add(f", and it asks to wait {error.pause:.0f} s, which is longer than max_wait allows")
            return False
        may_try = tries_left > 0 and (not self._hosts.max_wait or spent < self._hosts.max_wait)
        return not self._given_up and (may_try or left > 0)

    def _patience(self, error: FetchError, began: float, probe: Callable[[], object] | None) -> float:
        """How many seconds from the first try on this error is worth."""
        longest = self._hosts.max_wait
        if error.patience is not None:
            return min(error.patience, longest)
        if error.pause:
            return longest
        if not self.known:
            return 0 if error.status is None else min(DOUBT, longest)
        if self._last_answer < began and probe is not None:
            try:
                probe()
            except FetchError:
                return longest
            self._answered()
        return min(DOUBT, longest) if self._last_answer >= began else longest

    def _rest(self, asked: float, pause: float, error: FetchError) -> None:
        """Let everybody wait; tries that were under way when the rest began do not lengthen it."""
        with self._lock:
            now = monotonic()
            if asked < self._rest_until and not error.pause:
                return
            self._rests += 1
            if now + pause <= self._rest_until:
                return
            self._rest_until = now + pause
        if pause >= WORTH_SHOWING:
            self._hosts.show(f"waiting {pause:.0f} s for {self._name}: {error.reason}")

    def _answered(self) -> None:
        with self._lock:
            self.known = True
            self._last_answer = monotonic()
            self._rests, self._given_up = 0, ""

    def _give_up(self, error: FetchError, began: float) -> None:
        """Nobody else waits as long again, if it is the host that fails and not one address."""
        with self._lock:
            if error.patience is None and self._last_answer < began:
                self._given_up = f"{self._name} was given up: {error.reason}"
