"""A graph begins without looking for tracers where there can be none: to look, LangChain loads what they are made of.

Only the one graph that begins inside `no_tracers` goes without. Chains and graphs of the author's own, inside a node,
find their tracers as anywhere.
"""

import contextlib
import threading
from collections.abc import Iterator

from langchain_core.callbacks.manager import CallbackManager
from langchain_core.globals import get_debug
from langchain_core.runnables import RunnableConfig
from langgraph.pregel import main as stock

from workflow_engine_worker.kernel.late_imports import tracing_is_loaded, tracing_is_wished

_NAME = "get_callback_manager_for_config"


@contextlib.contextmanager
def no_tracers() -> Iterator[None]:
    """The next graph of this thread has nobody who is told of it, unless somebody may wish for it.

    Whoever wishes says so in the environment, by `set_debug`, or to a module that is loaded by then. A LangGraph that
    begins in another way is slower, not broken; tests/pure/kernel/test_late_imports.py tells.
    """
    original = getattr(stock, _NAME, None)
    if original is None or tracing_is_wished() or tracing_is_loaded() or get_debug():
        yield
        return
    here = threading.get_ident()

    def begun(config: RunnableConfig) -> CallbackManager:
        if threading.get_ident() != here:
            return original(config)  # type: ignore[no-any-return]
        setattr(stock, _NAME, original)  # the graphs that begin from here on are the author's
        manager = CallbackManager(handlers=[])
        manager.add_tags(config.get("tags") or [])
        manager.add_metadata(config.get("metadata") or {})
        return manager

    setattr(stock, _NAME, begun)
    try:
        yield
    finally:
        setattr(stock, _NAME, original)
