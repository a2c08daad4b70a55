"""What is read every second of a long run: processes, disk, and how long others wait."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic, perf_counter

import psutil

from faults.long.slopes import Series, Verdict
from faults.witness import WitnessedServer
from support.run import Run

MIB = 2**20
#: Behind the limits of the logs, which are reached by then.
DISK_WARM_UP_S = 300.0
#: A worker has two pipes and a run's database three files, and busier times have more of both at once. What is left
#: open by each kill or pause, by each run or watcher, comes to 20 or more.
MORE_FILES = {"supervisor": 8.0, "workers": 3.0}


def megabytes(folder: Path, but_not: tuple[Path, ...] = ()) -> float:
    """What the files of a folder hold; those that vanish meanwhile hold nothing."""
    total = 0
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if Path(root, name) not in but_not]
        for name in names:
            with suppress(OSError):
                total += Path(root, name).stat().st_size
    return total / MIB


class Probes:
    """Samples of one server, taken by a thread until the end."""

    def __init__(self, server: WitnessedServer, calm: "threading.Lock", long_run: Run, steady: list[Run]) -> None:
        self._server = server
        self._calm = calm  #: held while the supervisor is replaced
        self._long = long_run
        self._steady = steady  #: runs whose workers live for long
        self._over = threading.Event()
        self._errors: list[BaseException] = []
        self._memory = {who: Series(f"{who}: memory", "MB", 16.0) for who in ("supervisor", "workers")}
        self._files = {who: Series(f"{who}: open files", "", most) for who, most in MORE_FILES.items()}
        self._threads = {who: Series(f"{who}: threads", "", 3.0) for who in self._memory}
        self._disk = Series("disk without the long run", "MB", 24.0, warm_up=DISK_WARM_UP_S)
        self._own = Series("disk of the long run", "MB", 0.0)
        self.asked = Series("supervisor: an answer", "ms", 0.5, share=True)
        self.paused = Series("worker: a pause in effect", "s", 0.5, share=True)
        self.short = Series("worker: a short run", "s", 0.5, share=True)
        #: A process that does nothing: what it takes says how busy others keep the machine. (Work without a wait says
        #: little: who has just slept is let in at once, and is over before its turn is.)
        self.machine = Series("the machine: a process that does nothing", "ms", 0.5, share=True)
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        self._thread.join(30)
        if self._errors:
            raise self._errors[0]

    def verdicts(self) -> list[Verdict]:
        """Of all that must be flat; what the long run keeps grows with its steps, and is only told."""
        processes = [*self._memory.values(), *self._files.values(), *self._threads.values()]
        judged = [*processes, self._disk, self.asked, self.paused, self.short]
        return [series.verdict(self.machine) for series in judged]

    def kept_by_the_long_run(self) -> str:
        """Megabytes at a quarter, the half and the end: linear is right."""
        values = [sample.value for sample in self._own.samples]
        marks = [values[int(share * (len(values) - 1))] for share in (0.25, 0.5, 0.75, 1)] if values else []
        return " → ".join(f"{each:.1f}" for each in marks) + " MB at each quarter"

    def _sample(self) -> None:
        try:
            while not self._over.wait(1.0):
                for probe in (self._processes, self._answers, self._disks, self._machine):
                    probe()
        except Exception as error:  # noqa: BLE001 - raised again at the end
            self._errors.append(error)

    def _processes(self) -> None:
        with self._calm:
            pids = {"supervisor": [self._server.process.pid], "workers": list(self._workers())}
        for who, found in pids.items():
            for pid in found:
                with suppress(psutil.Error):
                    process = psutil.Process(pid)
                    readings = (process.memory_info().rss / MIB, _open_files(process), process.num_threads())
                    for series, value in zip((self._memory, self._files, self._threads), readings, strict=True):
                        series[who].add(monotonic(), value, pid)

    def _workers(self) -> Iterator[int]:
        for run in self._steady:
            process = run.facts["process"]
            if process is not None and process["pid"]:
                yield int(process["pid"])

    def _answers(self) -> None:
        for path in ("/healthz", "/runs?limit=20", f"/runs/{self._long.id}"):
            with self._calm:
                begun = perf_counter()
                self._server.get(path)
                self.asked.add(monotonic(), (perf_counter() - begun) * 1000, path)

    def _disks(self) -> None:
        long_run = self._long.paths.root
        self._disk.add(monotonic(), megabytes(self._server.home.root, but_not=(long_run,)))
        self._own.add(monotonic(), megabytes(long_run))

    def _machine(self) -> None:
        begun = perf_counter()
        subprocess.run([sys.executable, "-I", "-S", "-c", "pass"], check=True)
        self.machine.add(monotonic(), (perf_counter() - begun) * 1000)


def _open_files(process: psutil.Process) -> int:
    count: Callable[[], int] = getattr(process, "num_fds", None) or process.num_handles  # type: ignore[attr-defined]
    return count()
