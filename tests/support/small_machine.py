"""A machine of a Ray cluster that has little memory for items, so that Ray's memory monitor ends their lanes for real.

It has namespaces of its own: Ray reads there, as in a container, how much memory there is and how much is used, which
is what the processes of items take on this machine and on no other. What else the computer does is nothing to it, and
it takes some hundred MB. `python -m support.small_machine ADDRESS` inside of them runs one until it is killed.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil

from support.ray_cluster import PORTS, RayCluster, free_port
from support.wait import patient, until

MEMORY = 400_000_000  #: bytes that items have together, with what the machine has in use by itself
_OWN = 100_000_000
_EVERY_S = 0.05
_TRIES = 3  #: Ray gives it half a minute to stand, which a busy computer may take
_CGROUP = Path("/sys/fs/cgroup")
_OPTIONS = {"metrics_agent_port": "dashboard_agent_grpc_port"}  #: of `ray start`, which has another name for it
_ITEM_PROCESS = "workflow_engine_worker.lanes.cluster.far_process"


def _apart() -> list[str]:
    own = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    return ["unshare", *own, "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]


def why_not() -> str:
    """Why there can be none here; empty: there can."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return "namespaces are Linux's, by unshare"
    mount = ["mount", "-t", "tmpfs", "tmpfs", str(_CGROUP)]
    tried = subprocess.run([*_apart(), *mount], capture_output=True, text=True, check=False)
    return f"no namespaces here: {tried.stderr.strip()}" if tried.returncode else ""


@contextlib.contextmanager
def small_machine(cluster: RayCluster, folder: Path) -> Iterator[None]:
    """The cluster has one for so long."""
    env = {**os.environ, **cluster.env, "RAY_USAGE_STATS_ENABLED": "0", "RAY_agent_register_timeout_ms": "120000"}
    env |= {"RAY_worker_niceness": "0", "RAY_memory_monitor_refresh_ms": "100"}
    env["PYTHONPATH"] = str(Path(__file__).parents[1])
    out = folder / "small_machine.out"
    with out.open("ab") as output:
        process = subprocess.Popen(
            [*_apart(), sys.executable, "-m", "support.small_machine", cluster.address],
            env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
        )  # fmt: skip

    def stands() -> bool:
        said = out.read_text("utf-8", "replace")
        assert process.poll() is None, said[-3000:]
        return "Ray runtime started" in said

    try:
        until(stands, patient(150), "a machine with little memory")
        yield
    finally:
        process.kill()
        process.wait()


def _write(name: str, text: str) -> None:
    new = _CGROUP / f"{name}.new"
    new.write_text(text, encoding="ascii")
    new.replace(_CGROUP / name)


def _used() -> int:
    found = 0
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if _ITEM_PROCESS in process.cmdline():
                memory = process.memory_info()
                found += memory.rss - memory.shared
    return found


def _count() -> None:
    wait = threading.Event()
    while not wait.wait(_EVERY_S):
        _write("memory.current", str(_OWN + _used()))


def _main(address: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(_CGROUP)], check=True)
    _write("memory.max", str(MEMORY))
    _write("memory.current", str(_OWN))
    _write("memory.stat", "anon 0\nfile 0\nshmem 0\ninactive_file 0\nactive_file 0\n")
    threading.Thread(target=_count, daemon=True).start()
    ray = Path(sys.executable).with_name("ray")
    ports = [f"--{_OPTIONS.get(name, name).replace('_', '-')}={free_port()}" for name in PORTS]
    given = ["--num-cpus=2", "--object-store-memory=100000000", "--block", *ports]
    for _ in range(_TRIES):
        subprocess.run([str(ray), "start", f"--address={address}", *given], check=False)
        subprocess.run([str(ray), "stop", "--force"], check=False)  # of what is in this namespace


if __name__ == "__main__":
    _main(sys.argv[1])
