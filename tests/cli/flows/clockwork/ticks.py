"""A flow that goes on until it is told to stop (or has had 3,000 turns), and one that breaks until it is mended."""

import threading

from workflow_engine import progress, register_function


@register_function("clockwork.tick")
def tick(state: dict) -> dict:
    """One turn; the log says which, in colours that must not reach a terminal."""
    ticks = state.get("ticks", 0) + 1
    progress(ticks, 1000, "ticking")
    print(f"tick {ticks} \x1b[31mred\x1b[0m \u2028 时钟")
    threading.Event().wait(0.02)
    return {"ticks": ticks}


@register_function("clockwork.fragile")
def fragile(state: dict) -> dict:
    """Breaks unless the state says `mended`."""
    if not state.get("mended"):
        raise ValueError("the spring is broken")
    return {"works": True}
