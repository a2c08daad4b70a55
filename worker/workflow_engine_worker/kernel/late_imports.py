"""LangGraph, without what it imports and a run never uses.

`import langgraph.graph` brings LangSmith, a client of LangGraph's server and two HTTP libraries with it: more than half
of a worker's import, and a third of its memory. A few modules take names from them, for tracing that nobody asked for;
others have what a chat is made of, messages and streams of their events, which is a fourteenth of the rest.

While LangGraph is imported here, the modules in `UNUSED` are stood in for. Afterwards `sys.modules` has no stand-in:
whoever imports one of them gets the real one. What stays is a `LateName` in the globals of those few modules, which
becomes the real object when it is used, or taken by somebody else. Nothing can be an instance of a class that was
never loaded, so `isinstance` need not load it.

A LangGraph that is not as known, or a user who traces, gets the plain import.
"""

import importlib
import os
import sys
import threading
from collections.abc import Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import FunctionType, ModuleType
from typing import Any

#: Which module is stood in for, and what may be taken from it; a package is there for what is in it.
UNUSED: Mapping[str, frozenset[str]] = {
    "langchain_core.messages.utils": frozenset({"AnyMessage", "convert_to_messages", "get_buffer_string"}),
    "langchain_core.tracers.base": frozenset({"BaseTracer"}),
    "langchain_core.tracers.event_stream": frozenset(
        {"_astream_events_implementation_v1", "_astream_events_implementation_v2"}
    ),
    "langchain_core.tracers.langchain": frozenset({"LangChainTracer"}),
    "langchain_core.tracers.log_stream": frozenset({"LogStreamCallbackHandler", "_astream_log_implementation"}),
    "langchain_core.tracers.root_listeners": frozenset({"AsyncRootListenersTracer", "RootListenersTracer"}),
    "langgraph.graph.message": frozenset({"MessageGraph", "MessagesState", "add_messages"}),
    "langgraph.stream.transformers": frozenset(
        {
            *("CheckpointsTransformer", "CustomTransformer", "DebugTransformer", "LifecyclePayload"),
            *("LifecycleTransformer", "MessagesTransformer", "SubgraphStatus", "SubgraphTransformer"),
            *("TasksTransformer", "UpdatesTransformer", "ValuesTransformer"),
        }
    ),
    "langgraph_sdk": frozenset(),
    "langgraph_sdk.auth": frozenset(),
    "langgraph_sdk.auth.types": frozenset({"BaseUser"}),
    "requests": frozenset({"HTTPError", "Response"}),
}
#: Who is known to take them.
TAKERS = frozenset(
    {
        "langchain_core.callbacks.manager",
        "langchain_core.messages",
        "langchain_core.runnables.base",
        "langchain_core.utils.utils",
        "langgraph._internal._runnable",
        "langgraph.graph",
        "langgraph.pregel._messages",
        "langgraph.pregel.main",
        "langgraph.runtime",
        "langgraph.stream",
        "langgraph.types",
    }
)
#: Whose instances there are only once they are loaded. (A protocol has instances that do not know of it.)
_CLASSES = frozenset({"BaseTracer", "LangChainTracer"})
#: All that this package imports of LangGraph, so that it is imported here.
_WANTED = ("langgraph.graph", "langgraph.pregel", "langgraph.checkpoint.sqlite")
_FAMILIES = ("langchain_core", "langgraph")


def import_langgraph() -> None:
    """Import LangGraph: lightly where that is possible, else as it is."""
    if tracing_is_wished() or any(name in sys.modules for name in _FAMILIES):
        return  # the import statements of this package do it
    finder, before = _Finder(), set(sys.modules)
    sys.meta_path.insert(0, finder)
    try:
        for name in _WANTED:
            importlib.import_module(name)
    except Exception:  # noqa: BLE001 - whatever it is: the plain import shows whether it has to do with us
        as_known = False
    else:
        as_known = True
    finally:
        finder.leave()
    takers = _takers(before)
    if as_known and takers <= TAKERS:
        for name in takers:
            sys.modules[name].__class__ = _Taker
    else:
        _forget({*_FAMILIES, *(name.partition(".")[0] for name in takers)}, before)


def tracing_is_wished() -> bool:
    """Whether the environment has a setting of LangSmith or of LangChain."""
    return any(name.startswith(("LANGSMITH_", "LANGCHAIN_")) for name in os.environ)


