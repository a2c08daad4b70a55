"""Registering functions: what is taken, what is refused, and that the message shows the place."""

import functools
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from workflow_engine_shared.errors import RegistrationError
from workflow_engine_shared.functions import registry
from workflow_engine_shared.functions.registry import (
    MAX_NAME,
    FunctionRegistry,
    name_problem,
    register_function,
)


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> FunctionRegistry:
    empty = FunctionRegistry()
    monkeypatch.setattr(registry, "REGISTRY", empty)
    return empty


def plain(state: dict[str, Any], *, size: int = 1) -> None:
    """Plain."""


async def waiting(state: dict[str, Any]) -> None:
    """Async."""


def untyped(*args, **kwargs):
    return None


def positional_only(state, /):
    return None


def mutable_default(state, rows=[]):  # noqa: B006
    return None


def forward(state: "NoSuchType") -> "NoSuchType": ...  # type: ignore[name-defined]  # noqa: F821


def generator(state: dict[str, Any]) -> Iterator[int]:
    yield 1


async def async_generator(state: dict[str, Any]) -> AsyncIterator[int]:
    yield 1


def nothing() -> None: ...


def keywords_only(*, size: int) -> None: ...


def only_kwargs(**kwargs: Any) -> None: ...


class Klass:
    def method(self, state: dict[str, Any]) -> None: ...

    @staticmethod
    def static(state: dict[str, Any]) -> None: ...

    def __call__(self, state: dict[str, Any]) -> None: ...


def decorated_by(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return wrapper


@decorated_by
def first_decorated(state: dict[str, Any]) -> None: ...


@decorated_by
def second_decorated(state: dict[str, Any]) -> None: ...


def nested() -> Callable[..., None]:
    def inner(state: dict[str, Any]) -> None: ...

    return inner


ACCEPTED = [plain, waiting, untyped, positional_only, mutable_default, forward, first_decorated]

REFUSED: list[tuple[str, Any, str]] = [
    ("lambda", lambda state: None, "must stand at its module's top level"),
    ("nested", nested(), "must stand at its module's top level"),
    ("method", Klass.method, "must stand at its module's top level"),
    ("static method", Klass.static, "must stand at its module's top level"),
    ("bound method", Klass().method, "not method"),
    ("class", Klass, "not type"),
    ("callable object", Klass(), "not Klass"),
    ("builtin", len, "not builtin_function_or_method"),
    ("partial", functools.partial(plain, size=2), "not partial"),
    ("None", None, "not NoneType"),
    ("generator", generator, "is a generator"),
    ("async generator", async_generator, "is a generator"),
    ("no parameters", nothing, "must take the state as its first parameter"),
    ("keywords only", keywords_only, "must take the state as its first parameter"),
    ("only **kwargs", only_kwargs, "must take the state as its first parameter"),
]


@pytest.mark.parametrize("function", ACCEPTED, ids=lambda function: function.__name__)
def test_accepted(fresh: FunctionRegistry, function: Callable[..., Any]) -> None:
    assert register_function("a.b", requires=["x>=1"], timeout=5, retry=2)(function) is function
    found = fresh.get("a.b")
    assert found is not None
    assert found.call is function
    assert found.file == __file__
    assert (found.requires, found.timeout, found.retry) == (("x>=1",), 5, 2)


@pytest.mark.parametrize(("function", "part"), [pytest.param(it, part, id=name) for name, it, part in REFUSED])
def test_refused(fresh: FunctionRegistry, function: Any, part: str) -> None:
    with pytest.raises(RegistrationError) as caught:
        register_function("a.b")(function)
    assert part in caught.value.detail
    assert "'a.b'" in caught.value.detail
    assert fresh.names() == []
    if hasattr(function, "__code__") and "not " not in part:
        assert f"{__file__}:{function.__code__.co_firstlineno}" in caught.value.detail


@pytest.mark.parametrize("name", ["a", "A1", "_x", "data.scrape_products", "a.b.c.d", "a" * MAX_NAME])
def test_good_names(name: str) -> None:
    assert name_problem(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "a b",
        "a.",
        ".a",
        "a..b",
        "1a",
        "a-b",
        "a/b",
        "a:b",
        "os.system()",
        "a\n",
        "ｏs",
        "数据",
        "a" * 201,
        "x" * 10_240,
        "__main__",
        "a.__class__",
        "a.__b",
        "\ud800",
        None,
        5,
        b"a",
        plain,
    ],
    ids=lambda name: ascii(name)[:20],
)
def test_bad_names(name: Any) -> None:
    with pytest.raises(RegistrationError):
        register_function(name)


def test_two_functions_of_one_name_show_both_places(fresh: FunctionRegistry) -> None:
    register_function("a")(plain)
    with pytest.raises(RegistrationError) as caught:
        register_function("a")(waiting)
    for function in (plain, waiting):
        assert f"{__file__}:{function.__code__.co_firstlineno}" in caught.value.detail
    found = fresh.get("a")
    assert found is not None
    assert found.call is plain


def test_two_functions_behind_one_decorator_are_still_two() -> None:
    register_function("a")(first_decorated)
    with pytest.raises(RegistrationError, match="registered twice"):
        register_function("a")(second_decorated)


def test_the_same_function_again_is_no_second_one(fresh: FunctionRegistry) -> None:
    register_function("a")(plain)
    register_function("a")(plain)
    register_function("b")(plain)
    assert fresh.names() == ["a", "b"]


def test_requires_as_one_text_is_logged_and_not_taken_apart() -> None:
    with pytest.raises(RegistrationError, match=r"requires must be a list, such as \['pillow>=11'\]"):
        register_function("a", requires="pillow>=11")(plain)


def test_an_unknown_name_is_nothing(fresh: FunctionRegistry) -> None:
    assert fresh.get("os.system") is None
