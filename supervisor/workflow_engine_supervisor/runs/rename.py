"""What people call a run, given anew."""

from dataclasses import dataclass

from workflow_engine_shared.storage.workflow.store import Store


@dataclass(frozen=True)
class Renaming:
    """What was asked for; what is not given stays."""

    title: str | None = None
    gives_title: bool = False  #: whether `title` counts: None takes it away
    tags: tuple[str, ...] | None = None


def rename_run(store: Store, thread_id: str, asked: Renaming) -> str:
    """Change a run's title and tags, wherever it stands; returns its thread_id as it is written.

    Raises:
        RunNotFound: there is no such run.
    """
    with store.write() as tx:
        row = tx.get_run(thread_id)
        title = asked.title if asked.gives_title else row.title
        tags = row.tags if asked.tags is None else asked.tags
        if (title, tags) != (row.title, row.tags):
            tx.rename_run(row.thread_id, title, tags)
    return row.thread_id
