"""Expressions over what a state holds beyond JSON: the right answer, or BAD_EXPRESSION, never just the other branch."""

import datetime as dt
import subprocess
import sys
import uuid
from decimal import Decimal

import pytest

from workflow_engine_shared import codec
from workflow_engine_shared.errors import BadExpression
from workflow_engine_shared.jsonlogic.matching import place_of
from workflow_engine_shared.jsonlogic.rules import evaluate, json_equal, truthy

UTC = dt.timezone.utc
BERLIN = dt.timezone(dt.timedelta(hours=1))

STATE = codec.stored_form(
    {
        "price": Decimal("19.90"),
        "tenth": Decimal("0.1"),
        "zero": Decimal("0.00"),
        "whole": Decimal(5),
        "huge": Decimal(2**53 + 1),
        "fine": Decimal("1.00000000000000000000001"),
        "nan": Decimal("NaN"),
        "endless": Decimal("Infinity"),
        "monstrous": Decimal("1E+999999"),
        "day": dt.date(2026, 1, 31),
        "at": dt.datetime(2026, 1, 31, 8, 0, tzinfo=BERLIN),
        "naive": dt.datetime.fromisoformat("2026-01-31T08:00:00.500000"),
        "tags": {"b", "a", "c"},
        "numbers": frozenset({3, 1, 2}),
        "none": set(),
        "days": [dt.date(2026, 1, 1), dt.date(2026, 1, 31)],
        "prices": [Decimal("5.00"), Decimal("0.1")],
        "raw": b"x",
        "no_bytes": b"",
        "digest": bytes.fromhex("00ff"),
        "digests": [b"x", b"y"],
        "id": uuid.UUID(int=5),
        "clock": dt.time(8),
        "took": dt.timedelta(seconds=5),
        "no_time": dt.timedelta(0),
        "by_number": {1: "one", 2: "two", "1": "text"},
        "by_answer": {True: 3, False: 0, None: 7},
    }
)


def var(name):
    return {"var": name}


