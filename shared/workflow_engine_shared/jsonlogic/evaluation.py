"""One walk over one JsonLogic rule: what stands where, how deep, and the account of what it costs.

Costs are counted in steps, one for each rule and constant looked at, more for long texts and lists, so the same rule
over the same data always ends at the same place. What an operator makes is counted too: doubling a text or a list in
`reduce` ends after twenty rounds.
"""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeVar

from workflow_engine_shared.errors import BadExpression
from workflow_engine_shared.ids import shown
from workflow_engine_shared.jsonlogic.coercion import CONTAINERS, LISTS, UNDEFINED, Undefined, to_text
from workflow_engine_shared.jsonlogic.moments import is_date
from workflow_engine_shared.jsonlogic.state_values import SETS, in_order, is_known, refuse, refuse_bytes

MAX_DEPTH: Final = 64
MAX_STEPS: Final = 1_000_000
MAX_TEXT: Final = 2**20
"""The longest text, in characters, that an expression may make."""
MAX_ITEMS: Final = 2**20
"""How much a list made by an expression may hold: nested lists count with what they hold, long texts by length."""

_READ_ITEMS_PER_STEP = 4
_READ_CHARS_PER_STEP = 256
_MADE_CHARS_PER_STEP = 64

_PLAIN_SCALARS = frozenset({int, float, bool, type(None), Undefined})

Lazy = Callable[["Evaluation", Sequence[Any], Any, int], Any]
"""An operator that is given its operands as rules, the data, and the depth it stands at."""
Eager = Callable[..., Any]
"""An operator that is given the data and its operands' values."""

_Container = list[Any] | dict[str, Any]
_Items = TypeVar("_Items", bound=Collection[Any])


class BrokenRule(BadExpression):
    """The rule itself is at fault - no JsonLogic, or beyond a limit - so that no `try` has an answer for it."""


class Thrown(BadExpression):
    """What `throw` throws, and a number that is none inside `try`: an object, which the next operand of `try` reads."""

    def __init__(self, thrown: Mapping[str, Any], detail: str = "", hint: str | None = None) -> None:
        kind = thrown.get("type")
        what = shown(kind) if isinstance(kind, (str, int, float)) else "an object"
        super().__init__(detail or f"The expression throws {what}.", hint=hint)
        self.thrown = thrown


class Scope:
    """Where an item's rule stands: the data around it, and at which item it is. `val` climbs up from here."""

    def __init__(self, run: "Evaluation", data: Any) -> None:
        self._run = run
        self.data = data
        self.outer = run.scope
        self.index: int | None = None

    def __enter__(self) -> "Scope":  # noqa: PYI034 - Self needs 3.11
        self._run.scope = self
        return self

    def __exit__(self, *_: object) -> None:
        self._run.scope = self.outer

    def each(self, items: Sequence[Any]) -> Iterator[Any]:
        """The items, one after the other."""
        for self.index, item in enumerate(items):
            yield item


class _Made(NamedTuple):
    """A container this evaluation made. It is kept, so that its id stays its own."""

    container: _Container
    weight: int
    depth: int


