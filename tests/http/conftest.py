"""A real server for each module; only its monitor stands still, so that runs stay where a test puts them."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from http_api import Api, idle_engine, serving


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """A server whose runs stay where they are put."""
    with serving(tmp_path_factory.mktemp("home"), idle_engine) as running:
        yield running


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """The same, with a token."""
    with serving(tmp_path_factory.mktemp("home"), idle_engine, token="s3cret-token") as running:
        yield running


@pytest.fixture
def stopwatch() -> Callable[[], float]:
    began = time.monotonic()
    return lambda: time.monotonic() - began
