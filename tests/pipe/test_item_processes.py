"""Items in real processes, forked from a template and started anew: what one of them does costs the others nothing."""

import contextlib
import functools
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from support import item_functions
from support.processes import alive
from support.wait import until
from workflow_engine_shared.codec import decode, encode
from workflow_engine_shared.errors import (
    ItemNotSendable,
    ItemProcessesLost,
    RegistrationError,
    ResultNotSerializable,
    UserCodeError,
)
from workflow_engine_shared.paths import Home
from workflow_engine_shared.sdk import MapOptions, RunInfo
from workflow_engine_worker.control.machine_failure import MachineFailure
from workflow_engine_worker.lanes.loop import lane_executor
from workflow_engine_worker.lanes.messages import Aside, Line, Record
from workflow_engine_worker.lanes.outcomes import ItemProcessDied
from workflow_engine_worker.lanes.run_lanes import RunLanes, forks_where
from workflow_engine_worker.masks import RunMasker
from workflow_engine_worker.steps.executors import Done, ItemLeft, ItemTimeout, Job

FORKS = forks_where("auto")
WAYS = [
    pytest.param(True, id="forked", marks=pytest.mark.skipif(not FORKS, reason="nothing is forked here")),
    pytest.param(False, id="spawned"),
]
SECONDS = 60


class Lanes:
    """The lanes of a run without a run."""

    def __init__(self, folder: Path, *, forks: bool, idle_s: float = 60.0) -> None:
        self.said: list[Aside] = []
        self.run = RunLanes(self.said.append, folder / "stderr.log", forks=forks, idle_s=idle_s)
        paths = Home(folder).run("run")
        self._info = RunInfo("run", "map", 1, 1, paths.inputs, paths.outputs, "visit", item_functions.LOG)

    def executor(self, function: Callable[[Any], Any], **options: Any) -> Any:
        asked = MapOptions(pool="process", label="work", **options)
        return lane_executor(self.run, function, asked, self._info, lambda job: f"key-{job.position}")

    def map(self, function: Callable[[Any], Any], items: Iterable[Any], **options: Any) -> list[Done]:
        """Each item's outcome, in item order."""
        executor = self.executor(function, **options)
        waiting = [Job(place, encode(place), item, None, 1) for place, item in enumerate(items)][::-1]
        done: list[Done] = []
        in_flight = 0
        try:
            while waiting or in_flight:
                while waiting and in_flight < executor.width:
                    executor.submit(waiting.pop())
                    in_flight += 1
                found = executor.wait(SECONDS)
                assert found, "nothing came back"
                done += found
                in_flight -= len(found)
        finally:
            executor.close()
        return sorted(done, key=lambda each: each.job.position)

    def values(self, function: Callable[[Any], Any], items: Iterable[Any], **options: Any) -> list[Any]:
        return [decode(each.encoded()) for each in self.map(function, items, **options)]


@pytest.fixture(params=WAYS)
def lanes(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lanes]:
    made = Lanes(tmp_path, forks=request.param)
    yield made
    made.run.close()
    until(lambda: not children(), what="the end of all processes")


@pytest.fixture
def any_lanes(tmp_path: Path) -> Iterator[Lanes]:
    """For what does not depend on where its processes come from."""
    made = Lanes(tmp_path, forks=FORKS)
    yield made
    made.run.close()
    until(lambda: not children(), what="the end of all processes")


@contextlib.contextmanager
def native_output(path: Path) -> Iterator[None]:
    """Led as a worker leads it: what native code writes goes to a file."""
    target = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    kept = [os.dup(each) for each in (1, 2)]
    try:
        for each in (1, 2):
            os.dup2(target, each)
        yield
    finally:
        for each, before in zip((1, 2), kept, strict=True):
            os.dup2(before, each)
            os.close(before)
        os.close(target)