def tracing_is_loaded() -> bool:
    """Whether somebody imported what tracers are made of."""
    return "langsmith" in sys.modules or "langchain_core.tracers.context" in sys.modules


class LateName:
    """Stands for what a module has, until somebody uses it."""

    __slots__ = ("_module", "_name")

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return real(self)(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(real(self), name)

    def __instancecheck__(self, instance: object) -> bool:
        return self._may_have_any() and isinstance(instance, real(self))

    def __subclasscheck__(self, subclass: type) -> bool:
        return self._may_have_any() and issubclass(subclass, real(self))

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[Any, ...]:
        return (real(self),)

    def __or__(self, other: Any) -> Any:
        return real(self) | other

    def __ror__(self, other: Any) -> Any:
        return other | real(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return _named, (self._module, self._name)

    def _may_have_any(self) -> bool:
        return self._name not in _CLASSES or hasattr(sys.modules.get(self._module), self._name)


def real(late: LateName) -> Any:
    """What it stands for; imported, if nobody did."""
    return _named(late._module, late._name)  # noqa: SLF001 - its attributes are those of what it stands for


def _named(module: str, name: str) -> Any:
    found = importlib.import_module(module)
    if type(found) is _StandIn:
        raise ImportError(f"{module}.{name} is used while LangGraph is imported", name=module)
    return getattr(found, name)


class _StandIn(ModuleType):
    """A module of `UNUSED`, for those who import it while LangGraph is imported."""

    def __getattr__(self, name: str) -> LateName:
        if name not in UNUSED[self.__name__]:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}", name=name, obj=self)
        return LateName(self.__name__, name)


class _Finder(MetaPathFinder, Loader):
    """Finds a stand-in, for the thread that made this and as long as it is at work."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        self._found: list[str] = []

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """None where the real module is wanted, or where there is none."""
        if fullname not in UNUSED or threading.get_ident() != self._thread:
            return None
        found = PathFinder.find_spec(fullname, path, target)
        if found is None:
            return None
        spec = ModuleSpec(fullname, self)
        spec.submodule_search_locations = found.submodule_search_locations
        return spec

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Empty, and it stays so."""
        self._found.append(spec.name)
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing of the real module is executed."""

    def leave(self) -> None:
        """From now on nobody finds a stand-in."""
        sys.meta_path.remove(self)
        for name in self._found:
            stand_in = sys.modules.pop(name, None)
            package, _, last = name.rpartition(".")
            if _globals_of(sys.modules.get(package)).get(last) is stand_in:
                delattr(sys.modules[package], last)
        inside = tuple(f"{name}." for name in self._found)
        for name in [name for name in sys.modules if name.startswith(inside)]:
            del sys.modules[name]  # a real module in a package that is not


def _takers(before: set[str]) -> set[str]:
    """Which modules have something of a stand-in among their globals."""
    found = set()
    for name in sys.modules.keys() - before:
        kinds = {type(value) for value in _globals_of(sys.modules[name]).values()}
        if LateName in kinds or _StandIn in kinds:
            found.add(name)
    return found


def _globals_of(module: object) -> dict[str, Any]:
    """Of a module; `sys.modules` may have other things, too."""
    return dict(getattr(module, "__dict__", {}))


def _forget(packages: set[str], before: set[str]) -> None:
    """As if nothing had been tried: what follows imports these packages anew."""
    for name in sys.modules.keys() - before:
        if name.partition(".")[0] in packages:
            del sys.modules[name]


class _Taker(ModuleType):
    """A module with late names in its globals: whoever takes one from it is given the real thing.

    So is each of its functions that is taken from it and names one, because `except` needs a real class.
    """

    def __getattribute__(self, name: str) -> Any:
        value = super().__getattribute__(name)
        if type(value) is LateName:
            return _make_real(self, name)
        if type(value) is FunctionType and value.__globals__ is super().__getattribute__("__dict__"):
            for used in value.__code__.co_names:
                if type(value.__globals__.get(used)) is LateName:
                    _make_real(self, used)
        return value


def _make_real(taker: ModuleType, name: str) -> Any:
    names = ModuleType.__getattribute__(taker, "__dict__")
    value = names[name]
    if type(value) is LateName:
        value = names[name] = real(value)
    if not any(type(value) is LateName for value in list(names.values())):
        taker.__class__ = ModuleType
    return value
