"""The rows of the fault matrix, a few rounds each; `scripts/soak` plays the full loops.

Most of a fault's time is waiting (for a back-off, a full disk, a breaker), so three lanes play at once: one on a server
that is shared, two with servers of a fault's own. Each test waits for its row.
"""

import itertools
import random
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from faults.check import check
from faults.disk import why_not
from faults.matrix import FAULTS, Fault
from faults.stage import Stage
from faults.witness import WitnessedServer

SEED = 20_251
#: Rows of the shared server in the order in which they are played: five different runs that crash within ten seconds
#: would open its breaker, so those that crash and the calm ones take turns.
SHARED = (
    *("F-05", "F-36", "F-03", "F-38", "F-01", "F-39", "F-04"),
    *("F-40", "F-35", "F-49", "F-37", "F-50", "F-54", "F-08"),
)
ROWS = [row for row in FAULTS.values() if row.few]
OWN = sorted((row for row in ROWS if row.own), key=lambda row: -row.waits)


def in_turns() -> Iterator[Fault]:
    for both in itertools.zip_longest([FAULTS[name] for name in SHARED], OWN):
        yield from (row for row in both if row is not None)


def test_every_row_is_played():
    assert sorted(row.id for row in in_turns()) == sorted(row.id for row in ROWS)


@pytest.fixture(scope="module")
def played(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, "Future[None]"]]:
    """The rows of this session, each under way or waiting for its lane."""
    wanted = {item.callspec.params["row"].id for item in request.session.items if hasattr(item, "callspec")
              and isinstance(item.callspec.params.get("row"), Fault)}  # fmt: skip
    rows = [row for row in in_turns() if row.id in wanted and not (row.disk and why_not())]
    server = WitnessedServer(tmp_path_factory.mktemp("shared"), grace=0.5, warm_workers=2)

    def play(row: Fault) -> None:
        stage = Stage(tmp_path_factory.mktemp(row.id), random.Random(SEED), row.few, lambda: server)
        if not row.own:
            server.new_record()
        try:
            row.play(stage)
            if not row.own:
                check(server, stage.expect)
            stage.judge()
        finally:
            stage.close()

    with ThreadPoolExecutor(1) as shared, ThreadPoolExecutor(2) as own:
        try:
            if not all(row.own for row in rows):
                server.start()
            yield {row.id: (own if row.own else shared).submit(play, row) for row in rows}
            if hasattr(server, "client"):
                assert server.stop() == 0, server.log.read_text()
        finally:
            shared.shutdown(wait=False, cancel_futures=True)
            own.shutdown(wait=False, cancel_futures=True)
            server.clean_up()


# Its own row may be far behind in its lane.
@pytest.mark.timeout(600)
@pytest.mark.parametrize("row", [pytest.param(row, id=row.id) for row in in_turns()])
def test_fault(row: Fault, played: dict[str, "Future[None]"]):
    if row.disk and why_not():
        pytest.skip(why_not())
    played[row.id].result()
