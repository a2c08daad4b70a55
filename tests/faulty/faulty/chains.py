"""Functions that use LangChain, its tracers and LangGraph themselves, as authors of agents do."""

import asyncio
import sys
import threading
from typing import Any, TypedDict

from workflow_engine import register_function


class Seen(TypedDict, total=False):
    """The state of a graph inside a node."""

    words: list[str]


@register_function("chains.loaded")
def loaded(_state: Any, *, names: list[str]) -> dict[str, Any]:
    return {"loaded": [name for name in names if name in sys.modules]}


@register_function("chains.traced")
def traced(_state: Any) -> dict[str, Any]:
    """A chain with a tracer and a handler; the tracers' classes are nowhere but where they are defined."""
    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.runnables import RunnableLambda

    told: list[str] = []

    class Handler(BaseCallbackHandler):
        def on_chain_start(self, *_: Any, **facts: Any) -> None:
            told.append(f"begun {facts['name']}")

    from langchain_core.tracers.base import BaseTracer

    class Tracer(BaseTracer):
        def _persist_run(self, run: Any) -> None:
            told.append(f"traced {run.name}: {[child.name for child in run.child_runs]}")

    chain = RunnableLambda(len, name="count") | RunnableLambda(lambda number: number + 1, name="add")
    listened = chain.with_listeners(on_end=lambda run: told.append(f"heard {type(run).__name__}"))
    number = listened.invoke("abc", {"callbacks": [Handler(), Tracer()]})
    return {"number": number, "told": told}


@register_function("chains.streamed")
def streamed(_state: Any) -> dict[str, Any]:
    from langchain_core.runnables import RunnableLambda

    async def events() -> list[str]:
        chain = RunnableLambda(str.upper, name="upper")
        found = [each["event"] async for each in chain.astream_events("a", version="v2")]
        return found + [type(each).__name__ async for each in chain.astream_log("a")][:1]

    return {"events": asyncio.run(events())}


@register_function("chains.graph")
def graph(_state: Any) -> dict[str, Any]:
    """A graph with its own checkpoints and a tracer, which splits off what tracers are told."""
    from langchain_core.tracers.base import BaseTracer
    from langgraph.checkpoint.memory import InMemorySaver
    from langgraph.graph import END, START, StateGraph

    names: list[str] = []

    class Tracer(BaseTracer):
        def _persist_run(self, run: Any) -> None:
            names.extend([run.name, *(child.name for child in run.child_runs)])

    building = StateGraph(Seen)
    building.add_node("say", lambda seen: {"words": [*seen["words"], "said"]})
    building.add_edge(START, "say")
    building.add_edge("say", END)
    compiled = building.compile(checkpointer=InMemorySaver())
    config: Any = {"configurable": {"thread_id": "mine"}, "callbacks": [Tracer()]}
    words = compiled.invoke({"words": []}, config)["words"]
    return {"words": words, "kept": compiled.get_state(config).values["words"], "names": names}


@register_function("chains.same")
def same(_state: Any) -> dict[str, Any]:
    """What several threads import at once is one and the same, from wherever it is taken."""
    begin, found = threading.Barrier(4), dict[str, Any]()

    def take(name: str, module: str, attribute: str) -> None:
        begin.wait()
        found[name] = getattr(__import__(module, fromlist=[attribute]), attribute)

    places = [
        ("run", "langchain_core.tracers.schemas", "Run"),
        ("tree", "langsmith", "RunTree"),
        ("user", "langgraph.runtime", "BaseUser"),
        ("defined user", "langgraph_sdk.auth.types", "BaseUser"),
    ]
    threads = [threading.Thread(target=take, args=place) for place in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"same": [found["run"] is found["tree"], found["user"] is found["defined user"]]}
