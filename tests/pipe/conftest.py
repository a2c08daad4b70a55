"""Both sides of a real pipe; and the way to what all tests share."""

import os
from collections.abc import Iterator

import pytest

from support.wires import Wires
from workflow_engine_shared.protocol.pipe import supervisor_side, worker_side


@pytest.fixture
def wires() -> Iterator[Wires]:
    down_read, down_write = os.pipe()
    up_read, up_write = os.pipe()
    supervisor = supervisor_side(os.fdopen(up_read, "rb"), os.fdopen(down_write, "wb"))
    worker = worker_side(os.fdopen(down_read, "rb"), os.fdopen(up_write, "wb"))
    yield Wires(supervisor, worker, up_write)
    supervisor.close()  # first: a worker's thread that is stuck in a full pipe is freed by it
    worker.close()
