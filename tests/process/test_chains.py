"""LangChain and LangGraph in an author's function: as in any program, though the worker itself loads little of them."""

from support.run import chain, node
from support.server import Made
from workflow_engine_worker.kernel.late_imports import UNUSED

NOT_LOADED = [*UNUSED, "langsmith", "langchain_core.tracers.context", "httpx", "websockets", "rich"]


def test_a_worker_loads_none_of_it_until_a_function_does_and_then_all_is_as_ever(servers: Made):
    server = servers(worker_processes="spawn").start()  # what is forked has what the tests' own supervisors import
    names = ["loaded", "same", "traced", "streamed", "graph"]
    nodes = [node(name, code_ref=f"chains.{name}") for name in names]
    nodes[0] = node("loaded", code_ref="chains.loaded", names=NOT_LOADED)
    after = server.run(chain(*nodes)).finished(timeout=60)
    assert after["loaded"] == []
    assert after["same"] == [True, True]
    assert after["number"] == 4
    assert sorted(after["told"]) == sorted(
        [
            *("begun RunnableSequence", "begun count", "begun add"),
            *("traced RunnableSequence: ['count', 'add']", "heard RunTree"),
        ]
    )
    assert after["events"] == ["on_chain_start", "on_chain_stream", "on_chain_end", "RunLogPatch"]
    assert (after["words"], after["kept"]) == (["said"], ["said"])
    assert after["names"] == ["LangGraph", "say"]
