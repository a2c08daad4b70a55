"""What the shop sells: any number of listings, the same for the same seed, with planted trouble."""

import random
from collections import Counter
from dataclasses import dataclass
from enum import Enum

_COLOURS = ("红色", "蓝色", "墨绿", "米白", "Black", "Silver", "Coral", "Navy")
_STYLES = ("复古", "轻便", "防水", "手工", "Classic", "Compact", "Outdoor", "Nordic")
_THINGS = ("双肩包", "保温杯", "台灯", "运动鞋", "围巾", "Backpack", "Kettle", "Desk lamp", "Sneaker", "Scarf")
_PRICES = ("¥{:,.2f}", "${:.2f}", "{:.2f} 元", "{:.0f}", "CNY {:,.2f}")
_ODD_PRICES = {
    "面议": "price_unreadable",
    "call us": "price_unreadable",
    "99.00-199.00": "price_range",
    "": "price_missing",
}

NEAR_DUPLICATES = 0.05
DUPLICATE_IDS = 0.02
ODD_PRICES = 0.03
EMPTY_NAMES = 0.01
UNUSUAL_PICTURES = 0.10
BAD_PICTURES = 0.05


class Look(str, Enum):
    """How a picture's file is made."""

    PLAIN = "plain"
    CMYK = "cmyk"
    PALETTE = "palette"
    TRANSPARENT = "transparent"
    ANIMATED = "animated"
    GREY_16 = "grey_16"
    SIDEWAYS = "sideways"  #: turned, with an EXIF note that says so
    # Copies of another picture.
    SMALLER = "smaller"
    RECOMPRESSED = "recompressed"
    BRIGHTER = "brighter"
    AS_PNG = "as_png"
    # Those that cannot be used.
    NOT_FOUND = "not_found"
    TRUNCATED = "truncated"
    WEB_PAGE = "web_page"
    EMPTY = "empty"


_UNUSUAL = (Look.CMYK, Look.PALETTE, Look.TRANSPARENT, Look.ANIMATED, Look.GREY_16, Look.SIDEWAYS)
_COPIES = (Look.SMALLER, Look.RECOMPRESSED, Look.BRIGHTER, Look.AS_PNG)
_BAD = (Look.NOT_FOUND, Look.TRUNCATED, Look.WEB_PAGE, Look.EMPTY)
_EXPECTED = {
    Look.NOT_FOUND: "image_not_found",
    Look.TRUNCATED: "image_broken",
    Look.WEB_PAGE: "image_not_an_image",
    Look.EMPTY: "image_empty",
}


@dataclass(frozen=True)
class Item:
    """One listing."""

    id: str
    name: str
    price: str
    look: Look
    motif: int  #: what the picture shows; copies share it


@dataclass(frozen=True)
class Assortment:
    """All listings, and what was planted among them."""

    items: list[Item]
    planted: list[tuple[str, str]]  #: ids of near-duplicate pictures, smaller id first
    expected: dict[str, int]  #: how many products and problems a careful reader counts


def assort(size: int, seed: int = 1) -> Assortment:
    """`size` listings; a larger shop of the same seed begins with the same ones."""
    rng = random.Random(seed)  # noqa: S311 - a reproducible catalogue, not a secret
    items: list[Item] = []
    originals: list[Item] = []  # each gets at most one copy, so that every planted pair is known
    planted: list[tuple[str, str]] = []
    expected: Counter[str] = Counter()
    for number in range(size):
        if items and rng.random() < DUPLICATE_IDS:
            twin = rng.choice(items)
            items.append(Item(twin.id, f"{twin.name} (2)", twin.price, Look.PLAIN, number))
            expected["duplicates"] += 1
            continue
        item = Item(f"P{number:06d}", _name(rng), _price(rng), Look.PLAIN, number)
        chance = rng.random()
        if chance < NEAR_DUPLICATES and originals:
            original = originals.pop(rng.randrange(len(originals)))
            item = _with_picture(item, rng.choice(_COPIES), original.motif)
            planted.append((original.id, item.id))
        elif NEAR_DUPLICATES <= chance < NEAR_DUPLICATES + UNUSUAL_PICTURES:
            item = _with_picture(item, rng.choice(_UNUSUAL), number)
        elif chance > 1 - BAD_PICTURES:
            item = _with_picture(item, rng.choice(_BAD), number)
        else:
            originals.append(item)
        items.append(item)
        expected["products"] += 1
        expected.update(_problems(item))
    return Assortment(items, sorted(planted), dict(expected))


def _with_picture(item: Item, look: Look, motif: int) -> Item:
    return Item(item.id, item.name, item.price, look, motif)


def _name(rng: random.Random) -> str:
    if rng.random() < EMPTY_NAMES:
        return ""
    return f"{rng.choice(_COLOURS)} {rng.choice(_STYLES)} {rng.choice(_THINGS)}"


def _price(rng: random.Random) -> str:
    if rng.random() < ODD_PRICES:
        return rng.choice([*_ODD_PRICES])
    return rng.choice(_PRICES).format(rng.randint(500, 500_000) / 100)


def _problems(item: Item) -> list[str]:
    problems = [] if item.name else ["name_empty"]
    if item.price in _ODD_PRICES:
        problems.append(_ODD_PRICES[item.price])
    return [*problems, _EXPECTED[item.look]] if item.look in _EXPECTED else problems
