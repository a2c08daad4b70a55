import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from product_selection.prices import is_price_range, parse_price


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
        ("1.234,56 €", 1234.56),
        ("1 234,56", 1234.56),
        ("1 234 567.5", 1_234_567.5),
        ("1,299元", 1299.0),
        ("US$ 12", 12.0),
        ("12.-", 12.0),
        ("12,--", 12.0),
        ("1.299,- €", 1299.0),
        ("1,23,456.00", 123_456.0),
        ("Rs. 99", 99.0),
        ("Rs.1,23,456/-", 123_456.0),
        ("R$ 1.234,56", 1234.56),
        ("Rp 12.000", 12_000.0),
        ("RM12.90", 12.9),
        ("12,99 € *", 12.99),
        ("１２．５０", 12.5),
        ("12€99", 12.99),
        ("1 299:-", 1299.0),
        ("1,299円(税込)", 1299.0),
        ("12,99 € inkl. MwSt.", 12.99),
        ("٣٫٥", 3.5),
        ("١٬٢٩٩٫٥٠ ر.س", 1299.5),
        ("۱۲۹۹", 1299.0),
        ("१२९", 129.0),
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
        "1 29",
        "12 99 €",
        "1'29",
        "1 299 49",
        "12.50 13.50",
        "1\ufffd299",
        "1,299.00 \ufffd",
        "1,29,9",
        "1,299,00",
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


@pytest.mark.parametrize(
    "text",
    [
        "99.00-199.00",
        "from 12 to 15",
        "from 9.99",
        "ab 9,99 €",
        "12 – 15 €",
        "€12 - €15",
        "¥99~199",
        "99元至199元",
        "12 bis 15",
        "à partir de 12 €",
        "99起",
        "1,299.00 – 1,499.00",
        "$5+",
    ],
)
def test_a_range_is_told_as_one_and_gives_no_price(text: str) -> None:
    assert parse_price(text) is None
    assert is_price_range(text)


@pytest.mark.parametrize(
    "text", ["", "面议", "Size 42", "was 199 now 99", "12.50", "-5", "12.–", "2026-11-26", "x" * 99]
)
def test_other_texts_are_no_range(text: str) -> None:
    assert not is_price_range(text)
