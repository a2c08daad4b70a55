"""The door for JSON from outside: what it lets through, and the code for each thing it does not."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.work import calls_of
from workflow_engine_shared.errors import (
    DuplicateKey,
    InvalidJson,
    InvalidUnicode,
    InvalidUtf8,
    KeyTooLong,
    NonFiniteNumber,
    NumberOutOfRange,
    TooDeep,
)
from workflow_engine_shared.strict_json import MAX_DEPTH, MAX_INT, MAX_KEY, strict_json

REFUSED: list[tuple[bytes, type[InvalidJson], str]] = [
    # (document, error, a part of its detail)
    (b"", InvalidJson, "Line 1, column 1"),
    (b"   ", InvalidJson, "Line 1"),
    (b"{", InvalidJson, "Line 1, column 2"),
    (b'{"a": 1,}', InvalidJson, "column"),
    (b'{\n  "a": 1,\n  "b" 2}', InvalidJson, "Line 3, column 7"),
    (b"[1,]", InvalidJson, "column"),
    (b"{} // comment", InvalidJson, "column 4"),
    (b"/* c */ {}", InvalidJson, "column 1"),
    (b"{'a': 1}", InvalidJson, "column 2"),
    (b"{} {}", InvalidJson, "column 4"),
    (b"1 2", InvalidJson, "column 3"),
    (b"01", InvalidJson, "column"),
    (b"+1", InvalidJson, "column 1"),
    (b".5", InvalidJson, "column 1"),
    (b"0x10", InvalidJson, "column 2"),
    (b"True", InvalidJson, "column 1"),
    (b'"a\nb"', InvalidJson, "control character"),
    (b'"\0"', InvalidJson, "control character"),
    (b'"\\x41"', InvalidJson, "escape"),
    (b'"\\u12"', InvalidJson, "escape"),
    (b"NaN", NonFiniteNumber, "NaN"),
    (b"[Infinity]", NonFiniteNumber, "Infinity"),
    (b'{"a": -Infinity}', NonFiniteNumber, "-Infinity"),
    (b"1e999", NonFiniteNumber, "1e999"),
    (b"-1e999", NonFiniteNumber, "-1e999"),
    (b"9" * 400 + b".0", NonFiniteNumber, "999"),
    (b"9223372036854775808", NumberOutOfRange, "9223372036854775808"),
    (b"-9223372036854775809", NumberOutOfRange, "-9223372036854775809"),
    (b"9" * 5000, NumberOutOfRange, "999"),
    (b"[" + b"1" * 1_000_000 + b"]", NumberOutOfRange, "111"),
    (b'"\\ud800"', InvalidUnicode, "\\ud800"),
    (b'"\\udc00\\ud800"', InvalidUnicode, "surrogate"),
    (b'{"a": [{"b": "\\udfff"}]}', InvalidUnicode, "surrogate"),
    (b'{"\\ud800": 1}', InvalidUnicode, "\\ud800"),
    (b'"\xff"', InvalidUtf8, "Byte 1"),
    (b'"\xc0\xaf"', InvalidUtf8, "Byte 1"),  # overlong
    (b'"\xed\xa0\x80"', InvalidUtf8, "Byte 1"),  # a surrogate, encoded
    (b'"\xe4\xbd', InvalidUtf8, "Byte 1"),  # truncated
    ('{"a": 1}'.encode("utf-16"), InvalidUtf8, "Byte 0"),
    ('{"a": 1}'.encode("utf-16-le"), InvalidJson, "Line 1"),
    (b'\xef\xbb\xbf{"a": 1}', InvalidUtf8, "byte-order mark"),
    (b'{"a": 1, "a": 2}', DuplicateKey, "'a'"),
    (b'{"a": 1, "\\u0061": 1}', DuplicateKey, "'a'"),
    (b'[{"b": {"": 1, "": 1}}]', DuplicateKey, "''"),
    (b'{"' + b"k" * (MAX_KEY + 1) + b'": 1}', KeyTooLong, "257"),
    (b'{"' + b"k" * 2**20 + b'": 1}', KeyTooLong, "1048576"),
    (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), TooDeep, "64"),
    (b'{"a":' * 65 + b"1" + b"}" * 65, TooDeep, "64"),
    (b"[" * 1000 + b"]" * 1000, TooDeep, "64"),
    (b"[" * 100_000, TooDeep, "64"),
    (b'{"a":' * 100_000, TooDeep, "64"),
    (b'["\\"[", ' + b"[" * 100, TooDeep, "64"),
]

ACCEPTED: list[tuple[bytes, Any]] = [
    (b"{}", {}),
    (b" [ ] \r\n\t", []),
    (b"null", None),
    (b'"x"', "x"),
    (b"5", 5),
    (b"-0", 0),
    (b"1.0", 1.0),
    (b"1e308", 1e308),
    (b"1e-999", 0.0),
    (b"9223372036854775807", MAX_INT),
    (b"-9223372036854775808", -MAX_INT - 1),
    (b'"\\u0000"', "\0"),
    (b'"\\ud83d\\ude00"', "😀"),
    ('"é\u2028"'.encode(), "é\u2028"),
    (b'{"a": {"a": 1}, "b": {"a": 2}}', {"a": {"a": 1}, "b": {"a": 2}}),
    (b'{"' + b"k" * MAX_KEY + b'": 1}', {"k" * MAX_KEY: 1}),
    (b'"' + b"[" * 100_000 + b'"', "[" * 100_000),
    (b'["\\\\", "[[["]', ["\\", "[[["]),
    (b'"\xef\xbb\xbf"', "\ufeff"),
]


@pytest.mark.parametrize(("body", "error", "part"), [pytest.param(*row, id=repr(row[0][:24])) for row in REFUSED])
def test_refused(body: bytes, error: type[InvalidJson], part: str) -> None:
    with pytest.raises(InvalidJson) as caught:
        strict_json(body)
    assert type(caught.value) is error
    assert part in caught.value.detail
    assert caught.value.detail.isprintable()
    assert len(caught.value.detail) < 300


@pytest.mark.parametrize(("body", "value"), [pytest.param(*row, id=repr(row[0][:24])) for row in ACCEPTED])
def test_accepted(body: bytes, value: Any) -> None:
    assert strict_json(body) == value


def test_the_deepest_document_that_passes() -> None:
    value = strict_json(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    depth = 0
    while value:
        value, depth = value[0], depth + 1
    assert depth == MAX_DEPTH - 1


@pytest.mark.parametrize(
    ("body", "most"),
    [
        pytest.param(json.dumps(list(range(200_000))).encode(), 10 * 200_000, id="integers"),
        pytest.param(json.dumps({f"k{n}": n for n in range(50_000)}).encode(), 15 * 50_000, id="keys"),
        pytest.param(json.dumps({str(n * (2**61 - 1)): n for n in range(20_000)}).encode(), 15 * 20_000, id="hashes"),
    ],
)
def test_each_value_costs_a_few_calls(body: bytes, most: int) -> None:
    assert calls_of(lambda: strict_json(body)) < most


def test_depth_is_refused_before_anything_is_built() -> None:
    def read() -> None:
        with pytest.raises(TooDeep):
            strict_json(b"[" * 100_000 + b"]" * 100_000)

    assert calls_of(read) < 1000


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-MAX_INT - 1, MAX_INT)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=20,
)


@given(JSON, st.booleans())
def test_what_is_strict_passes_unchanged(value: Any, as_ascii: bool) -> None:
    assert strict_json(json.dumps(value, ensure_ascii=as_ascii).encode()) == value


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_anything_else_is_an_error_of_ours(body: bytes) -> None:
    try:
        value = strict_json(body)
    except InvalidJson:
        return
    assert strict_json(json.dumps(value, allow_nan=False).encode()) == value