RIGHT = [
    # A Decimal is a number.
    ({"==": [var("price"), 19.9]}, True),
    ({"==": [var("tenth"), 0.1]}, True),
    ({"===": [var("tenth"), 0.1]}, True),
    ({"==": [var("price"), "19.90"]}, True),
    ({"===": [var("price"), "19.90"]}, False),
    ({"!==": [var("whole"), 5]}, False),
    ({"===": [var("whole"), True]}, False),
    ({"==": [var("huge"), 2**53]}, False),
    ({">": [var("huge"), 2**53]}, True),
    ({"==": [var("huge"), 2**53 + 1]}, True),
    ({"==": [var("fine"), var("fine")]}, True),
    ({">": [var("fine"), 1]}, True),
    ({"==": [var("nan"), var("nan")]}, False),
    ({"<": [var("nan"), 1]}, False),
    ({"!!": var("nan")}, False),
    ({">": [var("endless"), 10**30]}, True),
    ({"<": [5, var("monstrous")]}, True),
    ({"!!": var("zero")}, False),
    ({"!": var("zero")}, True),
    ({"if": [var("zero"), "some", "none"]}, "none"),
    ({"and": [var("price"), var("zero"), "never"]}, Decimal("0.00")),
    ({"or": [var("zero"), "next"]}, "next"),
    ({"in": [5, var("prices")]}, True),
    ({"in": [var("whole"), [1, 5]]}, True),
    ({"in": [var("tenth"), var("prices")]}, True),
    ({"in": [var("price"), [19.9]]}, True),
    ({"in": [var("whole"), ["5"]]}, False),
    ({"<": [5, var("price"), "20"]}, True),
    ({"+": [var("whole"), 1]}, 6),
    ({"-": [var("price")]}, -19.9),
    ({"%": [var("whole"), 3]}, 2),
    ({"max": [var("price"), var("whole"), 3]}, 19.9),
    ({"cat": ["from ", var("price")]}, "from 19.9"),
    ({"substr": ["workflow", var("whole")]}, "low"),
    ({"==": [var("whole"), None]}, False),
    ({"filter": [var("prices"), {">": [var(""), 1]}]}, [Decimal("5.00")]),
    # A date is its text.
    ({"==": [var("day"), "2026-01-31"]}, True),
    ({"===": [var("day"), "2026-01-31"]}, True),
    ({"!=": [var("day"), "2026-02-01"]}, True),
    ({"<": [var("day"), "2026-02-01"]}, True),
    ({">=": [var("day"), "2026-02"]}, False),
    ({"<": ["2026-01-01", var("day"), "2026-12-31"]}, True),
    ({"==": [var("at"), "2026-01-31T07:00:00Z"]}, True),
    ({"==": [var("at"), "2026-01-31T08:00:00.000+01:00"]}, True),
    ({"<": [var("at"), "2026-01-31T07:00:01Z"]}, True),
    ({"<": [var("at"), "2026-02-01"]}, True),
    ({">": [var("naive"), "2026-01-31 08:00"]}, True),
    ({"==": [var("naive"), "2026-01-31T08:00:00.5"]}, True),
    ({"==": [var("naive"), var("at")]}, False),
    ({"==": [var("day"), var("days.1")]}, True),
    ({"<": [var("days.0"), var("day")]}, True),
    ({"==": [var("day"), ""]}, False),
    ({"==": [var("day"), None]}, False),
    ({"<": [var("day"), var("nothing")]}, False),
    ({"===": [var("day"), 5]}, False),
    ({"!!": var("day")}, True),
    ({"in": [var("day"), var("days")]}, True),
    ({"in": ["2026-01-31", var("days")]}, True),
    ({"in": ["2026-01-30", var("days")]}, False),
    ({"in": [var("day"), ["2026-01-30", "2026-01-31"]]}, True),
    ({"in": ["2026-01", var("day")]}, True),
    ({"in": [var("day"), "on 2026-01-31 at eight"]}, True),
    ({"cat": [var("day"), "!"]}, "2026-01-31!"),
    ({"substr": [var("day"), 0, 4]}, "2026"),
    # A set is a list.
    ({"in": ["a", var("tags")]}, True),
    ({"in": ["z", var("tags")]}, False),
    ({"in": [2, var("numbers")]}, True),
    ({"!!": var("tags")}, True),
    ({"!!": var("none")}, False),
    ({"if": [var("none"), 1, 2]}, 2),
    ({"map": [var("numbers"), {"*": [var(""), 2]}]}, [2, 4, 6]),
    ({"filter": [var("tags"), {"!=": [var(""), "b"]}]}, ["a", "c"]),
    ({"reduce": [var("numbers"), {"+": [var("accumulator"), var("current")]}, 0]}, 6),
    ({"all": [var("numbers"), {">": [var(""), 0]}]}, True),
    ({"some": [var("tags"), {"==": [var(""), "c"]}]}, True),
    ({"none": [var("none"), True]}, True),
    ({"merge": [var("tags"), ["z"]]}, ["a", "b", "c", "z"]),
    ({"cat": [var("tags")]}, "a,b,c"),
    ({"var": "tags.length"}, 3),
    ({"var": "tags.0"}, "a"),
    ({"===": [var("tags"), var("tags")]}, True),
    ({"missing": [var("tags")]}, ["a", "b", "c"]),
    ({"missing": ["none", "raw", "zero"]}, []),
    # Bytes are the list of their numbers.
    ({"!!": var("raw")}, True),
    ({"!!": var("no_bytes")}, False),
    ({"!": var("no_bytes")}, True),
    ({"if": [var("no_bytes"), "some", "none"]}, "none"),
    ({"and": [var("raw"), 1]}, 1),
    ({"or": [var("no_bytes"), 1]}, 1),
    ({"==": [var("raw"), var("digests.0")]}, True),
    ({"===": [var("raw"), var("digests.0")]}, True),
    ({"!=": [var("raw"), var("digests.1")]}, True),
    ({"!==": [var("raw"), var("raw")]}, False),
    ({"==": [var("raw"), None]}, False),
    ({"!=": [var("no_bytes"), None]}, True),
    ({"==": [var("raw"), [120]]}, False),  # as of two lists: no list equals another
    ({"===": [var("raw"), True]}, False),
    ({"in": [120, var("raw")]}, True),
    ({"in": [Decimal(120), var("raw")]}, True),
    ({"in": [121, var("raw")]}, False),
    ({"in": [255, var("digest")]}, True),
    ({"in": [0, var("no_bytes")]}, False),
    ({"in": [var("raw"), var("digests")]}, True),
    ({"in": [var("digest"), var("digests")]}, False),
    ({"length": var("digest")}, 2),
    ({"var": "digest.length"}, 2),
    ({"var": "digest.1"}, 255),
    ({"slice": [var("digest"), 0, 1]}, [0]),
    ({"map": [var("digest"), {"+": [var(""), 1]}]}, [1, 256]),
    ({"filter": [var("digest"), var("")]}, [255]),
    ({"all": [var("raw"), True]}, True),
    ({"some": [var("digest"), {">": [var(""), 254]}]}, True),
    ({"none": [var("no_bytes"), True]}, True),
    ({"reduce": [var("digest"), {"+": [var("accumulator"), var("current")]}, 0]}, 255),
    ({"missing": ["no_bytes", "raw"]}, []),
    # Keys that are no text are found as they are shown.
    ({"var": "by_number.1"}, "text"),
    ({"var": "by_number.2"}, "two"),
    ({"var": "by_answer.True"}, 3),
    ({"var": "by_answer.None"}, 7),
    ({"missing": ["by_answer.False", "by_answer.x"]}, ["by_answer.x"]),
]


