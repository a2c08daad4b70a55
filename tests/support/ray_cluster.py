"""A real Ray cluster on this machine: a head without processors, and nodes with two in all, in processes of their own.

`python -m support.ray_cluster NODES PORT` runs one until its input ends, and tells its address and processes.
"""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil

from support.processes import kill
from support.wait import patient, until

TOKEN = "a token of the tests, which is no secret"
_STORE = 100 * 1024 * 1024
_CPUS = 2  #: of all nodes together
#: Ports that Ray would look for itself are fixed: on a busy machine its agents tell theirs too late.
PORTS = ("metrics_agent_port", "metrics_export_port", "dashboard_agent_listen_port", "runtime_env_agent_port")


class RayCluster:
    """The cluster, from a test."""

    def __init__(self, folder: Path, nodes: int = 2) -> None:
        self._folder = folder
        self._nodes = nodes
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.told: dict[str, Any] = {}

    @property
    def env(self) -> dict[str, str]:
        """What its clients need to be let in."""
        return {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": TOKEN}

    @property
    def address(self) -> str:
        return str(self.told["address"])

    def start(self) -> "RayCluster":
        """The cluster stands; a later one has the same address."""
        env = {**os.environ, **self.env, "RAY_USAGE_STATS_ENABLED": "0", "RAY_agent_register_timeout_ms": "120000"}
        env["RAY_worker_niceness"] = "0"  # of Ray's own accord 15: behind whatever else this machine does
        env["PYTHONPATH"] = str(Path(__file__).parents[1])
        out = self._folder / "cluster.json"
        out.unlink(missing_ok=True)
        with (self._folder / "cluster.out").open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "support.ray_cluster", str(self._nodes), str(self._port), str(out)],
                env=env, stdin=subprocess.PIPE, stdout=output, stderr=output,
            )  # fmt: skip

        def stands() -> bool:
            assert self._process is not None
            assert self._process.poll() is None, (self._folder / "cluster.out").read_text(errors="replace")[-3000:]
            return out.exists()

        until(stands, patient(90), "a cluster")
        self.told = json.loads(out.read_text())
        return self

    def kill(self) -> None:
        """kill -9 of everything, as when the power of all its machines goes."""
        if self._process is None:
            return
        with contextlib.suppress(psutil.Error):
            family = psutil.Process(self._process.pid).children(recursive=True)
            self._process.kill()
            for each in family:
                kill(each.pid)
            psutil.wait_procs(family, patient(20))
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process = None

    def kill_machine(self, place: int) -> None:
        """kill -9 of a node's raylet, which is what its death looks like to the others."""
        kill(self.told["nodes"][place])

    def kill_head(self) -> None:
        """kill -9 of the head's directory of everything; its raylet and the other machines live."""
        assert self._process is not None
        for each in psutil.Process(self._process.pid).children(recursive=True):
            if "gcs_server" in each.name():
                kill(each.pid)


def free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _main(nodes: int, port: int, out: Path) -> None:
    from ray.cluster_utils import Cluster

    def ports() -> dict[str, int]:
        return {name: free_port() for name in PORTS}

    head = {
        "num_cpus": 0,
        "include_dashboard": False,
        "object_store_memory": _STORE,
        "gcs_server_port": port,
        **ports(),
    }
    cluster = Cluster(initialize_head=True, head_node_args=head)
    cpus = _CPUS // max(1, nodes)
    added = [cluster.add_node(num_cpus=cpus, object_store_memory=_STORE, **ports()) for _ in range(nodes)]
    raylets = [each.all_processes["raylet"][0].process.pid for each in added]
    whole = out.with_suffix(".new")
    whole.write_text(json.dumps({"address": cluster.address, "nodes": raylets}))
    whole.replace(out)
    sys.stdin.read()
    cluster.shutdown()


if __name__ == "__main__":
    _main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
