"""Who may do what when several threads of one visit call the engine: no step twice at once, no result of another call.

Stands alone: it knows calls and threads, and neither journal nor run.
"""

import contextlib
import functools
import inspect
import threading
from collections.abc import Callable, Iterator
from typing import Any

from workflow_engine_shared.codec import encode
from workflow_engine_shared.errors import RenError, ResultNotSerializable


class NotInThread(RenError):
    """Calls from several threads of a node cannot be told apart."""

    code = "NOT_IN_THREAD"
    hint = "Give the step a key, such as step(fetch, url, key=url)."


class ThreadCalls:
    """The turns of one visit's threads."""

    def __init__(self) -> None:
        self.all = threading.RLock()
        self.misuse: NotInThread | None = None
        self._own = threading.get_ident()
        self._steps: dict[bytes, tuple[threading.RLock, int]] = {}  #: steps under way, with how many want each
        self._loops: dict[str, int] = {}  #: labels of loops under way, each with its thread
        self._asker: int | None = None

    @contextlib.contextmanager
    def of(self, step: bytes) -> Iterator[None]:
        """One step's turn: whoever comes second finds what the first one did."""
        with self.all:
            turn, wanted = self._steps.get(step, (threading.RLock(), 0))
            self._steps[step] = turn, wanted + 1
        try:
            with turn:
                yield
        finally:
            with self.all:
                _, wanted = self._steps.pop(step)
                if wanted > 1:
                    self._steps[step] = turn, wanted - 1

    @contextlib.contextmanager
    def loop(self, label: str) -> Iterator[None]:
        """A loop's turn. Which of two loops of one label is the first is no longer known once the run is resumed.

        Raises:
            NotInThread: another thread is in a loop of this label.
        """
        me = threading.get_ident()
        with self.all:
            nested = label in self._loops
            if self._loops.setdefault(label, me) != me:
                what = f"Two threads are in a map_steps of the label {label!r}: only their order could tell them apart."
                raise NotInThread(what, hint="Give each map_steps a label of its own.")
        try:
            yield
        finally:
            if not nested:
                with self.all:
                    del self._loops[label]

    def arguments(self, call: Callable[[], Any]) -> bytes | None:
        """What tells a step without a key in a thread: all it was given. None: the node's own thread has its order.

        Raises:
            NotInThread: these are no plain data.
        """
        if threading.get_ident() == self._own:
            return None
        try:
            return encode(_given(call))
        except ResultNotSerializable as error:
            what = f"A step() without a key, in a thread: its arguments do not tell it from others ({error.detail})."
            raise NotInThread(what) from None

    def begin_again(self) -> None:
        """A further attempt of the visit begins."""
        self._asker = None

    def ask(self, *, asks_already: bool) -> None:
        """The calling thread asks a question; answers come in the order of the questions.

        Raises:
            NotInThread: another question waits for its answer, and threads are in play.
        """
        asker = threading.get_ident()
        if asks_already and {asker, self._asker} != {self._own}:
            what = "Two questions of the node's threads wait at the same time: nobody could tell which one is answered."
            self.misuse = NotInThread(what, hint="Ask in the node's function, before its threads begin.")
            raise self.misuse
        self._asker = asker


def _given(call: Callable[[], Any]) -> list[Any]:
    """All that a call's outcome may depend on besides the world: its arguments, and what its function was made with."""
    given: list[Any] = []
    inner: Any = call
    while isinstance(inner, functools.partial):
        given += [list(inner.args), inner.keywords]
        inner = inner.func
    if inspect.ismethod(inner):
        given.append(inner.__self__)
        inner = inner.__func__
    if inspect.isfunction(inner):
        made_with = [cell.cell_contents for cell in inner.__closure__ or ()]
        return [*given, made_with, inner.__defaults__, inner.__kwdefaults__]
    if inspect.isbuiltin(inner):
        return given if inspect.ismodule(inner.__self__) else [*given, inner.__self__]
    return given if isinstance(inner, type) else [*given, inner]
