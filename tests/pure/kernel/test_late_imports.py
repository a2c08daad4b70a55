"""LangGraph without what no run uses: nothing of it is loaded, everything is there when it is used.

Each test is a process of its own, because a module is imported once a process.
"""

import http.server
import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

FILE = str(Path(__file__).parents[3] / "worker/workflow_engine_worker/kernel/late_imports.py")
#: What a LangGraph with its tracers brings, besides the modules that are stood in for.
HEAVY = ["langsmith", "httpx", "httpx2", "urllib3", "rich", "websockets", "tenacity", "langchain_core.tracers.context"]

#: What only runs of BPMN files use: XML.
XML = ["defusedxml", "workflow_engine_shared.bpmn.flow"]


def python(code: str, *words: str, **environment: str) -> str:
    """What this program prints; it must end well, and without a warning."""
    settings = ("LANGSMITH_", "LANGCHAIN_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(settings)}
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(code), *words]
    done = subprocess.run(command, env={**kept, **environment}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_worker_loads_none_of_it_not_even_for_a_run():
    """Fails when LangGraph's or LangChain's imports changed: see what takes what, then UNUSED and TAKERS.

    Or when a module of ours imports at once what few runs use.
    """
    loaded = python(
        """
        import sys
        import workflow_engine_worker.process.main
        from workflow_engine_worker.kernel.late_imports import UNUSED
        from workflow_engine_worker.runs.rehearsal import rehearse
        names = [*UNUSED, *sys.argv[1:]]
        print("after the import:", *[name for name in names if name in sys.modules])
        rehearse()
        print("after a run:", *[name for name in names if name in sys.modules])
        """,
        *HEAVY,
        *XML,
    )
    assert loaded.splitlines() == ["after the import:", "after a run:"]


def test_whoever_takes_a_late_name_has_the_real_thing():
    python(
        """
        import inspect, pickle, sys, typing
        import workflow_engine_worker.kernel
        from types import ModuleType
        from workflow_engine_worker.kernel.late_imports import TAKERS, UNUSED, LateName
        import langgraph._internal._runnable as runnable, langgraph.runtime as runtime
        import langchain_core.runnables.base as base

        late = vars(runnable)["LangChainTracer"]
        assert type(late) is LateName
        assert not isinstance(1, late) and not issubclass(int, late)
        assert "langsmith" not in sys.modules, "nothing can be an instance of what is not loaded"

        class User:
            identity = display_name = "u"
            is_authenticated, permissions = True, ()
            def __getitem__(self, key): ...
            def __contains__(self, key): ...
            def __iter__(self): ...
        assert isinstance(User(), vars(runtime)["BaseUser"]), "a protocol has instances that do not know it"
        assert typing.get_type_hints(runtime.ServerInfo)["user"] == runtime.BaseUser | None
        import langgraph_sdk.auth.types
        assert runtime.BaseUser is langgraph_sdk.auth.types.BaseUser

        from langchain_core.tracers.langchain import LangChainTracer
        class Mine(late): ...
        assert issubclass(LangChainTracer, late) and Mine.__mro__[1] is LangChainTracer
        assert pickle.loads(pickle.dumps(late)) is LangChainTracer
        assert (late | None, None | late) == (LangChainTracer | None, None | LangChainTracer)
        assert runnable.LangChainTracer is LangChainTracer and late.run_inline is LangChainTracer.run_inline
        before = vars(base)["RootListenersTracer"]
        assert base.RootListenersTracer.__module__ == "langchain_core.tracers.root_listeners"
        assert before(config={}, on_start=None, on_end=None, on_error=None).run_map == {}

        from langchain_core.utils import raise_for_status_with_text
        import requests  # only now: `except` knows no stand-in

        class Answer:
            text = "no"
            def raise_for_status(self):
                raise requests.HTTPError("404")
        try:
            raise_for_status_with_text(Answer())
        except ValueError as error:
            assert str(error) == "no" and type(error) is ValueError
        else:
            sys.exit("nothing was raised")

        for name in TAKERS:
            inspect.getmembers(sys.modules[name])
            assert type(sys.modules[name]) is ModuleType, name
            assert not [each for each in vars(sys.modules[name]).values() if type(each) is LateName], name
        assert all(sys.modules[name].__spec__.origin for name in UNUSED if name in sys.modules)
        """
    )


def test_an_authors_own_graph_has_messages_and_streams():
    """Of a chat: what a run of ours needs none of is there, by whatever name it is taken."""
    python(
        """
        import sys
        import workflow_engine_worker.kernel
        loaded = {"langchain_core.messages.ai", "langgraph.graph.message", "langgraph.stream.transformers"}
        assert not loaded & set(sys.modules)

        from langgraph.graph import START, MessagesState, StateGraph, add_messages
        from langgraph.stream import LifecycleTransformer
        from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, convert_to_messages, get_buffer_string
        import langchain_core.messages.utils, langgraph.graph.message, langgraph.stream.transformers

        assert AnyMessage is langchain_core.messages.utils.AnyMessage
        assert add_messages is langgraph.graph.message.add_messages
        assert LifecycleTransformer is langgraph.stream.transformers.LifecycleTransformer
        assert get_buffer_string(convert_to_messages(["hello"])) == "Human: hello"

        def answer(state: MessagesState):
            return {"messages": [AIMessage("yes", id="2")]}

        graph = StateGraph(MessagesState).add_node(answer).add_edge(START, "answer").compile()
        asked = {"messages": [HumanMessage("well?", id="1")]}
        assert [each.content for each in graph.invoke(asked)["messages"]] == ["well?", "yes"]
        assert [each.content for each, _ in graph.stream(asked, stream_mode="messages")] == ["yes"]
        """
    )


def test_an_unknown_langgraph_is_imported_as_it_is():
    """Tried with this LangGraph and less knowledge of it; what is imported afterwards is as if nobody had tried."""
    python(
        f"""
        import sys
        from importlib.util import module_from_spec, spec_from_file_location

        def tried(change):
            spec = spec_from_file_location("late", {FILE!r})
            late = module_from_spec(spec)
            spec.loader.exec_module(late)
            change(late)
            finders = list(sys.meta_path)
            late.import_langgraph()
            assert sys.meta_path == finders
            assert not [name for name in sys.modules if name.partition(".")[0] in ("langgraph", "langchain_core")]

        def another_module_takes_a_name(late):
            late.TAKERS = late.TAKERS - {{"langgraph.runtime"}}

        def another_name_is_taken(late):
            late.UNUSED = {{**late.UNUSED, "langchain_core.tracers.base": frozenset()}}

        tried(another_module_takes_a_name)
        tried(another_name_is_taken)
        import langgraph.graph
        from workflow_engine_worker.runs.rehearsal import rehearse
        rehearse()
        import langgraph.runtime, langgraph_sdk.auth.types, langgraph._internal._runnable as runnable
        assert vars(langgraph.runtime)["BaseUser"] is langgraph_sdk.auth.types.BaseUser
        assert vars(runnable)["LangChainTracer"].__module__ == "langchain_core.tracers.langchain"
        """
    )


class Collector(http.server.BaseHTTPRequestHandler):
    """Takes what LangSmith's client sends."""

    sent: bytes = b""

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        type(self).sent += self.rfile.read(int(self.headers["Content-Length"]))
        self.answer()

    def answer(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def collector() -> Iterator[str]:
    Collector.sent = b""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{made.server_port}"
        made.shutdown()
        thread.join()


@pytest.mark.parametrize("when", ["before the import", "by an author's module"])
def test_who_traces_has_the_whole_run_traced(collector: str, when: str):
    """As the environment says: of the process, or once an author's module changed it."""
    wish = {"LANGSMITH_TRACING": "true", "LANGSMITH_ENDPOINT": collector, "LANGSMITH_API_KEY": "k"}
    code = """
        import os, sys
        import workflow_engine_worker.process.main
        from workflow_engine_worker.runs.rehearsal import rehearse
        assert ("langsmith" in sys.modules) is (not sys.argv[1:])
        os.environ.update(word.split("=", 1) for word in sys.argv[1:])
        rehearse()
        from langchain_core.tracers.langchain import wait_for_all_tracers
        wait_for_all_tracers()
        """
    if when == "before the import":
        python(code, **wish)
    else:
        python(code, *(f"{name}={value}" for name, value in wish.items()))
    assert b"LangGraph" in Collector.sent
    assert b"node.work" in Collector.sent
