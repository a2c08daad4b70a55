"""What the invariants look at: a home, its client's record, and what the fault at hand excuses."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from faults.evidence import Story
from faults.witness import Record
from workflow_engine_shared.paths import Home


@dataclass(frozen=True)
class Expect:
    """What this fault excuses."""

    limit: float = 30.0  #: seconds until every run is settled
    refusals: frozenset[int] = frozenset()  #: answers above 499 that the fault brings about
    window: float = 1.0  #: seconds before its death of which a worker's work may be done again
    slowest: float = 1.0  #: seconds that the 99th percentile of answers may take
    settled: bool = True  #: False: the runs are meant to be in the midst of it


@dataclass
class Case:
    """What an invariant looks at."""

    home: Home
    record: Record
    stories: dict[str, Story]
    expect: Expect
    client: httpx.Client | None = None
    secret: str = ""
    log: str = ""  #: the supervisor's
    errors: dict[str, Any] = field(default_factory=dict)  #: by run, as HTTP tells them
