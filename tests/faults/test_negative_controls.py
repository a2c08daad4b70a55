"""What is broken on purpose must be seen: an acknowledgement before the commit, a run without its fence.

The third control, weaker syncing under the power-loss simulator, is in test_power_loss.py.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from faults.case import Case, Expect
from faults.check import i1_acknowledged_is_there
from faults.evidence import seconds, stories
from faults.repeats import i2_completed_is_never_run_again
from faults.test_fencing import FENCED, UNFENCED, frozen, take_over
from faults.witness import WitnessedServer
from support.processes import alive
from support.run import chain, node
from support.server import Made
from support.wait import until
from workflow_engine_shared.clock import SystemClock


class EarlyServer(WitnessedServer):
    """The same program with one function replaced."""

    def spawn(self, port: int = 0) -> "subprocess.Popen[bytes]":
        script = Path(__file__).parent / "broken" / "acknowledges_early.py"
        words = ["--port", str(port), "--home", str(self.home.root), "--flows", str(self.flows)]
        with self.log.open("ab") as log:
            process = subprocess.Popen([sys.executable, str(script), *words], env=self.env, stdout=log, stderr=log)
        self._processes.append(process)
        return process


def seen(server: WitnessedServer, invariant: object) -> list[str]:
    case = Case(server.home, server.record, stories(server.home), Expect())
    return list(invariant(case))  # type: ignore[operator]


@pytest.mark.parametrize("broken", [False, True])
def test_acknowledging_before_the_commit_is_seen(tmp_path: Path, broken: bool):
    server = (EarlyServer if broken else WitnessedServer)(tmp_path / "server")
    try:
        server.start()
        flow = server.flow(chain(node("a", "returns")))
        accepted = server.post("/runs/start", {"flow_id": flow, "thread_id": "acknowledged"})
        assert accepted.status_code == 201
        server.kill_all()
        lost = seen(server, i1_acknowledged_is_there)
        assert bool(lost) is broken, lost
        if broken:
            assert "acknowledged" in lost[0]
    finally:
        server.clean_up()


@pytest.mark.parametrize("fenced", [True, False])
def test_a_write_past_the_fence_is_seen(servers: Made, fenced: bool):
    """An old worker, replaced while it was frozen, goes on with its loop: the check of accepted results tells."""
    server = servers().start()
    (server.flows / "fence.py").write_text(FENCED if fenced else UNFENCED)
    loop = node("map", "maps", count=20, seconds=0.01)
    run = server.run(chain(node("fence", code_ref="fence"), node("wait", "waits"), loop))
    run.began()
    pid = frozen(run)
    epoch, when = take_over(run), seconds(SystemClock().now())
    server.record.superseded[run.id] = (epoch, when)
    server.kill()
    run.open_gate()

    os.kill(pid, signal.SIGCONT)
    until(lambda: not alive(pid), what="the old worker's end")

    violated = seen(server, i2_completed_is_never_run_again)
    assert bool(violated) is not fenced, violated
    if not fenced:
        assert "after a newer one had begun" in violated[0]
        server.record.superseded.clear()  # this run is broken on purpose; the fixture's check looks at the rest
        server.record.moments.clear()
