"""A backup made while runs are at work goes on in another data directory, and nothing that it holds is redone."""

import shutil
from pathlib import Path

from support.command_line import CommandLine
from support.run import Run, chain, node
from support.server import Made
from workflow_engine_shared.paths import Home


def test_a_backup_of_runs_at_work_goes_on_elsewhere(servers: Made, tmp_path: Path):
    first = servers(warm_workers=1).start()
    over = first.run(node("one", "returns", answer=42))
    over.finished()
    busy = first.run(chain(node("map", "maps", count=300, seconds=0.01, holds_from=150, workers=2)))
    busy.done(60)
    with CommandLine(tmp_path) as renflow:
        said = renflow("backup", "--all", str(tmp_path / "all.zip"), "--json", "--home", str(first.home.root))
        assert (said.code, said.json["runs"], said.json["passed_over"]) == (0, 2, [])
        busy.done(120)
        first.kill_all()
        shutil.rmtree(first.home.root)

        second = servers(warm_workers=1)
        words = ("restore", str(tmp_path / "all.zip"), "--home", str(second.home.root))
        done = renflow(*words)
        assert (done.code, "2 runs that had begun" in done.out) == (0, True), done
        assert "It was made in" in done.err
        again = renflow(*words, "--json")
        assert (again.code, again.problem["code"]) == (4, "HOME_NOT_EMPTY")

    kept = set(Run(second, busy.id).journal())
    assert 40 < len(kept) < 300
    before = len(Run(second, busy.id).ledger("item"))
    second.start()
    goes_on = Run(second, busy.id)
    goes_on.hurry().until("finished")
    assert len(goes_on.values()["rows"]) == 300
    assert not kept & {line["key"] for line in goes_on.ledger("item")[before:]}, "what was journaled was done again"
    assert Run(second, over.id).state["answer"] == 42


def test_words_of_the_command_line(tmp_path: Path):
    with CommandLine(tmp_path) as renflow:
        missing = renflow("restore", str(tmp_path / "none.zip"), "--json")
        assert (missing.code, missing.problem["code"]) == (2, "UNREADABLE")
        tmp_path.joinpath("odd.zip").write_bytes(b"PK")
        odd = renflow("restore", str(tmp_path / "odd.zip"))
        assert (odd.code, "no sound backup" in odd.err, "Traceback" in odd.err) == (4, True, False)
        assert not Home(renflow.home).db.exists()
