"""Prices as shops write them, to numbers; None for whatever is not one amount of money."""

import re
import unicodedata

MAX_CHARS = 64

_NUMBER = re.compile(r"\d(?:[\d.,'’\s]*\d)?")
_CODE = re.compile(
    "AED|ARS|AUD|BGN|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|KRW|KWD|MAD|MOP|MXN|MYR|NGN|"
    "NOK|NZD|PEN|PHP|PKR|PLN|QAR|RMB|RON|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR"
)
#: Letters that mean money. Anything else beside the number ("Size 42", "from 9.99") makes the text no price.
_WORDS = frozenset({"us", "cn", "hk", "nt", "a", "au", "c", "ca", "nz", "s", "sg", "mx", "r", "rm", "rp", "tl"})
_WORDS |= {"kr", "kč", "zł", "ft", "fr", "lei", "euro", "rs", "р", "руб", "грн", "лв", "дин", "元", "圆", "圓", "円"}
_WORDS |= {"块", "人民币", "원", "บาท", "ر.س", "د.إ", "ج.م", "د.ك", "ريال", "درهم", "جنيه", "دينار"}
_WORDS |= {"تومان", "ریال", "ttc", "inkl", "incl", "mwst", "vat", "iva", "税込", "税抜", "含税"}
_WAN = 10_000
_SIGN_FOR_A_POINT = re.compile(r"^(\D*\d+)\s*([€$£])\s*(\d\d)$")  #: 12€99
#: Arabic decimal and thousands marks; NFKC leaves them as they are.
_MARKS = str.maketrans({"٫": ".", "٬": ",", "،": ","})
_BETWEEN = re.compile(r"\s*(?:[-–—‐−~〜～∼…]+|\.\.+|to|bis|à|a|au|до|至|到|から|hasta|-)\s*", re.IGNORECASE)
_OPEN = re.compile(
    r"(?:from|starting (?:at|from)|ab|à partir de|dès|desde|da|от|up to|bis)\b.*\d.*"
    r"|.*\d.*(?:起|から|〜|~|\+|up)",
    re.IGNORECASE | re.DOTALL,
)


def parse_price(text: str) -> float | None:
    """The amount a price text states.

    A lone separator before exactly three digits groups thousands ("1,299" and "1.299 €" are 1299) unless what stands
    before it is 0; of two kinds of separators the last one is the decimal point. A range, a negative amount or a
    text that says more than an amount and a currency is None.
    """
    text = _plain(text)
    if len(text) > MAX_CHARS:
        return None
    numbers = list(_NUMBER.finditer(text))
    if len(numbers) != 1:
        return None
    number = numbers[0]
    before, after = text[: number.start()].strip(), text[number.end() :].strip()
    factor = 1
    if after.startswith(("万", "萬")):
        factor, after = _WAN, after[1:].strip()
    if not (_is_currency(before) and _is_currency(_without_dash(after))):
        return None
    amount = _amount(number.group())
    return None if amount is None else amount * factor


def is_price_range(text: str) -> bool:
    """Whether the text states several amounts, as "12-15", "from 12 to 15", "ab 9,99 €" and "99起" do."""
    text = _plain(text)
    if len(text) > MAX_CHARS or parse_price(text) is not None:
        return False
    if _OPEN.fullmatch(text):
        return True
    for between in _BETWEEN.finditer(text):
        sides = text[: between.start()], text[between.end() :]
        if all(parse_price(side) is not None for side in sides):
            return True
    return False


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(_MARKS).strip()
    return _SIGN_FOR_A_POINT.sub(r"\1.\3 \2", text)


def _without_dash(after: str) -> str:
    """Drop what stands for "no cents", as in `CHF 12.–`, `12,- kr`, `12:-` and `Rs. 99/-`, and a footnote's star."""
    return re.sub(r"^[.,:]?(?:[-–—]+|/-)", "", after).strip().rstrip("*").strip()


def _is_currency(affix: str) -> bool:
    letters = "".join(" " if unicodedata.category(char) in {"Sc", "Ps", "Pe"} else char for char in affix)
    words = letters.split()
    return all(_CODE.fullmatch(word.upper()) or word.lower().rstrip(".") in _WORDS for word in words)


def _amount(digits: str) -> float | None:
    spaced = re.split(r"['’\s]", digits)
    return _amount_of_marks(digits) if len(spaced) == 1 else _amount_of_groups(spaced)


def _amount_of_groups(groups: list[str]) -> float | None:
    """`1 299,00` and `1'299.50`: blanks and apostrophes group by three, and nothing else does beside them."""
    last, _, fraction = groups.pop().replace(",", ".").partition(".")
    groups.append(last)
    plain = all(group.isdecimal() for group in groups) and (fraction.isdecimal() or not fraction)
    if not plain or not _well_grouped(",".join(groups)):
        return None
    return float(f"{''.join(groups)}.{fraction or '0'}")


def _amount_of_marks(digits: str) -> float | None:
    point = max(digits.rfind("."), digits.rfind(","))
    if point < 0:
        return float(digits)
    whole, fraction = digits[:point], digits[point + 1 :]
    separators = set(whole) & {".", ","}
    if digits[point] in separators:  # the same one twice: all of them group
        whole, fraction = digits, ""
    elif not separators and len(fraction) == len("000") and whole.strip("0"):
        whole, fraction = whole + fraction, ""
    if not _well_grouped(whole):
        return None
    return float(re.sub(r"[.,]", "", whole) + "." + (fraction or "0"))


def _well_grouped(whole: str) -> bool:
    """Groups of three, or India's twos that end in a three; one kind of separator."""
    first, *groups = re.split(r"[.,]", whole)
    if not groups:
        return True
    one_kind = len(set(whole) & {".", ","}) == 1
    return one_kind and bool(first) and len(groups[-1]) == len("000") and all(len(g) in {2, 3} for g in groups)
