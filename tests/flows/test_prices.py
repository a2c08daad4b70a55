import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from product_selection.prices import parse_price


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1299", 1299.0),
        ("12.50", 12.5),
        ("12,50", 12.5),
        ("¥1,299.00", 1299.0),
        ("￥１，２９９．００", 1299.0),
        ("1.299,00 €", 1299.0),
        ("1 299,00 €", 1299.0),
        ("1\u202f299,00\u00a0€", 1299.0),
        ("CHF 1'299.50", 1299.5),
        ("1’299", 1299.0),
        ("₹1,29,900.00", 129_900.0),
        ("1,299", 1299.0),
        ("1.299", 1299.0),
        ("1.299.000", 1_299_000.0),
        ("0.999", 0.999),
        ("0,999", 0.999),
        ("1234.567", 1_234_567.0),
        ("USD 12.00", 12.0),
        ("US$12.99", 12.99),
        ("299元", 299.0),
        ("RMB 299", 299.0),
        ("1.2万元", 12_000.0),
        ("49 kr.", 49.0),
        ("12,- kr", 12.0),
        ("CHF 12.–", 12.0),
        ("  7  ", 7.0),
        ("0", 0.0),
        ("٣٩٩", 399.0),
        ("12 eur", 12.0),
    ],
)
def test_prices_that_shops_write(text: str, amount: float) -> None:
    assert parse_price(text) == pytest.approx(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "面议",
        "call us",
        "99.00-199.00",
        "was 199 now 99",
        "-5",
        "Size 42",
        "from 9.99",
        "12.50 USD/kg",
        "1e5",
        "12,34,5.6,7",
        "1,2.3,4",
        "nan",
        "inf",
        "9" * 65,
        "XXL 42",
    ],
)
def test_what_is_not_one_amount_is_none(text: str) -> None:
    assert parse_price(text) is None


@settings(deadline=None)
@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    amount = parse_price(text)
    assert amount is None or amount >= 0


@settings(deadline=None)
@given(st.integers(0, 10**12))
def test_both_ways_to_group_thousands_are_read(cents: int) -> None:
    english = f"{cents / 100:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert parse_price(english) == parse_price(german) == pytest.approx(cents / 100)
