"""The samples' functions, called as a worker calls them: inside the context of a run."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from workflow_engine_shared.sdk import CONTEXT, RunInfo, plain_map


class Node:
    """What a worker installs around a visit; keeps the progress that was shown."""

    def __init__(self, folder: Path) -> None:
        inputs, outputs = folder / "inputs", folder / "outputs"
        inputs.mkdir()
        outputs.mkdir()
        self.shown: list[tuple[int, int | None, str | None]] = []
        self.info = RunInfo(
            thread_id="t1",
            node_id="node",
            visit=1,
            attempt=1,
            inputs_dir=inputs,
            outputs_dir=outputs,
            idempotency_key="t1/node/1",
            logger=logging.getLogger("flow"),
        )

    def step(self, call, name, key):
        return call()

    def map_steps(self, function, items, options):
        results = []
        for item in items:
            results.extend(plain_map(function, [item], options))
            self.progress(len(results), len(items), None)
        return results

    def checkpoint(self, update):
        """A safe point: nobody asks for anything here."""

    def artifact(self, name: str, path: Path) -> dict[str, str]:
        assert path == self.info.outputs_dir / name, "as a worker does, it stays where it is"
        return {"artifact": name}

    def progress(self, done: int, total: int | None, message: str | None) -> None:
        self.shown.append((done, total, message))


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    """The code of the test runs inside a node."""
    folder = tmp_path / "run"
    folder.mkdir()
    node = Node(folder)
    token = CONTEXT.set(node)
    yield node
    CONTEXT.reset(token)
