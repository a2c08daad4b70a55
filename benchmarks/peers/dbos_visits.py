"""DBOS with SQLite: what a step of a workflow that changes a counter costs. Prints seconds for one."""

import os
import sys
import tempfile
import time
from pathlib import Path

from dbos import DBOS, DBOSConfig


@DBOS.step()
def count(number: int) -> int:
    return number + 1


@DBOS.workflow()
def counting(steps: int, warm: int) -> float:
    number = 0
    begun = 0.0
    for step in range(steps + warm):
        if step == warm:
            begun = time.perf_counter()
        number = count(number)
    return (time.perf_counter() - begun) / steps


def main(steps: int) -> float:
    folder = tempfile.mkdtemp()
    url = f"sqlite:///{Path(folder, 'dbos.sqlite')}"
    config: DBOSConfig = {"name": "bench", "system_database_url": url, "run_admin_server": False, "log_level": "ERROR"}
    DBOS(config=config)
    DBOS.launch()
    return counting(steps, 50)


if __name__ == "__main__":
    print(main(int(sys.argv[1])), flush=True)
    os._exit(0)
