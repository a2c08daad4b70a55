"""The fault matrix: each fault is a function that plays it on a stage and asserts what is expected besides I1-I12.

The tests play a few rounds of each, `scripts/soak` as many as time allows. What is tested otherwise (F-06, F-07, F-09,
F-10, F-12 ...) has the fault's id in its test's name.
"""

from collections.abc import Callable
from dataclasses import dataclass

from faults.stage import Stage


@dataclass(frozen=True)
class Fault:
    """One row of the matrix."""

    id: str
    play: Callable[[Stage], None]
    few: int  #: rounds in the tests; 0: a test of its own plays it there
    many: int  #: rounds of one pass of scripts/soak
    own: bool = False  #: it needs a server of its own
    disk: bool = False  #: it needs the failing disk
    waits: int = 0  #: seconds that it lasts about, so that the long ones begin first

    @property
    def words(self) -> str:
        return (self.play.__doc__ or "").splitlines()[0]

    @property
    def has_rounds(self) -> bool:
        """Whether it loops by itself; else it is played again and again."""
        return "rounds" in self.play.__code__.co_names


FAULTS: dict[str, Fault] = {}


def fault(
    number: str, *, few: int = 1, many: int = 20, own: bool = False, disk: bool = False, waits: int = 0
) -> Callable[[Callable[[Stage], None]], Callable[[Stage], None]]:
    """Enter a function into the matrix."""

    def enter(play: Callable[[Stage], None]) -> Callable[[Stage], None]:
        FAULTS[number] = Fault(number, play, few, many, own or disk, disk, waits)
        return play

    return enter


# They enter their faults by being imported, and need what stands above.
from faults.matrix import breaking, deaths, disks, hostility, long_runs, resuming, supervisors  # noqa: E402

__all__ = [
    "FAULTS",
    "Fault",
    "breaking",
    "deaths",
    "disks",
    "fault",
    "hostility",
    "long_runs",
    "resuming",
    "supervisors",
]
