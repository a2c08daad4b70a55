"""A Ray cluster with two processors, and a supervisor whose runs use it; both are shared where tests allow it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.fixtures import one_server, servers
from support.ray_cluster import RayCluster
from support.server import Server

__all__ = ["servers"]


@pytest.fixture(scope="session")
def shared_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RayCluster]:
    """The cluster of the tests that leave it as it was."""
    made = RayCluster(tmp_path_factory.mktemp("cluster"), nodes=1)  # each further one takes seconds and 150 MB
    before = dict(os.environ)
    try:
        made.start()
        os.environ.update(made.env)  # for the supervisors that tests start
        yield made
    finally:
        os.environ.clear()
        os.environ.update(before)
        made.kill()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that items on all machines may write to."""
    return tmp_path_factory.mktemp("shared")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, shared_cluster: RayCluster, shared: Path) -> Iterator[Server]:
    """A server for the module's runs."""
    settings = {"ray_address": shared_cluster.address, "ray_max_result_mb": 1, "allow_paths": shared}
    with one_server(Server, tmp_path_factory.mktemp("server"), **settings) as made:
        yield made
