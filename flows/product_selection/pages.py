"""Catalogue pages: schema.org/Product microdata in, listings and the next page's address out.

What is understood: elements with `itemscope` and `itemtype="https://schema.org/Product"`; inside them the properties
`sku` (else `productID`, else `url`), `name`, `image`, and `price`, directly or in an `offers` item. A value is the
element's `content`, else its address (`src`, `href`), else its text. `rel="next"` on a link or an anchor is the next
page. Addresses may be relative.
"""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .products import Listing

_ADDRESS_ATTRIBUTES = {"img": ("src", "data-src"), "a": ("href",), "link": ("href",), "data": ("value",)}
_IDS = ("sku", "productid", "url")


@dataclass(frozen=True)
class Page:
    """What one catalogue page says."""

    listings: list[Listing]
    next_url: str | None


def page_as_data(page: Page) -> dict[str, Any]:
    """A page as plain data, the form in which a durable step keeps it."""
    return {"listings": [astuple(listing) for listing in page.listings], "next_url": page.next_url}


def page_from_data(data: dict[str, Any]) -> Page:
    """The page that `page_as_data` wrote."""
    return Page([Listing(*fields) for fields in data["listings"]], data["next_url"])


def parse_page(html: str, url: str) -> Page:
    """Read the page that was found at `url`."""
    tree = LexborHTMLParser(html)
    base = urljoin(url, _attribute(tree.css_first("base[href]"), "href"))
    listings = [_listing(node, base) for node in tree.css("[itemscope][itemtype]") if _is_product(node)]
    return Page(listings, _next_url(tree, base))


def is_web_address(address: str) -> bool:
    """Whether this is an http(s) address with a host."""
    try:
        parts = urlsplit(address)
    except ValueError:  # e.g. "http://[broken"
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _is_product(node: LexborNode) -> bool:
    types = _attribute(node, "itemtype").split()
    return any(kind.rstrip("/").split("://")[-1].removeprefix("www.") == "schema.org/Product" for kind in types)


def _listing(product: LexborNode, base: str) -> Listing:
    values: dict[str, str] = {}
    for prop, value in _properties(product):
        values.setdefault(prop, value)
    product_id = next((values[prop] for prop in _IDS if values.get(prop)), "")
    image = values.get("image", "")
    return Listing(product_id, values.get("name", ""), values.get("price", ""), _resolve(base, image))


def _properties(product: LexborNode) -> Iterator[tuple[str, str]]:
    """The product's own properties and its offers', but not those of a brand, a review or a related product."""
    for node in product.css("[itemprop]"):
        scope = _scope_of(node)
        if scope is None:
            continue
        in_offer = "offers" in _attribute(scope, "itemprop").split() and _same(_scope_of(scope), product)
        for prop in _attribute(node, "itemprop").lower().split():
            if _same(scope, product) or (in_offer and prop in {"price", "lowprice"}):
                yield prop.replace("lowprice", "price"), _value(node)


def _scope_of(node: LexborNode) -> LexborNode | None:
    parent = node.parent
    while parent is not None and "itemscope" not in parent.attributes:
        parent = parent.parent
    return parent


def _same(one: LexborNode | None, other: LexborNode) -> bool:
    return one is not None and one.mem_id == other.mem_id


def _value(node: LexborNode) -> str:
    if content := _attribute(node, "content"):
        return content
    for name in _ADDRESS_ATTRIBUTES.get(node.tag or "", ()):
        address = _attribute(node, name)
        if address and not address.startswith("data:"):  # the placeholder of a lazily loaded picture
            return address
    return node.text(separator=" ", strip=True)


def _next_url(tree: LexborHTMLParser, base: str) -> str | None:
    for node in tree.css('link[rel~="next"], a[rel~="next"]'):
        if href := _attribute(node, "href"):
            return urldefrag(_resolve(base, href)).url
    return None


def _resolve(base: str, address: str) -> str:
    try:
        return urljoin(base, address) if address else ""
    except ValueError:
        return address


def _attribute(node: LexborNode | None, name: str) -> str:
    return "" if node is None else (node.attributes.get(name) or "").strip()
