"""Code that is kept with versions, on the command line."""

import json
from pathlib import Path

from support.command_line import CommandLine
from support.server import Made

STEPS = """
from workflow_engine import register_function


@register_function("mend.work")
def work(state):
    raise ValueError("a mistake")
"""


def test_a_bug_is_mended_in_a_pinned_flow(servers: Made, tmp_path: Path):
    server = servers().start()
    flow = {
        "nodes": [
            {"id": "start", "type": "start"},
            {"id": "work", "type": "python", "data": {"codeRef": "mend.work"}},
            {"id": "end", "type": "end"},
        ],
        "edges": [{"source": "start", "target": "work"}, {"source": "work", "target": "end"}],
    }
    (server.flows / "mend.json").write_text(json.dumps(flow))
    (server.flows / "mend.py").write_text(STEPS)
    at = ("--home", str(server.home.root))
    with CommandLine(tmp_path) as renflow:
        push = ("flows", "push", str(server.flows / "mend.json"), "--flows", str(server.flows), *at)
        alone = renflow(*push, "--pin")
        assert (alone.code, "Add --publish" in alone.err) == (2, True)
        assert renflow(*push, "--publish", "--pin").code == 0
        listed = renflow("flows", "versions", "mend", *at).out
        kept = server.get("/flows/mend/versions/1")["code"]["hash"]
        assert ("CODE" in listed, kept[:12] in listed) == (True, True)
        run = server.run("mend")
        run.failed()
        (server.flows / "mend.py").write_text(STEPS.replace('raise ValueError("a mistake")', 'return {"ok": 1}'))
        assert "version 2, published" in renflow(*push, "--publish", "--pin").out

        lone = renflow("resume", run.id, "--dry-run", *at)
        told = renflow("resume", run.id, "--version", "2", "--dry-run", *at)
        assert (lone.code, told.code, run.status) == (2, 0, "error")
        assert "function mend.work: changed" in told.out
        assert "runs again: work" in told.out
        done = renflow("resume", run.id, "--version", "2", *at)

        assert (done.code, "goes on" in done.out) == (0, True), done.err
        assert run.finished()["ok"] == 1
