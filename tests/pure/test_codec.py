"""What user code may return: each kind of value with what becomes of it, or the place that is refused."""

import asyncio
import collections
import dataclasses
import datetime as dt
import enum
import io
import json
import math
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import numpy as np
import ormsgpack
import pydantic
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow_engine_shared.codec import MAX_DEPTH, decode, encode, json_view, stored_form
from workflow_engine_shared.errors import ResultNotSerializable


class Colour(enum.Enum):
    RED = "red"


class Name(str):
    __slots__ = ()


class Pair(collections.namedtuple("Pair", "a b")):  # noqa: PYI024
    __slots__ = ()


@dataclasses.dataclass(frozen=True)
class Box:
    content: Any


@dataclasses.dataclass
class Private:
    a: int
    _b: int


class Level(enum.IntEnum):
    HIGH = 3


class Rights(enum.IntFlag):
    READ = 1
    WRITE = 2


class Shade(str, enum.Enum):
    DARK = "dark"


class Number(int):
    """It says another number than it is."""

    def __int__(self) -> int:
        return 7


class Money(Decimal):
    def __str__(self) -> str:
        return f"{super().__str__()} EUR"


class Moment(dt.datetime):
    """Its text is not what `fromisoformat` reads."""

    def isoformat(self, *_: Any) -> str:
        return "some day"


class Finer(dt.datetime):
    """As pandas' Timestamp with nanoseconds."""

    __hash__ = dt.datetime.__hash__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finer)


class NoTime(dt.datetime):
    """As pandas' NaT."""

    year = month = math.nan  # type: ignore[assignment]


class Elsewhere(dt.tzinfo):
    """A zone of another library: its offset depends on the day."""

    def utcoffset(self, at: dt.datetime | None) -> dt.timedelta | None:
        return None if at is None else dt.timedelta(hours=3)

    def dst(self, at: dt.datetime | None) -> dt.timedelta | None:
        return None

    def tzname(self, at: dt.datetime | None) -> str:
        return "elsewhere"


class Loose(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="allow")
    a: int


class Model(pydantic.BaseModel):
    at: dt.datetime


class Record(msgspec.Struct):
    content: Any


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


def containing_itself(empty: Any, put: Callable[[Any, Any], object]) -> Any:
    put(empty, empty)
    return empty


ZONE = dt.timezone(dt.timedelta(hours=5, minutes=30))
BERLIN = ZoneInfo("Europe/Berlin")
TWICE = dt.datetime(2024, 10, 27, 2, 30)  # noqa: DTZ001 - that night had it two times
UNCHANGED: list[Any] = [
    None,
    True,
    0,
    -(2**63),
    2**64 - 1,
    1.5,
    math.inf,
    "",
    "\0\u2028😀",
    b"",
    b"\xff\x00",
    [],
    {},
    [1, [2, {"a": [3]}]],
    {1: "a", None: "b", 2.5: "c", b"d": "d", (1, ("x",)): "e"},
    dt.datetime(2024, 2, 29, 12, 30, 1, 5),  # noqa: DTZ001
    dt.datetime(2024, 2, 29, tzinfo=ZONE),
    dt.date(1, 1, 1),
    dt.time(23, 59, 59, 999999),
    dt.time(1, tzinfo=dt.timezone.utc),
    dt.timedelta(days=-3, microseconds=7),
    dt.timedelta.max,
    Decimal("1.10"),
    Decimal("-Infinity"),
    UUID(int=5),
    set(),
    {1, "a", None},
    {(1, ("a", 2)), ()},
    {frozenset({1, frozenset()})},
    [{dt.date(2024, 1, 1), Decimal(1), UUID(int=1)}],
    nested(MAX_DEPTH),
    Decimal("1E+1000"),
    {1: {2: {None: (3).to_bytes(1, "big")}}},
    TWICE.replace(tzinfo=BERLIN),
    dt.time(2, 30, tzinfo=BERLIN),
    {"at": [{TWICE.replace(tzinfo=BERLIN, fold=1)}]},
    dt.datetime(2024, 1, 1, tzinfo=dt.timezone(dt.timedelta(seconds=-1234, microseconds=5))),
]

