"""The template of workers: what follows when it is killed, stopped, out of date, unfit to be forked, or broken."""

import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from support.launchers import on_linux, until_prepared
from support.processes import alive
from support.wait import patient, until
from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import CannotStartWorker
from workflow_engine_shared.paths import Home
from workflow_engine_shared.units import MIB
from workflow_engine_supervisor.processes import forking_launcher, worker_template
from workflow_engine_supervisor.processes.forking_launcher import ForkingLauncher
from workflow_engine_supervisor.processes.local_worker import LocalWorker

pytestmark = on_linux

#: Lets the system have no process to give while the home has a file of this name: no limit binds the administrator.
STARVED = """
import os, sys
if "--template" in sys.orig_argv:
    fork = os.fork
    def starved():
        if os.path.exists("starved"):
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return fork()
    os.fork = starved
"""


#: Of memory that a spare does not share any more, so that no run has to wait for its copies.
SPARE_BYTES = 10 * MIB


class Forking(ForkingLauncher):
    """The launcher, with the process that it forks from, and the ends of its workers."""

    def __init__(self, folder: Path) -> None:
        super().__init__(Home(folder), SystemClock())
        self.codes: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self.launched: list[LocalWorker] = []
        until_prepared(self)

    @property
    def template(self) -> int:
        assert self._template is not None
        return self._template.pid

    @property
    def has_lost_it(self) -> bool:
        """Whether it knows that the process is gone: until then a worker is spawned, not forked."""
        return self._template is None or self._template.gone

    def worker(self) -> LocalWorker:
        until_prepared(self)
        self.launched.append(self.launch())
        self.launched[-1].watch(lambda *_: None, lambda _, code: self.codes.put(code))
        return self.launched[-1]

    def code(self) -> int | None:
        return self.codes.get(timeout=patient(30))


@pytest.fixture
def forking(tmp_path: Path) -> Iterator[Callable[[], Forking]]:
    made: list[Forking] = []

    def make() -> Forking:
        made.append(Forking(tmp_path))
        return made[-1]

    yield make
    for each in made:
        for worker in each.launched:
            worker.kill()
            worker.dismiss()
        each.close()


def customize(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Have every Python that is started from here run this code first."""
    (folder / "sitecustomize.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(folder))


def parent(worker: LocalWorker) -> int:
    return psutil.Process(worker.pid).ppid()


def test_workers_share_nothing_but_what_was_imported(forking: Callable[[], Forking]) -> None:
    launcher = forking()
    one, other = launcher.worker(), launcher.worker()
    assert {parent(one), parent(other)} == {launcher.template}
    assert one.instance != other.instance

    def pipes(pid: int) -> set[str]:
        names = (link.readlink() for link in Path(f"/proc/{pid}/fd").iterdir())
        return {str(name) for name in names if str(name).startswith(("pipe:", "socket:"))}

    until(lambda: one.ready and other.ready)
    assert len(pipes(one.pid)) == len(pipes(other.pid)) == 2
    assert not pipes(one.pid) & pipes(other.pid)
    assert not (pipes(one.pid) | pipes(other.pid)) & pipes(launcher.template)
    until(lambda: psutil.Process(one.pid).memory_full_info().uss > SPARE_BYTES, what="memory of a spare's own")
    one.kill()
    assert launcher.code() == -signal.SIGKILL
    assert alive(other.pid)
    other.dismiss()
    assert launcher.code() == 0


def test_with_a_killed_template_its_workers_live_on_and_another_is_made(forking: Callable[[], Forking]) -> None:
    launcher = forking()
    worker, template = launcher.worker(), launcher.template
    os.kill(template, signal.SIGKILL)
    until(lambda: not alive(template) and launcher.has_lost_it)
    assert worker.alive()
    again = launcher.worker()
    assert parent(again) == launcher.template != template
    assert worker.alive()
    assert launcher.codes.empty()
    worker.kill()
    assert launcher.code() is None, "nobody knows how it ended"
    assert not worker.alive()
    os.kill(again.pid, signal.SIGTERM)
    assert launcher.code() == -signal.SIGTERM


def test_killed_in_the_moment_of_an_order_it_is_done_without(forking: Callable[[], Forking]) -> None:
    launcher = forking()
    template = psutil.Process(launcher.template)
    template.suspend()
    order = threading.Timer(0.05, template.kill)  # while the order waits to be read
    order.start()
    worker = launcher.worker()
    assert parent(worker) == os.getpid()


def test_one_that_does_not_answer_is_ended(forking: Callable[[], Forking], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_template, "ANSWER_S", 0.2)
    launcher = forking()
    template = launcher.template
    psutil.Process(template).suspend()
    assert parent(launcher.worker()) == os.getpid()
    until(lambda: not alive(template))


def test_what_is_installed_meanwhile_counts_for_the_next_worker(
    forking: Callable[[], Forking], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path / "packages"
    packages.mkdir()
    monkeypatch.syspath_prepend(str(packages))
    launcher = forking()
    before, template = launcher.worker(), launcher.template
    (packages / "new.py").write_text("")
    after = launcher.worker()
    assert parent(after) == launcher.template != template
    assert parent(before) == template
    before.dismiss()
    assert launcher.code() == 0, "an older template still says how its workers end"
    until(lambda: not alive(template), what="with its last worker it ends")
    assert alive(after.pid)


@pytest.mark.parametrize(
    ("customized", "event", "reason"),
    [
        ("import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()", "unfit", "a thread"),
        ("import os, sys\nif '--template' in sys.orig_argv: os._exit(3)", "failed", "ended before it was ready"),
    ],
)
def test_without_a_template_that_can_be_forked_workers_are_spawned(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    forking: Callable[[], Forking],
    customized: str,
    event: str,
    reason: str,
) -> None:
    caplog.set_level("INFO", "renflow.supervisor")
    customize(tmp_path, monkeypatch, customized)
    launcher = forking()
    for _ in range(2):
        worker = launcher.worker()
        assert parent(worker) == os.getpid()
    assert caplog.text.count(f"template.{event}") == 1
    assert reason in caplog.text
    until(lambda: worker.ready, what="the spawned worker is as good")


def test_a_system_without_processes_is_told_in_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forking: Callable[[], Forking]
) -> None:
    customize(tmp_path, monkeypatch, STARVED)
    launcher = forking()
    (tmp_path / "starved").touch()
    with pytest.raises(CannotStartWorker, match=r"could be started: \[Errno 11\] Resource temporarily unavailable"):
        launcher.launch()
    (tmp_path / "starved").unlink()
    assert parent(launcher.worker()) == launcher.template


def test_folders_that_modules_come_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.path", ["", str(tmp_path), str(tmp_path / "absent")])
    assert [path for path, _ in forking_launcher.installed()] == [str(tmp_path)]
