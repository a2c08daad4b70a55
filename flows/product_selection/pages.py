"""Catalogue pages: schema.org/Product in, listings and the next page's address out.

What is understood: elements with `itemscope` and `itemtype="https://schema.org/Product"`; inside them the properties
`sku` (else `productID`, else `url`), `name`, `image`, and `price`, directly or in an `offers` item. A value is the
element's `content`, else its address (`src`, `href`), else its text; pictures have a module of their own. JSON-LD
gives the pictures that the elements lack, and the products of pages without such elements. `rel="next"` on a link or
an anchor is the next page. Addresses may be relative.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .addresses import leads_nowhere, resolved, same_page
from .jsonld import products_in_scripts
from .page_pictures import attribute, choose, picture_addresses
from .products import Listing

_ADDRESS_ATTRIBUTES = {"img": ("src", "data-src"), "a": ("href",), "link": ("href",), "data": ("value",)}
_IDS = ("sku", "productid", "url")
_REFRESH = re.compile(r"\s*\d*(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'\s]+)", re.IGNORECASE)
_BUSY = re.compile(
    r"busy|try (?:again|later)|(?:again|come back) later|too many requests|temporar|maintenance|overload|unavailable"
    r"|captcha|verify you|checking your browser|just a moment|rate limit"
    r"|繁忙|稍后|稍候|維護|维护|验证码|訪問過於|访问过于|人机",
    re.IGNORECASE,
)
_IN_A_TAG = re.compile(r"</?[a-zA-Z][^<>]*$")
_TAIL = 2000
_MAX_BUSY_CHARS = 2000
_MAX_BUSY_LINKS = 5


@dataclass(frozen=True)
class Page:
    """What one catalogue page says."""

    listings: list[Listing]
    next_url: str | None
    url: str = ""  #: where it was found, after redirects
    refresh_url: str | None = None  #: where a page without products sends its readers
    excuse: str = ""  #: the text of a page without products that asks to come again later
    ends: bool = True  #: it has the end that HTML has
    cut: bool = False  #: it stops inside a tag
    is_list: bool = False  #: it has a link to the page before it


def page_as_data(page: Page) -> dict[str, Any]:
    """A page as plain data, the form in which a durable step keeps it."""
    return asdict(page)


def page_from_data(data: dict[str, Any]) -> Page:
    """The page that `page_as_data` wrote."""
    return Page(**{**data, "listings": [Listing(**fields) for fields in data["listings"]]})


def parse_page(html: str, url: str) -> Page:
    """Read the page that was found at `url`."""
    tree = LexborHTMLParser(html)
    base = urljoin(url, attribute(tree.css_first("base[href]"), "href"))
    listings = _listings(tree, base)
    next_url = _next_url(tree, base, url)
    page = Page(listings, next_url, url, ends=_ends(html), cut=_IN_A_TAG.search(html[-_TAIL:]) is not None)
    if listings or next_url:
        return page
    refresh_url = _refresh_url(tree, base)
    sent_on = refresh_url is not None and same_page(refresh_url) != same_page(url)
    return replace(
        page,
        refresh_url=refresh_url,
        excuse="" if sent_on else excuse_of(tree),
        is_list=tree.css_first('link[rel~="prev"], a[rel~="prev"]') is not None,
    )


def excuse_of(tree: LexborHTMLParser) -> str:
    """The text of a short page that asks to come again later; empty if it is another one."""
    if tree.body is None or len(tree.css("a[href]")) > _MAX_BUSY_LINKS:
        return ""
    text = tree.body.text(separator=" ", strip=True)
    return text if len(text) <= _MAX_BUSY_CHARS and _BUSY.search(text) else ""


def _listings(tree: LexborHTMLParser, base: str) -> list[Listing]:
    in_scripts = products_in_scripts(tree)
    found = [_listing(node) for node in tree.css("[itemscope][itemtype]") if _is_product(node)]
    if not found:
        return [replace(each, image=resolved(base, each.image)) for each in in_scripts]
    pictures = {key: each.image for each in reversed(in_scripts) for key in _keys(each) if each.image}
    offers = [[*offer, *(pictures[key] for key in _keys(each) if key in pictures)] for each, offer in found]
    return [replace(each, image=resolved(base, image)) for (each, _), image in zip(found, choose(offers), strict=True)]


def _keys(listing: Listing) -> list[tuple[str, str]]:
    """By what one product is known twice on a page."""
    return [(kind, text) for kind, text in (("id", listing.id), ("name", listing.name)) if text]


def _is_product(node: LexborNode) -> bool:
    types = attribute(node, "itemtype").split()
    return any(kind.rstrip("/").split("://")[-1].removeprefix("www.") == "schema.org/Product" for kind in types)


def _listing(product: LexborNode) -> tuple[Listing, list[str]]:
    """A product without its picture, and the pictures it offers."""
    values: dict[str, str] = {}
    pictures: list[LexborNode] = []
    for prop, node in _properties(product):
        if prop == "image":
            pictures.append(node)
        elif prop not in values:
            values[prop] = _value(node)
    product_id = next((values[prop] for prop in _IDS if values.get(prop)), "")
    listing = Listing(product_id, values.get("name", ""), values.get("price", ""), "")
    return listing, picture_addresses(pictures)


def _properties(product: LexborNode) -> Iterator[tuple[str, LexborNode]]:
    """The product's own properties and its offers', but not those of a brand, a review or a related product."""
    for node in product.css("[itemprop]"):
        scope = _scope_of(node)
        if scope is None:
            continue
        in_offer = "offers" in attribute(scope, "itemprop").split() and _same(_scope_of(scope), product)
        for prop in attribute(node, "itemprop").lower().split():
            if _same(scope, product) or (in_offer and prop in {"price", "lowprice"}):
                yield prop.replace("lowprice", "price"), node


def _scope_of(node: LexborNode) -> LexborNode | None:
    parent = node.parent
    while parent is not None and "itemscope" not in parent.attributes:
        parent = parent.parent
    return parent


def _same(one: LexborNode | None, other: LexborNode) -> bool:
    return one is not None and one.mem_id == other.mem_id


def _value(node: LexborNode) -> str:
    if content := attribute(node, "content"):
        return content
    for name in _ADDRESS_ATTRIBUTES.get(node.tag or "", ()):
        if address := attribute(node, name):
            return address
    return node.text(separator=" ", strip=True)


def _next_url(tree: LexborHTMLParser, base: str, url: str) -> str | None:
    """The first link to a next page; one to nowhere or to this page itself stands on the last page."""
    for node in tree.css('link[rel~="next"], a[rel~="next"]'):
        href = attribute(node, "href")
        if not leads_nowhere(href) and same_page(found := resolved(base, href)) != same_page(url):
            return urldefrag(found).url
    return None


def _refresh_url(tree: LexborHTMLParser, base: str) -> str | None:
    for node in tree.css("meta[http-equiv]"):
        if attribute(node, "http-equiv").lower() == "refresh" and (told := _REFRESH.match(attribute(node, "content"))):
            return resolved(base, told.group(1))
    return None


def _ends(html: str) -> bool:
    end = html[-_TAIL:].lower()
    return "</html" in end or "</body" in end
