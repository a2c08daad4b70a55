"""What a product is, and the one place that decides which listings become products."""

from collections import Counter
from dataclasses import dataclass
from typing import TypedDict

from .prices import parse_price
from .problems import Problem, describe, join

MAX_ID_CHARS = 200


@dataclass(frozen=True)
class Listing:
    """A product as the catalogue writes it: plain texts, empty where it says nothing."""

    id: str
    name: str
    price: str
    image: str  #: an absolute address, or a path inside the catalogue's folder


class Product(TypedDict):
    """A product in the run's state."""

    id: str
    name: str
    price: float | None
    image: str
    error: str


class Selection:
    """Takes listings in until `limit` products are there: the first of each id, all problems counted."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.products: list[Product] = []
        self.duplicates = 0
        self.problems: Counter[str] = Counter()
        self._ids: set[str] = set()

    @property
    def full(self) -> bool:
        return len(self.products) >= self.limit

    def add(self, listing: Listing) -> None:
        """Take a listing in, unless a product of its id is there already."""
        problems: list[tuple[Problem, str]] = []
        product_id = _tidy(listing.id)[:MAX_ID_CHARS]
        if not product_id:
            product_id = self._made_up_id()
            problems.append((Problem.ID_MISSING, ""))
        if product_id in self._ids:
            self.duplicates += 1
            return
        name = _tidy(listing.name)
        if not name:
            problems.append((Problem.NAME_EMPTY, ""))
        price = parse_price(listing.price)
        if price is None:
            odd = listing.price.strip()
            problems.append((Problem.PRICE_UNREADABLE, odd) if odd else (Problem.PRICE_MISSING, ""))
        self._ids.add(product_id)
        self.problems.update(problem.value for problem, _ in problems)
        error = join(describe(problem, detail) for problem, detail in problems)
        self.products.append(Product(id=product_id, name=name, price=price, image=listing.image.strip(), error=error))

    def _made_up_id(self) -> str:
        number = len(self.products) + 1
        while (made_up := f"no-id-{number}") in self._ids:
            number += 1
        return made_up


def _tidy(text: str) -> str:
    return " ".join(text.split())
