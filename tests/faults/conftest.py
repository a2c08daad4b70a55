"""These tests go through real supervisors and workers, and every one of them ends with the invariants' check."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from faults.case import Expect
from faults.check import check, check_each
from faults.witness import WitnessedServer
from support.fixtures import one_server
from support.server import Made, Several


@pytest.fixture
def expect(request: pytest.FixtureRequest) -> Expect:
    """What the fault of this test excuses: `@pytest.mark.excuses(...)`."""
    mark = request.node.get_closest_marker("excuses")
    return Expect(**(mark.kwargs if mark else {}))


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WitnessedServer]:
    """A server for the module's runs."""
    with one_server(WitnessedServer, tmp_path_factory.mktemp("server")) as made:
        yield made


@pytest.fixture
def server(shared_server: WitnessedServer, expect: Expect) -> Iterator[WitnessedServer]:
    """The module's server with a record of this test."""
    shared_server.new_record()
    yield shared_server
    check(shared_server, expect)


@pytest.fixture
def servers(tmp_path: Path, expect: Expect) -> Iterator[Made]:
    """Makes servers of the test's own; all are checked and ended with it."""
    with closing(Several(WitnessedServer, tmp_path)) as several:
        yield several
        check_each(several, expect)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "excuses: what the fault of this test excuses (the fields of check.Expect)")
