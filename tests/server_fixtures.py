"""Real supervisors and workers as fixtures; each module shares one server where its tests allow it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from real_server import Made, Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for the module's runs."""
    made = Server(tmp_path_factory.mktemp("server"), grace=0.5, warm_workers=2)
    try:
        yield made.start()
        assert made.stop() == 0, made.log.read_text()
    finally:
        made.clean_up()


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Made]:
    """Makes servers of the test's own; all are ended with it."""
    made: list[Server] = []

    def make(**settings: object) -> Server:
        made.append(Server(tmp_path / f"server-{len(made)}", **settings))
        return made[-1]

    yield make
    for each in made:
        each.clean_up()
