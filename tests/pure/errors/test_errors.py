"""Errors: each one explains itself, and a user's exception becomes data whatever it is."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import msgspec
import pytest

import workflow_engine_shared
from workflow_engine_shared import errors
from workflow_engine_shared.errors import (
    MAX_FRAMES,
    MAX_MESSAGE_CHARS,
    MAX_TRACEBACK_CHARS,
    ErrorData,
    NoBranch,
    Problem,
    RenError,
    RunNotFound,
    user_error,
)

for module in pkgutil.walk_packages(workflow_engine_shared.__path__, "workflow_engine_shared."):
    importlib.import_module(module.name)


def every_error(base: type[RenError] = RenError) -> Iterator[type[RenError]]:
    yield base
    for error in base.__subclasses__():
        yield from every_error(error)


ERRORS = sorted(
    {error for error in every_error() if error.__module__.startswith("workflow_engine_shared.")},
    key=lambda error: error.__name__,
)


def test_there_are_errors() -> None:
    assert len(ERRORS) > 40


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_explains_itself(error: type[RenError]) -> None:
    assert error.__doc__ is not None
    assert "__doc__" in vars(error)
    assert error.__doc__.splitlines()[0].endswith(".")
    assert re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", error.code)
    assert error.hint
    assert error.hint[0].isupper() or error.hint.startswith(("'", "GET", "docs/"))


def test_no_two_errors_have_one_code() -> None:
    own = [error for error in ERRORS if "code" in vars(error)]
    codes = [error.code for error in own]
    assert sorted(set(codes)) == sorted(codes)


def test_the_docstring_is_the_default_message() -> None:
    error = RunNotFound()
    assert str(error) == error.detail == "There is no run with this thread_id."
    assert error.advice == RunNotFound.hint
    assert (error.problems, error.members) == ((), {})


def test_what_is_given_replaces_the_defaults() -> None:
    problem = Problem("A", "/x", "wrong")
    error = RunNotFound("No run 'x'.", hint="Look again.", problems=[problem], members={"status": "running"})
    assert (str(error), error.advice, error.problems, error.members) == (
        "No run 'x'.",
        "Look again.",
        (problem,),
        {"status": "running"},
    )
    assert RunNotFound("x", hint="").advice == ""


def test_an_error_as_data() -> None:
    data = NoBranch("x" * 10_000).data("check")
    assert data == ErrorData("NO_BRANCH", "x" * MAX_MESSAGE_CHARS, node="check", hint=NoBranch.hint)
    assert msgspec.json.decode(msgspec.json.encode(data), type=ErrorData) == data


# -- what users raise -----------------------------------------------------------------------------------------------


class NoText(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no text")


class Leaves(Exception):
    def __str__(self) -> str:
        raise SystemExit(3)


class NotText(Exception):
    def __str__(self) -> str:
        return 5  # type: ignore[return-value]  # noqa: PLE0307 - the point


class NoRepr(Exception):
    def __repr__(self) -> str:
        raise RuntimeError


class NotPicklable(Exception):
    def __init__(self) -> None:
        super().__init__(lambda: None)


def chained(length: int) -> Exception:
    error = ValueError("the first")
    for number in range(length):
        following = ValueError(f"number {number}")
        following.__cause__ = error
        error = following
    return error


def circular() -> Exception:
    one, other = ValueError("one"), ValueError("other")
    one.__context__, other.__context__ = other, one
    return one


def raised_at_depth(depth: int) -> Exception:
    def the_place_of_the_mistake() -> None:
        raise ValueError("deep")

    def dig(left: int) -> None:
        if left:
            dig_on(left - 1)
        else:
            the_place_of_the_mistake()

    def dig_on(left: int) -> None:  # two functions, because Python folds the frames of one
        dig(left)

    try:
        dig(depth)
    except ValueError as error:
        return error
    raise AssertionError


HOSTILE: list[tuple[str, Callable[[], BaseException], str]] = [
    ("plain", lambda: ValueError("bad value"), "ValueError: bad value"),
    ("empty", KeyError, "KeyError"),
    ("surrogate", lambda: ValueError("a\ud800b"), "ValueError: a\\ud800b"),
    ("surrogate bytes", lambda: OSError("\udcff"), "OSError: \\udcff"),
    ("control characters", lambda: ValueError("a\0\x1b[2J"), "ValueError: a\0\x1b[2J"),
    ("ten megabytes", lambda: ValueError("x" * 10_000_000), "ValueError: " + "x" * (MAX_MESSAGE_CHARS - 12)),
    ("raising __str__", NoText, "NoText: (its text cannot be shown: RuntimeError)"),
    ("leaving __str__", Leaves, "Leaves: (its text cannot be shown: SystemExit)"),
    ("wrong __str__", NotText, "NotText: (its text cannot be shown: TypeError)"),
    ("raising __repr__", lambda: NoRepr("x"), "NoRepr: x"),
    ("not picklable", NotPicklable, "NotPicklable: <function"),
    ("chain of 100", lambda: chained(100), "ValueError: number 99"),
    ("chain of 5,000", lambda: chained(5000), "ValueError: number 4999"),
    ("circle", circular, "ValueError: one"),
    ("leaving", lambda: SystemExit(3), "SystemExit: 3"),
    ("keyboard", KeyboardInterrupt, "KeyboardInterrupt"),
    ("recursion", lambda: raised_at_depth(300), "ValueError: deep"),
]


@pytest.mark.parametrize(("make", "message"), [pytest.param(make, text, id=name) for name, make, text in HOSTILE])
def test_any_exception_becomes_data(make: Callable[[], BaseException], message: str) -> None:
    data = user_error(make(), "scrape")
    assert (data.code, data.node) == ("USER_CODE_ERROR", "scrape")
    assert data.message.startswith(message)
    assert len(data.message) <= MAX_MESSAGE_CHARS
    assert data.traceback
    assert len(data.traceback) <= MAX_TRACEBACK_CHARS
    assert msgspec.json.decode(msgspec.json.encode(data), type=ErrorData) == data


def test_the_traceback_shows_where_it_was_raised() -> None:
    data = user_error(raised_at_depth(1), None)
    assert data.traceback is not None
    assert __file__ in data.traceback
    assert "the_place_of_the_mistake" in data.traceback
    assert data.traceback.startswith("Traceback (most recent call last):")


def test_the_traceback_begins_where_the_flows_code_does() -> None:
    def mine() -> None:
        raise ValueError("mine")

    def frames_of(caller: str, function: Callable[[], object]) -> int:
        """How many the caller has in what becomes of an error that it catches."""
        module: dict[str, Any] = {"__name__": caller, "function": function, "user_error": user_error}
        exec("try:\n    function()\nexcept Exception as error:\n    data = user_error(error, None)", module)
        return str(module["data"].traceback).count('File "<string>"')

    assert frames_of("workflow_engine_worker.steps.executors", mine) == 0
    assert frames_of("asyncio.runners", mine) == 0
    assert frames_of("workflow_engine_workers", mine) == 1
    assert frames_of("shop.pictures", mine) == 1
    assert frames_of("workflow_engine_worker.steps.executors", partial(int, "x")) == 1, "it has no other"


def test_of_a_deep_stack_the_innermost_frames_are_kept() -> None:
    data = user_error(raised_at_depth(MAX_FRAMES * 2), None)
    assert data.traceback is not None
    assert "the_place_of_the_mistake" in data.traceback
    assert data.traceback.count("  File ") == MAX_FRAMES


def test_a_long_message_does_not_push_the_frames_out() -> None:
    def the_place_of_the_mistake() -> None:
        raise ValueError("x" * 10_000_000)

    try:
        the_place_of_the_mistake()
    except ValueError as error:
        data = user_error(error, None)
    assert data.traceback is not None
    assert "in the_place_of_the_mistake" in data.traceback
    assert data.traceback.endswith("x\n")


def test_of_a_long_chain_both_ends_are_kept() -> None:
    data = user_error(chained(5000), None)
    assert data.traceback is not None
    assert "ValueError: the first\n" in data.traceback
    assert data.traceback.endswith("ValueError: number 4999\n")


def test_nothing_in_errors_is_hidden_from_this_test() -> None:
    named = {value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, RenError)}
    assert named <= set(ERRORS)
