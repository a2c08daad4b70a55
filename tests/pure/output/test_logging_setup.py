"""What a node's code does to Python's logging is taken back, also in loggers that were made meanwhile."""

import logging
from collections.abc import Iterator

import pytest

from workflow_engine_worker.output.logging_setup import LoggingSetup
from workflow_engine_worker.output.records import OwnLogger


@pytest.fixture
def setup(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoggingSetup]:
    """As the flow's modules left it: at WARNING, with one logger switched off."""
    root = logging.getLogger()
    for owner, name in (
        (logging.Logger, "callHandlers"),
        (logging.Handler, "handle"),
        (root, "level"),
        (root, "handlers"),
        (root.manager, "disable"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    root.handlers = list(root.handlers)
    made = LoggingSetup(lambda *_said: None)
    root.setLevel(logging.WARNING)
    logging.getLogger("restored.off").disabled = True
    made.keep()
    made.restore()
    yield made
    logging.captureWarnings(False)
    root.manager._clear_cache()


def test_what_was_changed_is_taken_back_each_time(setup: LoggingSetup) -> None:
    root, known = logging.getLogger(), logging.getLogger("restored.known")
    for _ in range(2):
        root.setLevel(logging.DEBUG)
        logging.disable(logging.CRITICAL)
        root.handlers.clear()
        known.disabled, logging.getLogger("restored.off").disabled = True, False
        setup.restore()
        assert (root.level, root.manager.disable, len(root.handlers)) == (logging.WARNING, logging.NOTSET, 1)
        assert known.isEnabledFor(logging.WARNING)
        assert not known.isEnabledFor(logging.INFO)
        assert logging.getLogger("restored.off").disabled


def test_loggers_that_were_made_meanwhile_are_seen(setup: LoggingSetup) -> None:
    logging.getLogger("restored.placeholder.child")
    setup.restore()
    logging.getLogger("restored.placeholder").disabled = True  # stood there before, as a placeholder
    own = logging.getLogger("flow.node")
    own.disabled = True
    setup.restore()
    assert not logging.getLogger("restored.placeholder").disabled
    assert not own.disabled
    assert type(own) is OwnLogger
