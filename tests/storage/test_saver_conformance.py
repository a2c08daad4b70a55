"""The saver under the conformance suite of the graph library."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from langgraph.checkpoint.conformance import checkpointer_test, validate

from workflow_engine_shared.storage.run import db
from workflow_engine_shared.storage.sqlite.database import Database
from workflow_engine_worker.kernel.saver import RunSaver


class AsyncSaver(RunSaver):
    """The suite asks through the asynchronous names only."""

    async def aput(self, *args: Any) -> Any:
        return self.put(*args)

    async def aput_writes(self, *args: Any, **more: Any) -> None:
        self.put_writes(*args, **more)

    async def aget_tuple(self, config: Any) -> Any:
        return self.get_tuple(config)

    async def alist(self, config: Any, **more: Any) -> AsyncIterator[Any]:
        for found in self.list(config, **more):
            yield found

    async def adelete_thread(self, thread_id: str) -> None:
        self.delete_thread(thread_id)

    async def acopy_thread(self, source_thread_id: str, target_thread_id: str) -> None:
        self.copy_thread(source_thread_id, target_thread_id)

    async def aprune(self, thread_ids: Any, *, strategy: str = "keep_latest") -> None:
        self.prune(thread_ids, strategy=strategy)


def test_the_librarys_conformance_suite(tmp_path: Path) -> None:
    made: list[Database] = []

    @checkpointer_test(name="RunSaver")
    async def factory() -> AsyncIterator[AsyncSaver]:
        made.append(db.open_for_writing(tmp_path / f"{len(made)}.db", epoch=1))
        saver = AsyncSaver(made[-1])
        yield saver
        saver.conn.close()
        made[-1].close()

    report = asyncio.run(validate(factory))
    failures = {name: result.failures for name, result in report.results.items() if result.tests_failed}
    assert failures == {}
    passed = {name for name, result in report.results.items() if result.passed}
    assert passed == {"put", "put_writes", "get_tuple", "list", "delete_thread", "copy_thread", "prune"}
