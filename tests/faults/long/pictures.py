"""Many pictures in processes of a run, whose worker is killed again and again beside busy processes."""

import random
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

import psutil

from faults.witness import WitnessedRun, WitnessedServer
from support.processes import kill
from support.run import chain, node
from support.wait import until

SAMPLES = Path(__file__).parents[3] / "flows"
EVERY_S = 20.0
#: A machine that is through all of them sooner is struck after so many.
EVERY_PICTURES = 2500
#: From so many pictures on: by the clock, beside busy processes. Less is over by then, and is struck once.
MANY = 1000
BUSY = 4
CODE = """
from pathlib import Path

from faulty.ledger import note
from faulty.pace import holds
from product_selection.fingerprint import fingerprint
from workflow_engine import map_steps, register_function


def picture(path):
    note("item", key=Path(path).stem)
    if int(Path(path).stem) >= 3:  # the killer has seen three by then, and the run is not over
        holds()
    return fingerprint(Path(path)).hash


@register_function("pictures")
def pictures(state, *, folder):
    files = sorted(map(str, Path(folder).glob("*.png")))
    return {"hashes": list(map_steps(picture, files, pool="process", workers=2))}
"""


def drawn(folder: Path, count: int, chance: random.Random) -> list[Path]:
    """Small pictures of a few kilobytes, no two alike."""
    from PIL import Image

    folder.mkdir()
    files = [folder / f"{number:05}.png" for number in range(count)]
    for path in files:
        small = Image.frombytes("RGB", (36, 36), chance.randbytes(36 * 36 * 3))
        small.resize((72, 72)).save(path)
    return files


def hashed(files: list[Path]) -> list[str]:
    """What is right: the same function, called bare."""
    from product_selection.fingerprint import fingerprint

    return [fingerprint(path).hash for path in files]


class Pictures:
    """One run over pictures, and its killer."""

    def __init__(self, server: WitnessedServer, files: list[Path]) -> None:
        self._server, self._files = server, files
        shutil.copytree(SAMPLES / "product_selection", server.flows / "product_selection")
        (server.flows / "pictures.py").write_text(CODE, encoding="utf-8")

    def play(self) -> dict[str, Any]:
        """To the end; returns the figures."""
        many = len(self._files) >= MANY
        begun = monotonic()
        busy = [self._busy() for _ in range(BUSY if many else 0)]
        try:
            run = self._server.run(chain(node("hash", code_ref="pictures", folder=str(self._files[0].parent))))
            assert isinstance(run, WitnessedRun)
            kills = self._by_the_clock(run) if many else self._once(run)
            run.until("finished", timeout=60)
        finally:
            for each in busy:
                kill(each.pid)
                each.wait()
        took = monotonic() - begun
        return {"pictures": len(self._files), "kills": kills, "seconds": took, **self._judged(run)}

    def _busy(self) -> psutil.Popen:
        process = psutil.Popen([sys.executable, "-c", "while True: pass"])
        self._server.stranger(process.pid)
        return process

    def _by_the_clock(self, run: WitnessedRun) -> int:
        """Every 20 seconds, whatever the run is doing, or after so many pictures."""
        run.hurry()
        kills = 0

        def over() -> bool:
            status = run.row_status()
            assert status != "error", run.facts["error"]
            return status == "finished"

        while not over():
            due, enough = monotonic() + EVERY_S, run.decided() + EVERY_PICTURES

            def is_time(due: float = due, enough: int = enough) -> bool:
                return over() or monotonic() >= due or run.decided() >= enough

            until(is_time, 2 * EVERY_S, step=0.1)
            pid = (run.facts["process"] or {}).get("pid")
            if pid and not over():
                with suppress(psutil.NoSuchProcess):
                    psutil.Process(pid).kill()
                    kills += 1
                self._server.record.note(self._server.home)
        assert kills >= len(self._files) // EVERY_PICTURES // 2, f"{kills} kills are not what this fault is"
        return kills

    def _once(self, run: WitnessedRun) -> int:
        until(lambda: run.decided() >= 3, what="three pictures")
        run.kill()
        run.hurry()
        return 1

    def _judged(self, run: WitnessedRun) -> dict[str, Any]:
        """Every picture once and right."""
        found = run.values()["hashes"]
        assert found == hashed(self._files)
        kept = run.query("SELECT count(*), count(DISTINCT key), sum(state = 'done') FROM steps")[0]
        assert kept == (len(self._files),) * 3, kept
        ran = [line["key"] for line in run.ledger("item")]
        assert set(ran) == {path.stem for path in self._files}
        crashes = len(run.events("crash"))
        return {"workers": len(run.left()), "crashes": crashes, "ran twice": len(ran) - len(set(ran))}
