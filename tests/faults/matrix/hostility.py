"""User code that meddles with its process, and a pipe that lies: F-08, F-35, F-39, F-40."""

from contextlib import suppress
from pathlib import Path

from faults.matrix import fault
from faults.stage import Stage
from support.run import chain, node
from support.wait import until

MEDDLING = (("trace", "socket", "signals", "environment"), ("time",), ("modules",))
RAISING = ("interrupt", "generator_exit", "stop_iteration", "group", "recursion")
#: Commands are looked for every second; the rest is for a busy machine.
BY_POLLING_S = 4.0
NOISE = ("torn", "huge", "unknown", "garbage", "empty", "close")


@fault("F-08", many=5)
def blocked_event_loop(stage: Stage) -> None:
    """An async node whose event loop is blocked: beats go on, nobody is ended."""
    run = stage.server.run(node("block", code_ref="faulty.later", blocks=1.5))
    until(run.ledger, what="its begin")
    assert run.facts["process"]["responsive"] is True
    assert run.finished()["later"] == "none"
    assert len(run.left()) == 1


@fault("F-35", many=10)
def meddling(stage: Stage) -> None:
    """User code that replaces, closes and raises what it should not: the nodes after it work, or a clear code."""
    server = stage.server
    after = [node("speak", "speaks"), node("map", "maps", count=5, workers=2)]
    meddled = [server.run(chain(*(node(f"bad-{w}", "meddles", what=w) for w in what), *after)) for what in MEDDLING]
    modes = ("replaces_stdout", "disables_logging", "changes_process", "configures_logging")
    meddled.append(server.run(chain(*(node(mode, mode) for mode in modes), *after)))
    passed = {"onError": "continue"}
    raised = server.run(chain(*(node(what, "raises", what=what, data=passed) for what in RAISING), *after))
    for run in [*meddled, raised]:
        assert run.finished()["count"] == 5
        assert "by print" in run.messages(node="speak")
    told = {each["id"]: each["status"] for each in raised.facts["nodes"]}
    assert {told[what] for what in RAISING} == {"skipped"}
    closed = server.run(chain(node("bad", "closes_descriptors", once=True), node("after", "returns", x=1)))
    assert closed.finished()["x"] == 1
    deaf = server.run(node("deaf", "ignores_terminate"))
    deaf.began()
    deaf.cancel()
    deaf.until("cancelled")


@fault("F-39", many=10)
def lying_pipe(stage: Stage) -> None:
    """Torn, huge, unknown and random frames from a worker, and noise into it: the run goes on by rows."""
    server = stage.server
    runs = {how: server.run(_spoilt(how)) for how in NOISE}
    for run in runs.values():
        run.began()
    towards = server.run(chain(node("wait", "waits", safe=True), node("after", "returns", x=1)))
    towards.began()
    _noise_into(towards.pid())
    for run in [*runs.values(), towards]:
        run.open_gate()
        assert run.finished()["x"] == 1
        assert run.events("crash") == []
        assert len(run.left()) == 1


@fault("F-40", many=10)
def no_doorbell(stage: Stage) -> None:
    """Every frame lost, both ways: pause, resume and cancel act within seconds, by rows alone."""
    server = stage.server
    runs = [server.run(_spoilt("close")) for _ in range(2)]
    for run in runs:
        run.began()
        until(lambda run=run: len(run.ledger()) >= 2, what="the node behind the pipe's end")
    paused, cancelled = runs
    paused.paused(timeout=BY_POLLING_S)
    cancelled.cancel()
    cancelled.until("cancelled", timeout=BY_POLLING_S)
    paused.resume()
    paused.open_gate()
    assert paused.finished()["x"] == 1


def _spoilt(how: str) -> dict:
    return chain(node("spoil", "spoils_pipe", how=how), node("wait", "waits", safe=True), node("after", "returns", x=1))


def _noise_into(pid: int) -> None:
    """Write garbage into the pipe that a worker reads its commands from."""
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):
            info = Path(f"/proc/{pid}/fdinfo/{descriptor.name}").read_text()
            reads = int(info.split("flags:")[1].split()[0], 8) & 0o3 == 0
            if reads and str(descriptor.readlink()).startswith("pipe:"):
                with descriptor.open("wb") as pipe:
                    pipe.write(b"\xff" * 64)
