"""`renflow run` without a supervisor brings its own: it carries that run, and leaves everything else as it found it."""

import json
import subprocess
import sys

import psutil

from support.processes import alive
from support.run import chain, node
from support.server import Made
from support.sleepers import put_to_sleep, woken
from support.wait import patient, until
from workflow_engine_shared.storage.sqlite.database import Database


def test_it_starts_only_what_was_asked_of_it(servers: Made):
    server = servers().start()
    living = server.run(node("wait", "waits"))
    dead = server.run(chain(node("map", "maps", count=300, seconds=0.02, holds_from=100)))
    living.began()
    dead.done(5)
    put_down = server.run(node("other", "waits", safe=True))
    put_down.began()
    pid = living.pid()
    theirs = {run.id: run.pid() for run in (dead, put_down)}
    server.kill()
    psutil.Process(theirs[dead.id]).kill()
    psutil.Process(theirs[put_down.id]).terminate()  # it leaves at its safe point, as for a supervisor that stops
    until(lambda: not any(map(alive, theirs.values())), what="two of three are gone")
    database = Database(server.home.db)
    (asleep,) = put_to_sleep(database, 1, ["2024-01-01T00:00:00.000Z"])
    database.close()
    (server.flows / "mine.json").write_text(json.dumps(chain(node("say", "returns", said="mine"))))

    words = ["run", "mine", "--home", str(server.home.root), "--flows", str(server.flows), "--json"]
    mine = subprocess.run(
        [sys.executable, "-m", "workflow_engine", *words], env=server.env, capture_output=True, text=True,
        timeout=patient(60), check=False,
    )  # fmt: skip

    assert mine.returncode == 0, mine.stderr
    assert alive(pid), "a worker that was there before goes on"
    assert (living.row_status(), dead.row_status(), put_down.row_status()) == ("running", "recovering", "pending")
    assert woken(server.home.db, [asleep])[0].times == 0, "a time that came for others is none of its business"
    server.start()
    until(lambda: woken(server.home.db, [asleep])[0].times == 1)
    living.open_gate()
    put_down.open_gate()
    for run in (living, dead, put_down):
        run.hurry().finished(timeout=60)
    assert len(living.left()) == 1
    items = [line["key"] for line in dead.ledger("item")]
    assert set(items) == set(range(300))
    assert len(items) <= 301, "one may have been under way when its worker was killed"
