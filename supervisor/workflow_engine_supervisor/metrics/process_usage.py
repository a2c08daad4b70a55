"""What a worker's processes use of the machine."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field

import psutil

from workflow_engine_shared.units import MIB
from workflow_engine_supervisor.resource_usage import ResourceUsage


@dataclass
class ProcessTree:
    """One worker's processes: who belongs to it is looked up now and then, what they use at each look."""

    pid: int
    #: The same objects from look to look: cpu_percent measures from one call on an object to the next.
    members: dict[int, psutil.Process] = field(default_factory=dict)

    def include(self, started_by: Iterable[int]) -> None:
        """Watch exactly the worker and these processes."""
        known = self.members
        self.members = {}
        for pid in (self.pid, *started_by):
            process = known.get(pid)
            if process is None or not process.is_running():  # the number may belong to another process by now
                process = _process(pid)
            if process is not None:
                self.members[pid] = process

    def look(self) -> ResourceUsage | None:
        """What they use now; None: there is no such worker (any more)."""
        root = self.members.get(self.pid)
        if root is None:
            self.include(())
        cpu, rss, threads, counted, files = 0.0, 0, 0, 0, 0
        knows_files = True
        for pid, process in list(self.members.items()):
            try:
                with process.oneshot():
                    if process.status() == psutil.STATUS_ZOMBIE:
                        del self.members[pid]
                        continue
                    cpu += process.cpu_percent()
                    rss += process.memory_info().rss
                    threads += process.num_threads()
                    counted += 1
                    opened = _open_files(process)
                    knows_files = knows_files and opened is not None
                    files += opened or 0
            except psutil.NoSuchProcess:
                del self.members[pid]
            except psutil.Error:  # it is not ours to look at
                continue
        if self.pid not in self.members:
            return None
        return ResourceUsage(
            round(cpu, 1), round(rss / MIB, 1), threads, max(0, counted - 1), files if knows_files else None
        )


def started_by_each(pids: Iterable[int]) -> dict[int, list[int]]:
    """For each of these processes all that it started, and what those started: one look at the machine's processes."""
    children: dict[int, list[int]] = {}
    for process in psutil.process_iter(["ppid"]):
        children.setdefault(process.info["ppid"], []).append(process.pid)
    found: dict[int, list[int]] = {}
    for root in pids:
        below: list[int] = []
        due = list(children.get(root, ()))
        while due:
            pid = due.pop()
            if pid != root and pid not in below:
                below.append(pid)
                due += children.get(pid, ())
        found[root] = below
    return found


def _process(pid: int) -> psutil.Process | None:
    try:
        return psutil.Process(pid)
    except psutil.Error:
        return None


def _open_files(process: psutil.Process) -> int | None:
    try:
        if sys.platform == "win32":
            count = process.num_handles()
        else:
            count = process.num_fds()
    except psutil.NoSuchProcess:
        raise
    except psutil.Error:
        return None
    return count