@pytest.mark.parametrize(("rule", "expected"), RIGHT)
def test_what_counts_as_json_is_answered(rule, expected):
    answer = evaluate(rule, STATE)
    assert answer == expected
    assert type(answer) is type(expected)


FOREIGN = ["id", "clock", "took", "no_time"]
RULES_OF_ANY = [
    lambda it: {"!!": it},
    lambda it: {"!": it},
    lambda it: {"if": [it, 1, 2]},
    lambda it: {"and": [it, 1]},
    lambda it: {"or": [0, it, 1]},
    lambda it: {"==": [it, it]},
    lambda it: {"===": [it, "x"]},
    lambda it: {"!=": ["x", it]},
    lambda it: {"==": [it, None]},
    lambda it: {"==": [it, [1]]},
    lambda it: {"<": [it, 5]},
    lambda it: {">=": [it, it]},
    lambda it: {"in": [it, ["x"]]},
    lambda it: {"in": ["x", it]},
    lambda it: {"in": ["x", {"merge": [[1], it]}]},
    lambda it: {"in": [it, "text"]},
    lambda it: {"+": [it, 1]},
    lambda it: {"max": [it, 1]},
    lambda it: {"cat": [it]},
    lambda it: {"substr": [it, 1]},
    lambda it: {"map": [it, 1]},
    lambda it: {"all": [it, True]},
    lambda it: {"none": [it, True]},
    lambda it: {"filter": [{"merge": [it]}, var("")]},
    lambda it: {"missing": it},
    lambda it: {"var": it},
    lambda it: {"var": f"{it['var']}.length"},
]


@pytest.mark.parametrize("name", FOREIGN)
def test_the_rest_is_refused_whatever_looks_into_it(name):
    for rule in (make(var(name)) for make in RULES_OF_ANY):
        with pytest.raises(BadExpression, match=f"'{type(STATE[name]).__name__}'") as refused:
            evaluate(rule, STATE)
        assert "missing" in refused.value.advice


@pytest.mark.parametrize("name", FOREIGN)
def test_the_rest_is_passed_on_as_it_is(name):
    for rule in (var(name), {"if": [True, var(name)]}, {"var": ["nothing", var(name)]}):
        assert evaluate(rule, STATE) is STATE[name]
    assert evaluate({"merge": [var(name), [1]]}, STATE) == [STATE[name], 1]
    assert evaluate({"missing": [name]}, STATE) == []


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({"<": [var("day"), 5]}, "'date' stands where a number belongs"),
        ({"==": [var("day"), True]}, "'date' stands"),
        ({"-": [var("at"), var("at")]}, "'datetime' stands"),
        ({"+": [var("day"), 1]}, "'date' stands"),
        ({"max": [var("day"), var("day")]}, "'date' stands"),
        ({"<": [var("day"), "31.01.2026"]}, "'31.01.2026', which is no date"),
        ({"<": [var("day"), "2026-13-01"]}, "which is no date"),
        ({">": ["", var("at")]}, "which is no date"),
        ({"<": [var("naive"), var("at")]}, "only one has a time zone"),
        ({"<": [var("naive"), "2026-01-31T08:00:00Z"]}, "only one has a time zone"),
        ({"==": [var("day.year"), 2026]}, "looks into a 'date'"),
        ({"var": "day.length"}, "looks into a 'date'"),
        ({"var": ["at.tzinfo", "none"]}, "looks into a 'datetime'"),
    ],
)
def test_dates_beside_what_is_none(rule, told):
    with pytest.raises(BadExpression, match=told):
        evaluate(rule, STATE)