CONVERTED: list[tuple[Any, Any]] = [
    ((1, (2,)), [1, [2]]),
    (Pair(1, 2), [1, 2]),
    (frozenset({1}), {1}),
    (range(3), [0, 1, 2]),
    (collections.deque([1, (2,)]), [1, [2]]),
    (bytearray(b"x"), b"x"),
    (memoryview(b"x"), b"x"),
    (Name("x"), "x"),
    (Colour.RED, "red"),
    (PurePosixPath("/a/b"), "/a/b"),
    (Box(Box(1)), {"content": {"content": 1}}),
    (Model(at=dt.datetime(2024, 1, 1, tzinfo=ZONE)), {"at": dt.datetime(2024, 1, 1, tzinfo=ZONE)}),
    (Record({1}), {"content": {1}}),
    (collections.OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
    (collections.Counter("aab"), {"a": 2, "b": 1}),
    (collections.defaultdict(list, a=[1]), {"a": [1]}),
    ({dt.date(2024, 1, 1): 1, UUID(int=0): 2}, {"2024-01-01": 1, str(UUID(int=0)): 2}),
    ({Colour.RED: 1, Name("n"): 2}, {"red": 1, "n": 2}),
    (np.float64(1.5), 1.5),
    (np.float16(0.5), 0.5),
    (np.int32(3), 3),
    (np.bool_(True), True),
    (np.str_("x"), "x"),
    (np.array(5), 5),
    (np.arange(4).reshape(2, 2), [[0, 1], [2, 3]]),
    (np.arange(4).reshape(2, 2).T, [[0, 2], [1, 3]]),
    (np.array([1, "a", None], dtype=object), [1, "a", None]),
    (np.datetime64("2024-01-01"), dt.date(2024, 1, 1)),
    (np.datetime64("2024-01-01T00:00:00.5"), dt.datetime(2024, 1, 1, 0, 0, 0, 500_000)),  # noqa: DTZ001
    (np.timedelta64(5, "s"), dt.timedelta(seconds=5)),
    ({np.int64(3): np.float32(0.5)}, {3: 0.5}),
    (np.bytes_(b"x"), b"x"),
    (Moment(2024, 1, 1, 12), dt.datetime(2024, 1, 1, 12)),  # noqa: DTZ001
    ([Moment(2024, 1, 1, tzinfo=BERLIN)], [dt.datetime(2024, 1, 1, tzinfo=BERLIN)]),
    (Money("1.50"), Decimal("1.50")),
    (Money("NaN"), Decimal("NaN")),
    (Number(5), 5),
    (Level.HIGH, 3),
    (Rights.READ | Rights.WRITE, 3),
    (Shade.DARK, "dark"),
    ({Shade.DARK: {Shade.DARK}}, {"dark": {"dark"}}),
    (Private(1, 2), {"a": 1, "_b": 2}),
    (Loose(a=1, b=2), {"a": 1, "b": 2}),
    (dt.datetime(2024, 1, 1, tzinfo=Elsewhere()), dt.datetime(2024, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=3)))),
    (dt.datetime(2024, 7, 1, tzinfo=ZoneInfo.no_cache("Europe/Berlin")), dt.datetime(2024, 7, 1, tzinfo=BERLIN)),
    ({Moment(2024, 1, 1): 1}, {"2024-01-01T00:00:00": 1}),
]

