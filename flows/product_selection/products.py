"""What a product is, and the one place that decides which listings become products."""

from collections import Counter
from dataclasses import dataclass
from typing import TypedDict

from .notes import Note, Notes
from .prices import is_price_range, parse_price
from .problems import Problem, describe, join
from .readings import BAD


@dataclass(frozen=True)
class Listing:
    """A product as the catalogue writes it: plain texts, empty where it says nothing."""

    id: str
    name: str
    price: str
    image: str  #: an absolute address, or a path inside the catalogue's folder
    damage: str = ""  #: why the other fields may not be what they seem


class Product(TypedDict):
    """A product in the run's state."""

    id: str
    name: str
    price: float | None
    image: str
    error: str


class Selection:
    """Takes listings in until `limit` products are there: the first of each id, all problems counted."""

    def __init__(self, limit: int, notes: Notes | None = None) -> None:
        self.limit = limit
        self.notes = notes or Notes()
        self.products: list[Product] = []
        self.duplicates = 0
        self.problems: Counter[str] = Counter()
        self._places: dict[str, int] = {}  #: where in `products` an id is
        self._damaged: dict[str, list[Problem]] = {}  #: ids of damaged rows: a sound one may take their place

    @property
    def full(self) -> bool:
        return len(self.products) >= self.limit

    def add(self, listing: Listing) -> None:
        """Take a listing in, unless a product of its id is there already. Ids are compared whole."""
        problems: list[tuple[Problem, str]] = []
        product_id = _tidy(listing.id)
        if listing.damage:
            problems.append((Problem.ROW_DAMAGED, listing.damage))
        if not product_id:
            product_id = self._unused("no-id-{}", len(self.products) + 1)
            problems.append((Problem.ID_MISSING, ""))
        elif BAD in product_id:
            problems.append((Problem.ID_DAMAGED, ""))
            if product_id in self._places:  # what looks alike now need not have been the same
                product_id = self._unused(f"{product_id}-{{}}", 2)
        product = Product(
            id=product_id,
            name=_tidy(listing.name),
            price=None if listing.damage else parse_price(listing.price),
            image=listing.image.strip(),
            error="",
        )
        if not product["name"]:
            problems.append((Problem.NAME_EMPTY, ""))
        if product["price"] is None and not listing.damage:
            problems.append(_no_price(listing.price.strip()))
        product["error"] = join(describe(problem, detail) for problem, detail in problems)
        self._place(product, [problem for problem, _ in problems], damaged=bool(listing.damage))

    def _place(self, product: Product, problems: list[Problem], *, damaged: bool) -> None:
        product_id = product["id"]
        place = self._places.get(product_id)
        if place is None:
            self._places[product_id] = len(self.products)
            self.products.append(product)
        elif product_id in self._damaged and not damaged:
            self.notes.add(Note.ROWS_REPLACED, self.products[place]["error"])
            self.problems.subtract(problem.value for problem in self._damaged.pop(product_id))
            self.products[place] = product
        else:
            self.duplicates += 1
            if product != self.products[place]:
                self.notes.add(Note.DUPLICATES_DIFFER, product_id)
            return
        if damaged:
            self._damaged[product_id] = problems
        self.problems.update(problem.value for problem in problems)

    def _unused(self, pattern: str, number: int) -> str:
        while (made_up := pattern.format(number)) in self._places:
            number += 1
        return made_up


def _no_price(text: str) -> tuple[Problem, str]:
    if not text:
        return Problem.PRICE_MISSING, ""
    return (Problem.PRICE_RANGE if is_price_range(text) else Problem.PRICE_UNREADABLE), text


def _tidy(text: str) -> str:
    return " ".join(text.split())
