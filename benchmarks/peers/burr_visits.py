"""Burr with its SQLite persister: what an action that changes a counter costs. Prints seconds for one."""

import sys
import tempfile
import time
from pathlib import Path

from burr.core import ApplicationBuilder, State, action, default, when
from burr.core.persistence import SQLitePersister


@action(reads=["n"], writes=["n"])
def count(state: State) -> State:
    return state.update(n=state["n"] + 1)


@action(reads=["n"], writes=[])
def over(state: State) -> State:
    return state


def main(count_to: int, warm: int = 50) -> float:
    with tempfile.TemporaryDirectory() as folder:
        persister = SQLitePersister(str(Path(folder, "burr.db")), table_name="t")
        persister.connection.execute("PRAGMA journal_mode=WAL")
        persister.connection.execute("PRAGMA synchronous=FULL")
        persister.initialize()
        application = (
            ApplicationBuilder()
            .with_actions(count=count, over=over)
            .with_transitions(("count", "over", when(n=count_to + warm)), ("count", "count", default))
            .with_state(n=0)
            .with_entrypoint("count")
            .with_state_persister(persister)
            .with_identifiers(app_id="a", partition_key="p")
            .build()
        )
        begun = 0.0
        while True:
            _, _, state = application.step()
            if state["n"] == warm and not begun:
                begun = time.perf_counter()
            if state["n"] == count_to + warm:
                return (time.perf_counter() - begun) / count_to


if __name__ == "__main__":
    print(main(int(sys.argv[1])))
