"""The one faulty function; `mode` says what it does, `once` lets only the first attempt of a visit do it."""

import asyncio
import time

from workflow_engine import current_run, register_function

from . import deaths, endings, hostility, leaks, loops, output, own_threads, processes, results, talk
from .ledger import note
from .pace import takes

MODES = {
    name: function
    for module in (deaths, endings, hostility, leaks, loops, output, own_threads, processes, results, talk)
    for name, function in vars(module).items()
    if getattr(function, "__module__", "") == module.__name__ and not name.startswith("_")
}


@register_function("faulty")
def faulty(state, *, mode, once=False, **args):
    """Do what `mode` names; every call leaves a line in the ledger."""
    note("node", mode=mode)
    if once and current_run().attempt > 1:
        return {"survived": mode}
    return MODES[mode](state, **args)


@register_function("faulty.item")
def faulty_item(item, *, seconds=0.0, factor=1):
    """One item of a map node: a line in the ledger, then what the item itself says."""
    note("item", key=item["id"] if isinstance(item, dict) else item)
    takes(seconds)
    return loops._result(item, factor)


@register_function("faulty.item_later")
async def faulty_item_later(item):
    """The same as a coroutine."""
    await asyncio.sleep(0)
    return item


@register_function("faulty.later")
async def faulty_later(state, *, seconds=0.01, deaf=False, blocks=0.0):
    """The same as a coroutine; a deaf one does not let itself be cancelled, a blocking one holds its event loop."""
    note("node", mode="later")
    time.sleep(blocks)  # noqa: ASYNC251 - that nobody else of the loop gets a turn is the point
    while True:
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            if deaf:
                continue
            raise
        return {"later": state.get("value", "none")}
