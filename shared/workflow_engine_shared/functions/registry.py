"""The whitelist of functions a flow may name: what `@register_function` fills and the worker reads."""

import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from workflow_engine_shared.errors import FunctionNotImportable, RegistrationError

F = TypeVar("F", bound=Callable[..., Any])
#: A function's registered name: the whole of it, and what none of its parts may begin with.
NAME_PATTERN = r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*"
DUNDER_PATTERN = r"(^|\.)__"
MAX_NAME = 200


@dataclass(frozen=True)
class RegisteredFunction:
    """A function that flows may call by `name`."""

    name: str
    call: Callable[..., Any]
    file: str
    line: int
    requires: tuple[str, ...] = ()
    timeout: float | None = None
    retry: int | None = None


class FunctionRegistry:
    """Names to functions; two of one name are refused with both places."""

    def __init__(self) -> None:
        self._functions: dict[str, RegisteredFunction] = {}

    def add(self, function: RegisteredFunction) -> None:
        """Take a function in.

        Raises:
            RegistrationError: the name is taken by another function.
        """
        before = self._functions.get(function.name)
        if before is not None and (before.file, before.line) != (function.file, function.line):
            places = f"at {before.file}:{before.line} and at {function.file}:{function.line}"
            raise RegistrationError(f"Function name {function.name!r} is registered twice: {places}.")
        self._functions[function.name] = function

    def get(self, name: str) -> RegisteredFunction | None:
        return self._functions.get(name)

    def names(self) -> list[str]:
        return sorted(self._functions)


#: What `register_function` fills in this process.
REGISTRY = FunctionRegistry()


def name_problem(name: object) -> str:
    """What is wrong with a function's registered name, or an empty string."""
    if not isinstance(name, str) or not re.fullmatch(NAME_PATTERN, name) or len(name) > MAX_NAME:
        return f"must be dotted Python names such as 'data.scrape', at most {MAX_NAME} characters"
    if re.search(DUNDER_PATTERN, name):
        return "must not have a part that starts with '__'"
    return ""


def register_function(
    name: str,
    *,
    requires: Sequence[str] = (),
    timeout: float | None = None,
    retry: int | None = None,
) -> Callable[[F], F]:
    """Let flows call the decorated function by `name`.

    The function is plain or async, takes the run's state (a dict, read-only by contract) and the node's `args` as
    keywords, and returns a dict of state updates or None.

    Args:
        name: what a flow's `codeRef` says, e.g. `"data.scrape_products"`.
        requires: distributions the function needs, e.g. `"pillow>=11"`.
        timeout: default limit of one visit, in seconds.
        retry: default number of further attempts after an exception.

    Raises:
        RegistrationError: a bad name, not a plain or async top-level function, or a name that is taken.
    """
    problem = name_problem(name)
    if problem:
        raise RegistrationError(f"Function name {name!r} {problem}.")
    if isinstance(requires, str):
        raise RegistrationError(f"{name!r}: requires must be a list, such as [{requires!r}].")

    def register(function: F) -> F:
        _check_kind(function, name)
        code = inspect.unwrap(function).__code__  # behind the author's own decorators
        REGISTRY.add(
            RegisteredFunction(
                name,
                function,
                code.co_filename,
                code.co_firstlineno,
                requires=tuple(requires),
                timeout=timeout,
                retry=retry,
            ),
        )
        return function

    return register


def _check_kind(function: object, name: str) -> None:
    if not inspect.isfunction(function):
        raise RegistrationError(
            f"{name!r} must be a plain or async function, not {type(function).__name__}.",
            hint="Write a def at the module's top level and decorate that.",
        )
    place = f"{function.__code__.co_filename}:{function.__code__.co_firstlineno}"
    if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        raise RegistrationError(f"{name!r} ({place}) is a generator: it must return its dict, not yield.")
    if function.__name__ == "<lambda>" or "." in function.__qualname__:
        raise FunctionNotImportable(f"{name!r} ({place}) must stand at its module's top level.")
    if function.__module__ == "__main__" and not Path(inspect.unwrap(function).__code__.co_filename).is_file():
        raise FunctionNotImportable(f"{name!r} ({place}) must stand in a file that a worker can import.")
    kinds = {parameter.kind for parameter in inspect.signature(function).parameters.values()}
    if kinds <= {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}:
        raise RegistrationError(f"{name!r} ({place}) must take the state as its first parameter.")
    lost = [
        each.name
        for each in list(inspect.signature(function).parameters.values())[1:]
        if each.kind is inspect.Parameter.POSITIONAL_ONLY and each.default is inspect.Parameter.empty
    ]
    if lost:
        raise RegistrationError(f"{name!r} ({place}) takes {', '.join(lost)} by position only: no flow can give it.")
