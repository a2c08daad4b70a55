"""Make the home of an older renflow again: `python tests/faults/old_homes/make.py` in a clone with its whole history.

The older renflow is checked out and installed into a temporary folder, and its supervisor makes the runs: one that
finished, one that broke, one that is paused inside a loop, one that asks a question, and one at whose fifth item the
supervisor and the worker are killed. What they left lies in `home-1.zip` beside this file, with a `manifest.json`.
"""

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.request
import zipfile
from pathlib import Path
from time import monotonic

#: The last one whose workflow.db and run.db are both of version 1.
COMMIT = "9c34db4986961ded3bfb6fb46a23f81c00cdd073"
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
ITEMS, STOPS_AT = 12, 5
#: Of this machine or moment, or made anew by whoever opens the home.
LEFT_OUT = {"supervisor.json", "supervisor.lock", "worker.lock", "console_token", ".reserve"}
PATIENCE_S = 60


def chain(*nodes):
    """Start → the nodes → the node that ends it → end."""
    every = [{"id": "start", "type": "start"}, *nodes, node("ends", "ends"), {"id": "end", "type": "end"}]
    return {
        "nodes": every,
        "edges": [{"source": one["id"], "target": other["id"]} for one, other in itertools.pairwise(every)],
    }


def node(name, code_ref, **args):
    return {"id": name, "type": "python", "data": {"codeRef": code_ref, "args": args}}


FLOWS = {
    "plain": chain(node("loop", "counts", items=ITEMS)),
    "stops": chain(node("loop", "counts", items=ITEMS, stop_at=STOPS_AT)),
    "breaks": chain(node("loop", "breaks", items=ITEMS, bad=STOPS_AT)),
    "asks": chain(node("loop", "counts", items=ITEMS), node("question", "asks")),
}
#: What each run of the home is, by the flow that it has.
RUNS = {"finished": "plain", "failed": "breaks", "asked": "asks", "paused": "stops", "running": "stops"}


class Old:
    """The older supervisor on its home."""

    def __init__(self, program, folder):
        self.home, self.flows = folder / "home", folder / "flows"
        shutil.copytree(HERE / "flows", self.flows, ignore=shutil.ignore_patterns("__pycache__"))
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("REN_", "PYTHON", "VIRTUAL"))}
        self.process = subprocess.Popen(
            [program, "-m", "workflow_engine.server", "--port", "0", "--home", self.home, "--flows", self.flows],
            env={**kept, "REN_WARM_WORKERS": "0"},
        )
        info = until(lambda: read_json(self.home / "supervisor.json"), "a supervisor")
        self.url = f"http://127.0.0.1:{info['port']}"

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"content-type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            return json.load(answer)

    def start(self, name, flow):
        self.ask("POST", "/runs/start", {"flow_id": flow, "thread_id": name, "input": {"给": "某人"}})

    def stands(self, name, status):
        until(lambda: self.ask("GET", f"/runs/{name}")["status"] == status, f"{name} {status}")

    def began(self, name):
        """Its run waits inside the loop."""
        ledger = self.home / "runs" / name / "outputs" / "ledger.jsonl"
        until(lambda: ledger.exists() and '"began"' in ledger.read_text(encoding="utf-8"), f"{name} in its loop")

    def kill_both(self, name):
        """The supervisor and the worker of a run at once, as when the power goes."""
        worker = self.ask("GET", f"/runs/{name}")["process"]["pid"]
        self.process.kill()
        os.kill(worker, signal.SIGKILL)
        self.process.wait()
        until(lambda: not Path(f"/proc/{worker}").exists(), "the worker's end")


def make(program, folder):
    """A home with a run of each kind; both of its processes are gone."""
    old = Old(program, folder)
    try:
        for flow, dsl in FLOWS.items():
            old.ask("POST", "/flows", {"id": flow, "name": flow})
            old.ask("POST", f"/flows/{flow}/versions", {"dsl": dsl})
            old.ask("POST", f"/flows/{flow}/versions/1/publish")
        for name, flow in RUNS.items():
            old.start(name, flow)
        old.stands("finished", "finished")
        old.stands("failed", "error")
        old.stands("asked", "interrupted")
        old.began("paused")
        old.ask("POST", "/runs/paused/pause")
        outputs = old.home / "runs" / "paused" / "outputs"
        until((outputs / "heard").exists, "the pause is heard of")
        (outputs / "go").touch()
        old.stands("paused", "interrupted")
        until(lambda: old.ask("GET", "/runs/paused")["attempts"][-1]["ended_at"], "the paused worker's end")
        old.began("running")
        old.kill_both("running")
    finally:
        if old.process.poll() is None:
            old.process.kill()
            old.process.wait()
    return old.home


def pack(home):
    """The home's files, with what is only of that moment left out."""
    manifest = {
        "made_by": COMMIT,
        "workflow.db": 1,
        "run.db": 1,
        "runs": RUNS,
        "items": ITEMS,
        "stops_at": STOPS_AT,
        "flows_dir": str(home.parent / "flows"),
    }
    (HERE / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    with zipfile.ZipFile(HERE / "home-1.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(home.rglob("*")):
            if path.is_file() and path.name not in LEFT_OUT and path.suffix != ".db-shm":
                packed.write(path, path.relative_to(home).as_posix())


def read_json(path):
    try:
        return json.loads(path.read_bytes())
    except (FileNotFoundError, json.JSONDecodeError):
        return None


def until(fact, what):
    clock, began = threading.Event(), monotonic()
    while not (value := fact()):
        if monotonic() - began > PATIENCE_S:
            raise SystemExit(f"not within {PATIENCE_S} s: {what}")
        clock.wait(0.05)
    return value


def main():
    with tempfile.TemporaryDirectory(prefix="renflow-old-") as name:
        folder, clone = Path(name), Path(name) / "renflow"
        subprocess.run(["git", "clone", "-q", "--no-checkout", ROOT, clone], check=True)
        subprocess.run(["git", "checkout", "-q", COMMIT], cwd=clone, check=True)
        subprocess.run([sys.executable, "-m", "uv", "sync", "-q"], cwd=clone, check=True)
        pack(make(clone / ".venv" / "bin" / "python", folder))


if __name__ == "__main__":
    main()
