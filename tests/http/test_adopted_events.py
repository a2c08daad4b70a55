"""A worker that an earlier supervisor started has no pipe: who watches its run is told everything all the same."""

import json
import time
from pathlib import Path
from typing import Any

from support.run import chain
from support.server import Server
from support.wait import patient, until
from support.web_socket import connect

CODE = '''
import time
from pathlib import Path

from workflow_engine import current_run, register_function, track

@register_function("adopted.talk")
def talk(state):
    """A line every 50 ms, until a file is there."""
    for number in track(range(100_000), "lines"):
        current_run().logger.info("%d", time.time_ns())
        time.sleep(0.05)
        if Path(state["gate"]).exists():
            return {}

@register_function("adopted.after")
def after(state):
    while not Path(state["end"]).exists():
        time.sleep(0.01)
    return {}
'''
FLOW = chain(
    {"id": "talk", "type": "python", "data": {"codeRef": "adopted.talk"}},
    {"id": "after", "type": "python", "data": {"codeRef": "adopted.after"}},
)


def test_lines_nodes_progress_metrics_and_status_come_without_a_pipe(tmp_path: Path):
    server = Server(tmp_path / "server", grace=0.5, warm_workers=0)
    (server.flows / "adopted_talk.py").write_text(CODE)
    try:
        server.start()
        gate, end = tmp_path / "gate", tmp_path / "end"
        run = server.run(server.flow(FLOW), gate=str(gate), end=str(end))
        until(lambda: run.facts["current_nodes"] == ["talk"], what="the first node")
        server.kill()
        server.start()
        until(lambda: run.facts["process"], what="the worker is adopted")
        url = f"{str(server.client.base_url).replace('http', 'ws')}/runs/{run.id}/events".replace("//runs", "/runs")
        seen: dict[str, list[Any]] = {}
        late: list[float] = []
        with connect(url, proxy=None) as watching:

            def take(kind: str, wanted: Any) -> None:
                deadline = time.monotonic() + patient(20)
                while time.monotonic() < deadline:
                    frame = json.loads(watching.recv(timeout=patient(10)))
                    seen.setdefault(frame["type"], []).append(frame["data"])
                    if frame["type"] == "log" and frame["data"]["message"].isdigit():
                        late.append(time.time() - int(frame["data"]["message"]) / 1e9)
                    if frame["type"] == kind and wanted(frame["data"]):
                        return
                raise AssertionError((kind, seen.keys()))

            take("metrics", lambda data: data["rss_mb"] > 5)
            take("progress", lambda _: True)
            take("log", lambda _: len(late) > 20)
            gate.touch()
            take("node", lambda data: (data["node"], data["status"]) == ("talk", "finished"))
            take("node", lambda data: (data["node"], data["status"]) == ("after", "running"))
            end.touch()
            take("status", lambda data: data["status"] == "finished")
        late.sort()
        assert len(late) > 20
        assert late[len(late) // 2] < patient(0.5)  # looked at twenty times a second, not once
        assert [line["seq"] for line in seen["log"]] == sorted(line["seq"] for line in seen["log"])
        assert server.stop() == 0
    finally:
        server.clean_up()