def children(which: str = "spawn_main") -> list[psutil.Process]:
    found = []
    for each in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if which in " ".join(each.cmdline()) and each.status() != psutil.STATUS_ZOMBIE:
                found.append(each)
    return found


def module(folder: Path, name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A flow's module; what it does is done in this process, too, unless it looks at its process's name."""
    (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(str(folder))
    return __import__(name)


# -- one item's trouble is its own ------------------------------------------------------------------------------------


def test_whatever_an_item_raises_or_returns_costs_that_item_only(lanes: Lanes):
    ways = ["shop", "loud", "local", "chain", "lock", "stubborn", "exit", "full", "quota", "deep"]
    items = [each for number, way in enumerate(ways) for each in (number, way)]

    done = lanes.map(item_functions.misbehaves, items, workers=2)

    assert [decode(each.encoded()) for each in done[::2]] == list(range(len(ways)))
    found = {each.job.item: each for each in done[1::2]}
    shop = found["shop"].error.data("map")
    assert (shop.code, shop.message, shop.node) == ("USER_CODE_ERROR", "ShopError: 503: busy", "map")
    assert 'raise ShopError(503, "busy"' in shop.traceback
    assert "item_process.py" not in shop.traceback, "no frame of the engine's"
    assert found["loud"].error.data().message == "Loud: (its text cannot be shown: RuntimeError)"
    assert found["local"].error.data().message.startswith("Local: <function")
    chain = found["chain"].error.data()
    assert chain.message == "ValueError: because of it"
    assert "ShopError: 503: busy" in chain.traceback
    assert isinstance(found["exit"].error, ItemLeft)
    assert isinstance(found["full"].error, MachineFailure)
    assert found["quota"].error.data().message.startswith("OSError: [Errno 28] inotify watch limit")
    for way, words in (("lock", r"\$\.lock is a _thread\.lock"), ("stubborn", "Stubborn"), ("deep", "levels deep")):
        with pytest.raises(ResultNotSerializable, match=words):
            found[way].encoded()


def test_an_item_that_takes_its_process_along_costs_that_item_only(lanes: Lanes):
    ways = ["segv", "kill", "gone", "closes", "writes"]
    items = [each for number, way in enumerate(ways) for each in (number, way, number)]

    done = lanes.map(item_functions.misbehaves, items, workers=2)

    errors = {each.job.item: each.error for each in done if each.error is not None}
    assert {way: type(error) for way, error in errors.items()} == dict.fromkeys(ways, ItemProcessDied)
    assert str(errors["segv"]) == "The item's process ended with exit code -11."
    assert str(errors["kill"]) == "The item's process ended with exit code -9."
    assert str(errors["gone"]) == "The item's process ended with exit code 0."


def test_a_time_limit_ends_native_code_that_holds_the_interpreter(lanes: Lanes):
    done = lanes.map(item_functions.hangs, [*range(20), "hang", *range(20)], workers=2, timeout=1.0)

    assert [type(each.error) for each in done if each.error is not None] == [ItemTimeout]
    assert done[20].job.item == "hang"


# -- what cannot be sent ----------------------------------------------------------------------------------------------


def test_items_that_cannot_be_sent_are_told_at_the_first(lanes: Lanes):
    with pytest.raises(ItemNotSendable, match=r"Item 0 of 'work' cannot be sent to another process: TypeError.*lock"):
        lanes.map(item_functions.itself, [threading.Lock() for _ in range(50)])
    assert children() == []


def test_items_that_cannot_be_read_there_are_told_at_the_first(any_lanes: Lanes):
    with pytest.raises(ItemNotSendable, match=r"Item \d cannot be unpickled in another process: TypeError"):
        any_lanes.map(item_functions.itself, [item_functions.Stubborn()] * 50, workers=2)


def test_a_function_that_cannot_be_sent_is_told_before_any_process(lanes: Lanes):
    with pytest.raises(RegistrationError, match="top level"):
        lanes.map(lambda item: item, range(5))
    assert children() == []


def test_a_function_whose_module_cannot_be_imported_there(lanes: Lanes, tmp_path, monkeypatch):
    text = "import multiprocessing\nif multiprocessing.parent_process():\n    import no_such_module\ndef f(x): ...\n"
    made = module(tmp_path, "only_at_home", text, monkeypatch)
    with pytest.raises(UserCodeError, match="cannot be loaded in a process for items: ModuleNotFoundError") as caught:
        lanes.map(made.f, range(50), workers=2)
    assert "only_at_home.py" in caught.value.data().traceback


# -- processes that die by themselves ---------------------------------------------------------------------------------


@pytest.mark.parametrize("age", ["new", "older"])
def test_a_process_killed_while_it_starts_is_no_items_fault(lanes: Lanes, age: str):
    def kill() -> None:
        first = until(children, what="a process")[0]
        if age == "older":
            until(lambda: first.cpu_times().user > 0.03, what="an interpreter")
        first.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    done = lanes.map(item_functions.itself, range(60), workers=4)
    killer.join()

    assert [each.error for each in done] == [None] * 60


def test_processes_killed_while_they_work_cost_the_items_they_were_at_work_on(any_lanes: Lanes):
    pids = set(any_lanes.values(item_functions.pid, range(20), workers=2))

    def kill() -> None:
        for each in pids:
            os.kill(each, signal.SIGKILL)

    killer = threading.Timer(0.1, kill)
    killer.start()
    done = any_lanes.map(item_functions.pid, range(100), workers=2)
    killer.join()

    failed = [each for each in done if each.error is not None]
    assert (len(done), len(failed) <= len(pids)) == (100, True)
    assert not any(map(alive, pids))
    assert {type(each.error) for each in failed} <= {ItemProcessDied}


def test_processes_that_never_come_to_an_item_fail_the_node_with_their_last_words(
    lanes: Lanes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    text = (
        "import multiprocessing, os\nif multiprocessing.parent_process():\n"
        "    os.write(2, b'libshop: no licence\\n')\n    os._exit(7)\ndef f(x): ...\n"
    )
    made = module(tmp_path, "dies_at_import", text, monkeypatch)
    output = tmp_path / "stderr.log"
    with (
        native_output(output),
        pytest.raises(ItemProcessesLost, match=r"3 processes for items in a row .* exit code 7") as caught,
    ):
        lanes.map(made.f, range(50), workers=2)
    assert "libshop: no licence" in caught.value.detail
    assert output.read_text().count("libshop") <= 6, "not 50 times"


def test_a_machine_without_room_for_a_process_is_told(lanes: Lanes):
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, before[1]))
    try:
        with pytest.raises(ItemProcessesLost, match="Too many open files"):
            lanes.map(item_functions.itself, range(50))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert lanes.values(item_functions.itself, [5]) == [5]


# -- what an item finds -----------------------------------------------------------------------------------------------


def test_what_items_print_and_log_is_heard_while_secrets_in_errors_are_not(any_lanes: Lanes):
    RunMasker.learn(["sesame-sesame"])
    try:
        assert any_lanes.values(item_functions.talks, ["a", "b"]) == [None, None]
        (done,) = any_lanes.map(_refuses, ["sesame-sesame"])
    finally:
        RunMasker.begin(())
    assert done.error.data().message == "ValueError: refused ***"
    assert "sesame" not in done.error.data().traceback
    lines = [(each.stream, each.text) for each in any_lanes.said if isinstance(each, Line)]
    assert lines[:3] == [("stdout", "printed a"), ("stderr", "to stderr a"), ("stdout", "half \\udcff a line")]
    assert lines[-1] == ("stdout", "no end"), "half a line is not lost"
    records = [each for each in any_lanes.said if isinstance(each, Record)]
    assert [(each.level, each.logger, each.text) for each in records[:2]] == [
        ("WARNING", "shop", "logged a"),
        ("ERROR", "shop", "caught"),
    ]
    assert "KeyError: 'a'" in str(records[1].traceback)


def _refuses(item: str) -> None:
    raise ValueError(f"refused {item}")


def test_an_item_knows_its_run_and_its_own_key(any_lanes: Lanes):
    rows = any_lanes.values(item_functions.information, ["x", "y"])
    assert rows == [["run", "map", 1, f"key-{place}", "shop", item] for place, item in enumerate("xy")]


def test_forms_of_functions(any_lanes: Lanes):
    assert any_lanes.values(functools.partial(pow, 2), range(5)) == [1, 2, 4, 8, 16]
    assert any_lanes.values(item_functions.later, range(5)) == [1, 2, 3, 4, 5]
    assert any_lanes.values(len, ["", "a", "bc"]) == [0, 1, 2]


def test_signals_forks_and_pools_inside_an_item(lanes: Lanes, tmp_path: Path):
    assert lanes.values(item_functions.alarmed, range(3)) == [[0, True], [1, True], [2, True]]
    assert set("".join(each.text for each in lanes.said if isinstance(each, Line))) == set("alarmx")
    lanes.said.clear()
    lanes.run.close()
    with native_output(tmp_path / "stderr.log"):
        assert lanes.values(item_functions.forks, range(3)) == [0, 1, 2]
    assert lanes.said == []
    assert (tmp_path / "stderr.log").read_text().count("in the child") == 3
    assert lanes.values(item_functions.has_children, [1, 2]) == [[1, 1], [2, 2]]


def test_user_code_finds_none_of_the_engines_processes(any_lanes: Lanes):
    assert any_lanes.values(item_functions.children_of_mine, [1]) == [[]]
    assert multiprocessing.active_children() == []


def test_no_two_processes_draw_the_same_random_numbers(any_lanes: Lanes, tmp_path, monkeypatch):
    pytest.importorskip("numpy")
    text = "import numpy, random\nfrom support.item_functions import at_random\ndef f(x): return at_random(x)\n"
    made = module(tmp_path, "with_numpy", text, monkeypatch)

    def of_two_processes() -> list[Any] | None:
        rows = any_lanes.values(made.f, range(40), workers=2)
        return rows if len({pid for pid, *_ in rows}) == 2 else None

    rows = until(of_two_processes, what="two processes at work")
    assert len({tuple(numbers) for _, *numbers in rows}) == len({numbers[-1] for numbers in rows}) == 40


def test_big_items_and_results(any_lanes: Lanes):
    items = [bytes(6 * 1024 * 1024)] * 8
    assert any_lanes.values(len, items, workers=2) == [6 * 1024 * 1024] * 8
    assert [len(each) for each in any_lanes.values(item_functions.big, items[:2], workers=2)] == [6 * 1024 * 1024] * 2


# -- kept for the next loop -------------------------------------------------------------------------------------------


def test_the_next_loop_finds_the_processes_of_the_last(lanes: Lanes):
    first = set(lanes.values(item_functions.pid, range(8), workers=2))
    assert lanes.values(item_functions.leaves_traces, range(8), workers=2) == list(range(8))
    here = set(lanes.values(item_functions.where, range(8), workers=2))
    second = set(lanes.values(item_functions.pid, range(8), workers=2))
    assert len(first | second) <= 2
    assert here == {str(Path.cwd())}
    assert [each.text for each in lanes.said if isinstance(each, Line)] == ["still heard"] * 8


def test_processes_that_began_under_another_environment_are_not_used_again(any_lanes: Lanes, monkeypatch):
    (first,) = any_lanes.values(item_functions.pid, [1])
    monkeypatch.setenv("SHOP", "open")
    assert any_lanes.values(os.getenv, ["SHOP"]) == ["open"]
    until(lambda: not alive(first), what="the end of the outdated process")


def test_idle_processes_are_ended_with_their_template(tmp_path: Path):
    lanes = Lanes(tmp_path, forks=FORKS, idle_s=0.2)
    lanes.values(item_functions.pid, range(8), workers=2)
    until(lambda: not children(), what="the end of idle processes")
    assert lanes.values(item_functions.itself, [1]) == [1]
    lanes.run.close()


def test_a_process_that_dies_while_idle_is_not_given_to_the_next_loop(any_lanes: Lanes):
    (pid,) = any_lanes.values(item_functions.pid, [1])
    os.kill(pid, signal.SIGKILL)
    until(lambda: not alive(pid), what="its death")
    (done,) = any_lanes.map(item_functions.itself, [5])
    assert (done.error, decode(done.encoded())) == (None, 5)


# -- the template -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not FORKS, reason="nothing is forked here")
@pytest.mark.parametrize(
    "at_import",
    [
        "threading.Thread(target=threading.Event().wait, daemon=True).start()",
        "kept = socket.socketpair()",
        "kept = open('written', 'w')",
        "import _thread; _thread.start_new_thread = lambda *a, plain=_thread.start_new_thread: plain(*a)",
        "kept = sqlite3.connect('shop.db'); kept.execute('CREATE TABLE IF NOT EXISTS t (a)')",
        "pass",
    ],
)
def test_processes_share_nothing_that_must_not_be_shared(tmp_path, monkeypatch, at_import: str):
    monkeypatch.chdir(tmp_path)
    text = (
        "import os, socket, sqlite3, threading, multiprocessing\n"
        f"if multiprocessing.parent_process():\n    PID = os.getpid()\n    {at_import}\n"
        "def same(_): return PID == os.getpid()\n"
    )
    made = module(tmp_path, f"imports_{abs(hash(at_import))}", text, monkeypatch)
    lanes = Lanes(tmp_path, forks=True)
    forked = at_import == "pass"
    assert set(lanes.values(made.same, range(8), workers=2)) == {not forked}
    lanes.run.close()


@pytest.mark.skipif(not FORKS, reason="nothing is forked here")
def test_the_death_of_a_template_costs_no_item(tmp_path: Path):
    lanes = Lanes(tmp_path, forks=True)
    pids = set(lanes.values(item_functions.pid, range(8), workers=2))
    (template,) = [each for each in children() if each.pid not in pids]
    template.kill()
    until(lambda: not alive(template.pid), what="its death")
    assert set(lanes.values(item_functions.pid, range(8), workers=2)) == pids
    done = lanes.map(item_functions.misbehaves, [1, "kill", 2, 3], workers=2)
    assert [str(each.error) for each in done if each.error] == ["The item's process ended without a result."]
    lanes.run.close()


# -- nobody is left ---------------------------------------------------------------------------------------------------

ORPHANS = """
import sys, os
sys.path[:0] = sys.argv[2:]
from pathlib import Path
from pipe.test_item_processes import Lanes, item_functions
if __name__ == "__main__":
    lanes = Lanes(Path.cwd(), forks=sys.argv[1] == "True")
    print(*set(lanes.values(item_functions.pid, range(8), workers=2)), flush=True)
    lanes.map(item_functions.pid, range(100_000), workers=2)
"""


@pytest.mark.parametrize("forks", WAYS)
def test_a_worker_killed_leaves_no_process(tmp_path: Path, forks: bool):
    tests = str(Path(__file__).parents[1])
    command = [sys.executable, "-c", ORPHANS, str(forks), tests]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, start_new_session=True) as worker:
        assert worker.stdout is not None
        pids = {int(pid) for pid in worker.stdout.readline().split()}
        pids |= {each.pid for each in psutil.Process(worker.pid).children(recursive=True)}
        assert len(pids) >= 3
        worker.kill()
    until(lambda: not any(map(alive, pids)), what="the end of all its processes")
