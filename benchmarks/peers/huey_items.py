"""huey with its SQLite storage: how many trivial tasks its consumer does a second. Prints seconds for one task."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

TASKS = """
from huey import SqliteHuey
huey = SqliteHuey(filename={path!r}, fsync=True, journal_mode="wal")

@huey.task()
def trivial(number):
    return {{"id": number, "text": "x" * 16}}
"""


def main(count: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "tasks.py").write_text(TASKS.format(path=str(Path(folder, "huey.db"))), encoding="utf-8")
        sys.path.insert(0, folder)
        from tasks import huey, trivial

        results = [trivial(number) for number in range(count)]
        command = [sys.executable, "-m", "huey.bin.huey_consumer", "tasks.huey", "-w", "1", "-q"]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            results[0].get(blocking=True, timeout=60)
            left, begun = huey.pending_count(), time.perf_counter()
            results[-1].get(blocking=True, timeout=300, backoff=1.0, max_delay=0.01)
            spent = time.perf_counter() - begun
            process.terminate()
    return spent / max(1, left)


if __name__ == "__main__":
    print(main(int(sys.argv[1])))