REFUSED: list[tuple[str, Callable[[], Any], str]] = [
    ("2**64", lambda: 2**64, "$ is a whole number that does not fit 64 bits."),
    ("-2**63-1", lambda: [-(2**63) - 1], "$[0] is a whole number that does not fit 64 bits."),
    ("surrogate", lambda: {"a": "\ud800"}, "$.a is text with half of a surrogate pair."),
    ("surrogate key", lambda: {"\ud800": 1}, "$ has a key '\\ud800', which is text with half of a surrogate pair."),
    ("open file", lambda: {"f": sys.__stdin__}, "$.f is a _io.TextIOWrapper, which cannot be stored."),
    ("memory file", io.BytesIO, "$ is a _io.BytesIO, which cannot be stored."),
    ("lambda", lambda: {"a": [{"b": lambda: 1}]}, "$.a[0].b is a function, which cannot be stored."),
    ("exception", lambda: ValueError("x"), "$ is a ValueError, which cannot be stored."),
    ("generator", lambda: {"g": (n for n in [])}, "$.g is a generator, which cannot be stored."),
    ("class", lambda: [int], "$[0] is a type, which cannot be stored."),
    ("module", lambda: {"m": json}, "$.m is a module, which cannot be stored."),
    ("complex", lambda: 1j, "$ is a complex, which cannot be stored."),
    ("numpy complex", lambda: [np.complex128(1)], "$[0] is a numpy.complex128, which cannot be stored."),
    ("dict view", lambda: {1: {}.keys()}, "$[1] is a dict_keys, which cannot be stored."),
    ("class of data", lambda: {"c": Box}, "$.c is a type, which cannot be stored."),
    ("object in a dataclass", lambda: Box([object()]), "$.content[0] is a object, which cannot be stored."),
    ("struct with an object", lambda: {"r": Record(object())}, f"$.r is a {__name__}.Record, which cannot be stored."),
    ("set of huge numbers", lambda: [{2**64}], "$[0][0] is a whole number that does not fit 64 bits."),
    ("dataclass in set", lambda: {"s": {Box(1)}}, f"$.s is a set with a {__name__}.Box in it, which cannot be stored"),
    ("Decimal key", lambda: [{Decimal(1): 1}], "$[0] has a key Decimal('1'), which is a decimal.Decimal and cannot"),
    ("no time", lambda: [{"seen": NoTime(2024, 1, 1)}], f"$[0].seen is a {__name__}.NoTime, which cannot be stored."),
    ("no time as a key", lambda: {NoTime(2024, 1, 1): 1}, "which cannot be stored."),
    ("nanoseconds", lambda: [Finer(2024, 1, 1)], "which cannot be stored: it is finer than microseconds"),
    ("numpy nanoseconds", lambda: np.datetime64(1, "ns"), "which cannot be stored: it has no date, or one that"),
    ("a far year", lambda: np.array(["2024", "20000"], "M8[D]"), "$ is a numpy.ndarray, which cannot be stored: it"),
    ("a time elsewhere", lambda: dt.time(1, tzinfo=Elsewhere()), "$ is a datetime.time, which cannot be stored: its"),
    ("long double", lambda: {"x": np.longdouble(1)}, "$.x is a numpy.longdouble, which cannot be stored."),
    ("keys that meet", lambda: {dt.date(2024, 1, 1): 1, "2024-01-01": 2}, "$ has two keys that are stored as '2024-01"),
    ("items that meet", lambda: {Colour.RED, "red"}, "$ is a set with two items that are stored as one."),
    ("a key of dates", lambda: {(1, dt.date(2024, 1, 1)): 1}, "which is a tuple and cannot be one."),
    ("a field that is not there", lambda: Private.__new__(Private), "Private, which cannot be stored."),
    ("too deep", lambda: nested(MAX_DEPTH + 1), "… is nested more than 255 levels deep (or contains itself)."),
    ("far too deep", lambda: {"a": nested(100_000)}, "… is nested more than 255 levels deep (or contains itself)."),
    ("list in itself", lambda: containing_itself([], list.append), "(or contains itself)."),
    ("dict in itself", lambda: containing_itself({}, lambda d, v: d.update(x=v)), "$.x.x.x.x"),
]