@pytest.mark.parametrize("name", ["raw", "no_bytes"])
def test_bytes_beside_a_text_or_a_number_are_refused(name):
    it = var(name)
    rules: list[dict] = [
        {"==": [it, "x"]},
        {"!=": ["", it]},
        {"==": [it, 120]},
        {"==": [it, True]},
        {"===": [it, "x"]},
        {"!==": [120.0, it]},
        {"===": [it, var("price")]},
        {"==": [it, var("day")]},
        {"<": [it, 5]},
        {">=": [it, it]},
        {"in": ["x", it]},
        {"in": [it, it]},
        {"in": [None, it]},
        {"in": ["x", {"merge": [[1], it]}]},
        {"in": [it, "text"]},
        {"in": [it, ["x"]]},
        {"+": [it, 1]},
        {"-": [it]},
        {"max": [it, 1]},
        {"cat": [it]},
        {"cat": [["a", it]]},
        {"substr": [it, 1]},
        {"var": it},
    ]
    for rule in rules:
        with pytest.raises(BadExpression, match="'bytes' stands where a text or a number belongs") as refused:
            evaluate(rule, STATE)
        assert "decode" in refused.value.advice
    for rule in (it, {"if": [True, it]}, {"var": ["nothing", it]}):
        assert evaluate(rule, STATE) is STATE[name]
    assert evaluate({"merge": [it, [1]]}, STATE) == [STATE[name], 1]


def test_what_is_passed_on_keeps_its_type():
    assert evaluate({"var": "tags"}, STATE) is STATE["tags"]
    assert evaluate({"if": [var("day"), var("price")]}, STATE) is STATE["price"]
    assert evaluate({"map": [var("days"), var("")]}, STATE) == STATE["days"]


@pytest.mark.parametrize(
    ("when", "value", "same"),
    [
        (19.9, Decimal("19.90"), True),
        (True, Decimal(1), False),
        ("2026-01-31", dt.date(2026, 1, 31), True),
        ("2026-01-31T07:00:00Z", STATE["at"], True),
        ("", dt.date(2026, 1, 31), False),
        (["c", "a", "b"], {"a", "b", "c"}, True),
        (["a", "a"], {"a"}, False),
        ([], frozenset(), True),
        (None, set(), False),
        ([[1, 2.0]], {(1, 2)}, True),
        (["2026-01-01", 5], [dt.date(2026, 1, 1), Decimal(5)], True),
        ([120], b"x", True),
        ([120, 0], b"x", False),
        ([], b"", True),
        ([[120], []], [b"x", b""], True),
        (b"x", b"x", True),
        (None, b"", False),
        (True, b"x", False),
        ({}, b"", False),
    ],
)
def test_the_when_of_an_edge_beside_a_value(when, value, same):
    assert json_equal(when, value) is same
    assert json_equal(value, when) is same


@pytest.mark.parametrize("value", [dt.timedelta(0), dt.time(0), uuid.UUID(int=0), object(), 1j])
def test_no_edge_is_chosen_by_the_rest(value):
    for judge in (truthy, lambda it: json_equal(True, it), lambda it: json_equal([1], [it])):
        with pytest.raises(BadExpression, match=f"'{type(value).__name__}'"):
            judge(value)


@pytest.mark.parametrize("when", ["x", "", 120, 0, Decimal(1), ["x"]])
def test_no_edge_is_chosen_by_bytes_beside_a_text_or_a_number(when):
    for pair in ((when, b"x"), (b"x", when)) if not isinstance(when, list) else ((when, [b"x"]), ([b"x"], when)):
        with pytest.raises(BadExpression, match="'bytes'"):
            json_equal(*pair)


@pytest.mark.parametrize(("value", "place"), [(b"x", 0), (b"", 1)])
def test_bytes_take_the_edge_of_their_truth(value, place):
    assert place_of(value, [True, False]) == place


def test_a_set_has_one_order_in_every_process():
    code = (
        "import datetime as dt, decimal\n"
        "from workflow_engine_shared.jsonlogic.rules import evaluate\n"
        "s = {'x', 'y', 3, 1, decimal.Decimal('2'), None, dt.date(2026, 1, 1), (2, 'b'), (1, 'c'), frozenset('q')}\n"
        "print(evaluate({'map': [{'var': 's'}, {'var': ''}]}, {'s': s}))"
    )
    shown = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(shown) == 1


def test_what_a_set_costs_is_counted():
    rule = {"some": [var("many"), {"in": [-1, {"var": "many"}]}]}
    assert evaluate(rule, {"many": set(range(50_000))}) is False
    with pytest.raises(BadExpression, match="1,000,000 steps"):
        evaluate({"map": [list(range(10_000)), {"in": [1, list(range(1_000))]}]}, {})
