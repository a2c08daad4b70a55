"""Ids: one form for every platform, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine_shared.ids import id_problem, new_id, shown, slug

GOOD = ["a", "0", "A", "a" * 128, "run_1", "run-1", "9-_", "con1", "com10", "lpt", "CONSOLE", "nul_", "auxiliary"]

BAD = {
    "path": ["", ".", "..", "a/b", "a\\b", "/a", "C:", "a:b", "~", "a.b", "a%2fb", "a?b", "a*"],
    "separators": ["-", "_", "-a", "_a", "a b", " a", "a ", "a\t", "a\n", "\na", "a\r\nb", "a\0", "a|b", "a,b"],
    "length": ["a" * 129, "a" * 300, "a" * 1_000_000],
    "devices": ["CON", "con", "Nul", "nul.txt", "COM1", "com0", "LPT9", "COM¹", "AUX.", "prn", "aux"],
    "unicode": ["\u202eabc", "a\u200bb", "а", "ﬁ", "é", "e\u0301", "🙂", "ａ", "²", "٣", "\ud800", "\ufeffa"],
    "graph": ["__start__", "__end__"],
}


@pytest.mark.parametrize("value", GOOD)
def test_good_ids(value: str) -> None:
    assert id_problem(value) == ""


@pytest.mark.parametrize("value", [pytest.param(v, id=f"{k}-{ascii(v)[:20]}") for k, vs in BAD.items() for v in vs])
def test_bad_ids(value: str) -> None:
    assert id_problem(value)
    told = f"{shown(value)} {id_problem(value)}"
    assert told.isprintable()
    assert len(told) < 300


@given(st.text(max_size=140))
def test_what_passes_is_plain(value: str) -> None:
    plain = 1 <= len(value) <= 128 and value.isascii() and value[0].isalnum()
    plain = plain and all(char.isalnum() or char in "_-" for char in value)
    if id_problem(value):
        assert not plain or len(value) <= 4, "only device names are plain and bad"
    else:
        assert plain


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Product selection", "product-selection"),
        ("  Über  Größe!  ", "uber-groe"),
        ("a/../b", "a-b"),
        ("snake_case stays", "snake_case-stays"),
        ("v2.0", "v2-0"),
        ("x" * 200, "x" * 64),
        ("y" * 63 + "--z", "y" * 63),
    ],
)
def test_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize("name", ["", "选品", "🙂", "...", "CON", "com¹", "\ud800"])
def test_a_name_without_usable_letters_gets_a_random_id(name: str) -> None:
    first, second = slug(name), slug(name)
    assert first.startswith("flow-")
    assert first != second


@given(st.text())
def test_a_slug_is_always_a_valid_id(name: str) -> None:
    assert id_problem(slug(name)) == ""


def test_new_ids_are_valid_and_differ() -> None:
    made = {new_id("run") for _ in range(1000)}
    assert len(made) == 1000
    assert not any(map(id_problem, made))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("abc", "'abc'"),
        ("é", "'é'"),
        ("a\nb", "'a\\nb'"),
        ("\u202e", "'\\u202e'"),
        ("\ud800", "'\\ud800'"),
        ("\x1b[2J", "'\\x1b[2J'"),
        (5, "5"),
        ("x" * 100, "'" + "x" * 58 + "…"),
    ],
)
def test_shown(value: object, text: str) -> None:
    assert shown(value) == text