def same(one: Any, other: Any) -> bool:
    """Equality that tells 1, 1.0 and True apart and knows NaN."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(map(repr, one)) == list(map(repr, other)) and all(map(same, one.values(), other.values()))
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, (dt.datetime, dt.time)) and (one.fold, one.tzinfo) != (other.fold, other.tzinfo):
        return False
    return bool(one == other) or (one != one and other != other)  # noqa: PLR0124 - NaN


def _named(value: Any) -> str | None:
    """The same in every process, else only a number: sets have no order, and some reprs hold addresses."""
    shown = repr(value)
    return None if "{" in shown or " at 0x" in shown else shown[:40]


@pytest.mark.parametrize("value", UNCHANGED, ids=_named)
def test_stored_without_loss(value: Any) -> None:
    assert same(stored_form(value), value)


def test_nan_is_stored_as_nan() -> None:
    assert math.isnan(stored_form([math.nan])[0])


@pytest.mark.parametrize(("value", "stored"), [pytest.param(*row, id=_named(row[0])) for row in CONVERTED])
def test_converted(value: Any, stored: Any) -> None:
    assert same(stored_form(value), stored)


@pytest.mark.parametrize(("make", "message"), [pytest.param(make, text, id=name) for name, make, text in REFUSED])
def test_refused_by_name(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(ResultNotSerializable) as caught:
        stored_form(make())
    assert message in caught.value.detail
    assert len(caught.value.detail) < 300


@pytest.mark.parametrize("unit", ["D", "s"])
def test_no_date_is_refused_and_not_made_up(unit: str) -> None:
    with pytest.raises(ResultNotSerializable, match=r"\$ is a numpy\.datetime64, which cannot be stored"):
        stored_form(np.datetime64("NaT", unit))
    with pytest.raises(ResultNotSerializable):
        stored_form([np.array([np.datetime64("NaT", unit)])])


@pytest.mark.parametrize("fold", [0, 1])
@pytest.mark.parametrize("zone", [None, dt.timezone.utc, BERLIN])
def test_the_hour_that_comes_twice_is_told_apart(zone: dt.tzinfo | None, fold: int) -> None:
    at = TWICE.replace(tzinfo=zone, fold=fold)
    assert same(stored_form([at])[0], at)
    assert same(stored_form(at.timetz()), at.timetz())


def test_a_zone_that_is_not_known_here_does_not_move_the_moment() -> None:
    body = encode(TWICE.replace(tzinfo=BERLIN, fold=1)).replace(b"Europe/Berlin", b"Europe/Nowhere"[:13])
    assert decode(body) == dt.datetime(2024, 10, 27, 1, 30, tzinfo=dt.timezone.utc)


def test_what_is_no_stored_value_is_a_value_error() -> None:
    ext = [ormsgpack.packb(ormsgpack.Ext(tag, b"\xffNaT")) for tag in range(1, 10)]
    for body in [b"", b"\xc1", b"\x81\x81\xc0\xc0\xc0", encode(dt.timedelta.max).replace(b"9", b"99"), *ext]:
        with pytest.raises(ValueError, match=r"\w"):
            decode(body)


@settings(deadline=None)
@given(st.datetimes(timezones=st.timezones() | st.none(), allow_imaginary=False))
def test_moments_of_all_zones_come_back(at: dt.datetime) -> None:
    assert same(stored_form(at), at)


def test_a_coroutine_is_refused() -> None:
    waiting = asyncio.sleep(0)
    with pytest.raises(ResultNotSerializable, match=r"\$\.c is a coroutine, which cannot be stored"):
        stored_form({"c": waiting})
    waiting.close()


def test_a_big_text_is_stored() -> None:
    text = "x" * 20_000_000
    assert stored_form({"t": text})["t"] == text


STORED = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary()
    | st.datetimes()
    | st.dates()
    | st.times()
    | st.timedeltas()
    | st.decimals(allow_nan=False)
    | st.uuids()
    | st.sets(st.integers(0, 9) | st.tuples(st.dates(), st.text("ab"))),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc") | st.integers(0, 9), inner, max_size=4),
    max_leaves=15,
)
GIVEN = STORED | st.lists(STORED).map(tuple) | STORED.map(Box) | st.frozensets(st.integers(0, 9)) | STORED.map(Record)


@settings(deadline=None)
@given(STORED)
def test_round_trip(value: Any) -> None:
    assert same(decode(encode(value)), value)


@settings(deadline=None)
@given(GIVEN)
def test_the_stored_form_of_the_stored_form_is_itself(value: Any) -> None:
    once = stored_form(value)
    assert same(stored_form(once), once)


@settings(deadline=None)
@given(GIVEN)
def test_the_view_is_strict_json(value: Any) -> None:
    view = json_view(stored_form(value))
    text = json.dumps(view, allow_nan=False, ensure_ascii=False).encode("utf-8")
    assert same(json.loads(text), view)


@pytest.mark.parametrize(
    ("value", "view"),
    [
        (math.nan, {"$type": "float", "preview": "nan"}),
        (-math.inf, {"$type": "float", "preview": "-inf"}),
        (b"ab", {"$type": "bytes", "preview": "YWI="}),
        (b"a" * 97, {"$type": "bytes", "preview": "YWFh" * 32 + "…"}),
        (dt.datetime(2024, 1, 1, tzinfo=ZONE), {"$type": "datetime", "preview": "2024-01-01T00:00:00+05:30"}),
        (dt.date(2024, 1, 1), {"$type": "date", "preview": "2024-01-01"}),
        (dt.timedelta(seconds=90), {"$type": "timedelta", "preview": "0:01:30"}),
        (Decimal("1.10"), {"$type": "Decimal", "preview": "1.10"}),
        (UUID(int=0), {"$type": "UUID", "preview": "00000000-0000-0000-0000-000000000000"}),
        ({3}, {"$type": "set", "preview": "{3}"}),
        ({"x" * n for n in range(100)}, None),
        ({1: "a", "1": "b"}, {"(1)": "a", "1": "b"}),
        ({1: [b""], None: 2}, {"1": [{"$type": "bytes", "preview": ""}], "None": 2}),
        (nested(3), [[[]]]),
    ],
    ids=_named,
)
def test_previews(value: Any, view: Any) -> None:
    found = json_view(value)
    if view is None:
        assert len(found["preview"]) == 200
        assert found["preview"].endswith("…")
    else:
        assert found == view


def test_an_extension_of_a_newer_version_is_kept_and_shown() -> None:
    body = ormsgpack.packb({"a": ormsgpack.Ext(99, b"abc")})
    value = decode(body)
    assert encode(value) == body
    assert json_view(value) == {"a": {"$type": "Ext", "preview": "YWJj"}}
