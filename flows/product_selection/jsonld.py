"""Products that a page describes to search engines, as JSON-LD in script elements."""

import json
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from .addresses import is_placeholder
from .products import Listing

MAX_DEPTH = 20
_IDS = ("sku", "productID", "productId", "url", "@id", "mpn")


def products_in_scripts(tree: LexborHTMLParser) -> list[Listing]:
    """All products in the page's scripts; what is no JSON is passed over, as search engines do."""
    found: list[Listing] = []
    for script in tree.css('script[type="application/ld+json"]'):
        try:
            data = json.loads(script.text(), strict=False)
        except (ValueError, RecursionError):
            continue
        found.extend(_listing(thing) for thing in _products(data, MAX_DEPTH))
    return found


def _products(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for each in data if depth else ():
            yield from _products(each, depth - 1)
    elif isinstance(data, dict):
        if _is(data, "Product"):
            yield data
            return  # what is inside it are related ones
        for each in data.values() if depth else ():
            yield from _products(each, depth - 1)


def _is(thing: dict[str, Any], kind: str) -> bool:
    kinds = thing.get("@type")
    return any(
        isinstance(each, str) and each.rpartition("/")[2] == kind
        for each in (kinds if isinstance(kinds, list) else [kinds])
    )


def _listing(thing: dict[str, Any]) -> Listing:
    product_id = next((text for name in _IDS if (text := _text(thing.get(name)))), "")
    return Listing(product_id, _text(thing.get("name")), _price(thing.get("offers")), _picture(thing.get("image")))


def _picture(value: Any) -> str:
    """An address, an ImageObject, or a list of them: the first that is no placeholder."""
    values = value if isinstance(value, list) else [value]
    for each in values:
        inner = (each.get("contentUrl") or each.get("url")) if isinstance(each, dict) else each
        if (address := _text(inner)) and not is_placeholder(address):
            return address
    return ""


def _price(offers: Any) -> str:
    for offer in offers if isinstance(offers, list) else [offers]:
        if isinstance(offer, dict):
            inner = offer.get("priceSpecification")
            for holder in (offer, inner[0] if isinstance(inner, list) and inner else inner):
                if isinstance(holder, dict) and (text := _text(holder.get("price") or holder.get("lowPrice"))):
                    return text
    return ""


def _text(value: Any) -> str:
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, dict):
        return _text(value.get("@value") or value.get("@id"))
    return "" if value is None or isinstance(value, bool) else str(value).strip()
