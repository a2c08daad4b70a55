"""A cluster that is not there, or does not take a run's items: a sentence each, and nothing is run."""

import importlib.metadata
import socket

import pytest

from support.ray_cluster import RayCluster
from support.run import node
from support.server import Made
from support.wait import until

pytestmark = pytest.mark.ray
LONG = 90
_OTHER_RENFLOW = """
import importlib.metadata as m
found = m.version
m.version = lambda name: "0.0.1" if name == "renflow" else found(name)
"""
_OTHER_RAY = """
import sys, types
found = types.ModuleType("ray._version")
found.version, found.commit = "0.0.1", ""
sys.modules["ray._version"] = found
"""
LOOP = node("a", code_ref="cluster.map", count=3)


def test_a_wrong_token_is_refused_with_a_sentence(servers: Made, shared_cluster: RayCluster):
    server = servers(ray_address=shared_cluster.address)
    server.env["RAY_AUTH_TOKEN"] = "another token that is long enough"
    run = server.start().run(LOOP)

    error = run.failed(LONG)

    assert error["code"] == "CLUSTER_REFUSED"
    assert "refuses the token" in error["message"]
    assert "RAY_AUTH_TOKEN" in error["message"]
    assert "another token" not in str(error) + str(run.logs())
    assert run.journal() == {}


def test_no_token_is_refused_with_a_sentence(servers: Made, shared_cluster: RayCluster):
    server = servers(ray_address=shared_cluster.address)
    del server.env["RAY_AUTH_TOKEN"], server.env["RAY_AUTH_MODE"]
    server.env["HOME"] = str(server.home.root)  # no token of the user's own
    error = server.start().run(LOOP).failed(LONG)
    assert (error["code"], "RAY_AUTH_TOKEN" in error["message"]) == ("CLUSTER_REFUSED", True)


@pytest.mark.parametrize(
    ("patch", "says"),
    [
        (_OTHER_RENFLOW, " has renflow "),
        ("import platform\nplatform.python_version = lambda: '0.0.1'\n", " has Python "),
    ],
    ids=["renflow", "Python"],
)
def test_a_machine_of_another_version_is_refused(servers: Made, shared_cluster: RayCluster, patch: str, says: str):
    server = servers(ray_address=shared_cluster.address)
    # The workers of this server say that they are of another version; the cluster's machines have ours.
    (server.flows / "sitecustomize.py").write_text(patch)
    server.env["PYTHONPATH"] = str(server.flows)
    error = server.start().run(LOOP).failed(LONG)
    assert error["code"] == "CLUSTER_REFUSED"
    assert says in error["message"]
    assert "this run's worker has 0.0.1" in error["message"]


def test_a_cluster_of_another_ray_is_refused_with_both_versions_and_the_mend(servers: Made, shared_cluster: RayCluster):
    server = servers(ray_address=shared_cluster.address)
    (server.flows / "sitecustomize.py").write_text(_OTHER_RAY)  # Ray compares what this machine says with the cluster's
    server.env["PYTHONPATH"] = str(server.flows)
    error = server.start().run(LOOP).failed(LONG)
    there = importlib.metadata.version("ray")
    assert error["code"] == "CLUSTER_REFUSED"
    assert f"has Ray {there} and Python" in error["message"]
    assert "this machine has Ray 0.0.1" in error["message"]
    assert f"or 'ray=={there}' where renflow runs" in error["message"]


def test_nobody_at_the_address_lets_the_run_wait_and_be_cancelled_at_once(servers: Made):
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    run = servers(ray_address=f"127.0.0.1:{port}").start().run(LOOP)

    facts = run.until("recovering", timeout=LONG)

    assert facts["reason"] == "cluster_unreachable"
    assert f"Nobody answers at 127.0.0.1:{port}" in facts["error"]["message"]
    run.cancel()
    until(lambda: run.status == "cancelled", 2, "a cancel at once")


def test_without_an_address_it_is_refused(servers: Made):
    error = servers().start().run(LOOP).failed(LONG)
    assert error["code"] == "CLUSTER_NOT_SET"
    assert "pool='process'" in error["hint"]


def test_a_cluster_of_one_machine_for_trying_out(servers: Made):
    run = servers(ray_address="local").start().run(node("a", code_ref="cluster.map", count=5, resources={"cpus": 0.5}))
    assert run.finished(LONG)["rows"] == list(range(5))
    assert run.paths.cluster_log.exists()
