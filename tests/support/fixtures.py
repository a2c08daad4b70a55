"""Real supervisors and workers as fixtures; each module shares one server where its tests allow it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from support.server import AServer, Made, Server, Several


@contextmanager
def one_server(kind: type[AServer], folder: Path, **settings: object) -> Iterator[AServer]:
    """A server that many tests share; it must be able to leave in order behind them."""
    made = kind(folder, **{"grace": 0.5, "warm_workers": 1, **settings})
    try:
        made.start()
        yield made
        assert made.stop() == 0, made.log.read_text()
    finally:
        made.clean_up()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for the module's runs."""
    with one_server(Server, tmp_path_factory.mktemp("server")) as made:
        yield made


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Made]:
    """Makes servers of the test's own; all are ended with it."""
    with closing(Several(Server, tmp_path)) as several:
        yield several