class Evaluation:
    """One walk over one rule, with the account of what it may still spend."""

    def __init__(self, lazy: Mapping[str, Lazy], eager: Mapping[str, Eager]) -> None:
        self._lazy = lazy
        self._eager = eager
        self._steps_left = MAX_STEPS
        self._made: dict[int, _Made] = {}
        self._with_non_finite: list[_Container] = []
        self._listed: dict[int, tuple[Any, list[Any]]] = {}
        self._attempts = 0
        self.scope: Scope | None = None

    def value(self, rule: Any, data: Any, depth: int) -> Any:
        """What a rule, a list of rules or a constant stands for."""
        self.spend(1)
        if not isinstance(rule, CONTAINERS):
            return rule
        if depth >= MAX_DEPTH:
            raise BrokenRule(f"The expression is nested more than {MAX_DEPTH} levels deep.")
        if not isinstance(rule, dict):
            return self.made([self.value(item, data, depth + 1) for item in rule])
        if len(rule) != 1:
            raise BrokenRule(f"A rule has exactly one operator; this object has {len(rule)} keys.")
        [(name, given)] = rule.items()
        operands = given if isinstance(given, LISTS) else (given,)
        if lazy := self._lazy.get(name):
            return lazy(self, operands, data, depth + 1)
        if eager := self._eager.get(name):
            return eager(self, data, *[self.value(operand, data, depth + 1) for operand in operands])
        raise BrokenRule(f"{name!r:.100} is not a JsonLogic operator.")

    def read(self, items: _Items) -> _Items:
        """Accounts for a list that an operator goes through."""
        self.spend(len(items) // _READ_ITEMS_PER_STEP)
        return items

    def read_text(self, length: int) -> None:
        """Accounts for texts that an operator goes through."""
        self.spend(length // _READ_CHARS_PER_STEP)

    def listed(self, value: Any) -> Sequence[Any] | None:
        """The value as a list, if it is one, or bytes, or a set, which is put in order once.

        Raises:
            BadExpression: it is of a type that JSON has nothing for, so nobody could say.
        """
        if isinstance(value, LISTS):
            return value
        if isinstance(value, (*SETS, bytes)):
            if id(value) not in self._listed:
                items = self.read(value)
                self._listed[id(value)] = (value, list(items) if isinstance(items, bytes) else in_order(items))
            return self._listed[id(value)][1]
        if not is_known(value) and value is not UNDEFINED:
            refuse(value)
        return None

    def spend(self, steps: int) -> None:
        self._steps_left -= steps
        if self._steps_left < 0:
            raise BrokenRule(f"The expression takes more than {MAX_STEPS:,} steps.")

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Inside, a calculation that has no number as its result has failed."""
        self._attempts += 1
        try:
            yield
        finally:
            self._attempts -= 1

    def calculated(self, number: float) -> float:
        """What an operator calculated, NaN and infinities included unless this is an attempt."""
        if self._attempts and not math.isfinite(number):
            raise Thrown({"type": "NaN"}, "A calculation has no number as its result.")
        return number

    def primitive(self, value: Any, depth: int = 0) -> Any:
        """ToPrimitive (ECMA-262, 7.1.1): lists and objects as the text JavaScript has for them, scalars as they are."""
        if isinstance(value, str):
            self.read_text(len(value))
            return value
        if is_scalar(value):
            return value
        if isinstance(value, dict):
            return "[object Object]"
        if isinstance(value, bytes):
            refuse_bytes()
        return ",".join(self.texts(self.listed(value) or (), depth))

    def texts(self, items: Sequence[Any], depth: int = 0) -> list[str]:
        """What Array.prototype.join (23.1.3.18) joins: null is empty, a list in the list is joined itself."""
        if depth >= MAX_DEPTH:
            raise BrokenRule(f"A list nested more than {MAX_DEPTH} levels deep is used as a text.")
        self.spend(len(items))
        texts = ["" if item is None else to_text(self.primitive(item, depth + 1)) for item in items]
        self.make_text(sum(map(len, texts)) + len(texts))
        return texts

    def make_text(self, length: int) -> None:
        """Accounts for a text that an operator makes."""
        if length > MAX_TEXT:
            raise BrokenRule(f"The expression makes a text of more than {MAX_TEXT:,} characters.")
        self.spend(length // _MADE_CHARS_PER_STEP)

    def made(self, items: list[Any]) -> list[Any]:
        """Accounts for a list that an operator made."""
        self._account(items, items)
        return items

    def made_scope(self, scope: dict[str, Any]) -> dict[str, Any]:
        """Accounts for the data `reduce` gives its rule: `{"var": ""}` makes a result of it."""
        self._account(scope, scope.values())
        return scope

    def _account(self, container: _Container, parts: Collection[Any]) -> None:
        """How much a container holds, and how deep; what came from the state counts, but is not looked into."""
        weight, depth, finite = len(parts), 0, True
        for item in parts:
            if isinstance(item, str):
                weight += len(item) // _MADE_CHARS_PER_STEP
            elif isinstance(item, float):
                finite = finite and math.isfinite(item)
            elif inner := self._made.get(id(item)):
                weight, depth = weight + inner.weight, max(depth, inner.depth)
        if weight > MAX_ITEMS or depth >= MAX_DEPTH:
            raise BrokenRule(f"The expression makes a list of more than {MAX_ITEMS:,} items or {MAX_DEPTH} levels.")
        if not finite:
            self._with_non_finite.append(container)
        self._made[id(container)] = _Made(container, weight, depth + 1)

    def result(self, value: Any) -> Any:
        """The value as JSON can have it. Only what was made here is changed for it."""
        for container in self._with_non_finite:
            if isinstance(container, dict):
                container.update({key: _finite(item) for key, item in container.items()})
            else:
                container[:] = map(_finite, container)
        return _finite(value)


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def is_scalar(value: Any) -> bool:
    return type(value) in _PLAIN_SCALARS or isinstance(value, (str, int, float, Decimal)) or is_date(value)
