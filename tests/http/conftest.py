"""A real server for each module; only its monitor stands still, so that runs stay where a test puts them."""

from collections.abc import Iterator

import pytest

from support.api import Api, IdleMonitor, serving


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """A server whose runs stay where they are put."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workflow_engine_supervisor.server.embedded.Monitor", IdleMonitor)
        with serving(tmp_path_factory.mktemp("home")) as running:
            yield running


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """The same, with a token."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workflow_engine_supervisor.server.embedded.Monitor", IdleMonitor)
        with serving(tmp_path_factory.mktemp("home"), token="s3cret-token") as running:
            yield running
