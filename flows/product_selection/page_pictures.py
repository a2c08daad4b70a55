"""Where a page keeps a product's picture: rarely in `src` alone, which often holds a placeholder."""

import re
from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from .addresses import is_placeholder

#: Where shops keep the address of a picture that is loaded when it is looked at; the surest first.
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-original-src", "data-echo", "data-image")
_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set")
MANY_ON_A_PAGE = 3
_WIDTH = "600"
_PICTURES = ("img", "source", "amp-img")
_IN_SET = re.compile(r"\s*(\S*[^\s,])(?:\s+([\d.]+)[wxh])?[^,]*(?:,|$)")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|bmp|tiff?)(?:$|[?#])", re.IGNORECASE)
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*url\(\s*[\"']?([^\"')]+)", re.IGNORECASE)
_OF_IMAGE_OBJECT = frozenset({"contenturl", "url", "image"})
_TINY = frozenset({"0", "1", "1px"})


def picture_addresses(nodes: list[LexborNode]) -> list[str]:
    """What the elements that are marked as a product's picture offer, the best first; no `data:` addresses."""
    found = dict.fromkeys(address for node in nodes for address in _addresses(node))
    return [_filled_in(address) for address in found if not address.lower().startswith("data:")]


def choose(offers: list[list[str]]) -> list[str]:
    """One address for each product of a page: none that stands in for many, where it has another."""
    shared = Counter(address for offer in offers for address in set(offer))
    return [_best(offer, shared) for offer in offers]


def _best(offer: list[str], shared: Counter[str]) -> str:
    real = [address for address in offer if not is_placeholder(address)]
    own = [address for address in real if shared[address] < MANY_ON_A_PAGE]
    return next(iter([*own, *real, *offer]), "")


def _addresses(node: LexborNode) -> Iterator[str]:
    """What one element offers, the best first."""
    yield from _given(node, "content")
    if node.tag in _PICTURES:
        yield from _of_picture(node)
        return
    href = attribute(node, "href")
    if href and (node.tag == "link" or _PICTURE_FILE.search(href)):
        yield href
    for inner in node.css("[itemprop]"):  # an ImageObject
        if inner.mem_id != node.mem_id and attribute(inner, "itemprop").lower() in _OF_IMAGE_OBJECT:
            yield from _addresses(inner)
    inside = [picture for kind in ("img", "amp-img", "source") for picture in node.css(kind)]
    for picture in inside:
        yield from _of_picture(picture)
    for element in node.css("[style]"):  # itself included
        yield from _BACKGROUND.findall(attribute(element, "style"))
    yield from _given(node, "value" if node.tag == "data" else "src")
    if href:
        yield href
    if not inside and node.tag not in {"a", "link"}:
        yield from node.text(strip=True).split()[:1]


def _of_picture(node: LexborNode) -> Iterator[str]:
    for name in _LAZY:
        yield from _given(node, name)
    for name in (*_LAZY_SETS, "srcset"):
        yield from _largest_first(attribute(node, name))
    if attribute(node, "width") in _TINY or attribute(node, "height") in _TINY:
        return  # it counts visits
    yield from _given(node, "src")
    for name, value in node.attributes.items():  # a script that we do not know
        if name.startswith(("data-", "lazy")) and value and _PICTURE_FILE.search(value) and " " not in value.strip():
            yield value.strip()


def _filled_in(address: str) -> str:
    """Addresses for a script to fill in, as in `cup_{width}x.jpg`."""
    return address.replace("{width}", _WIDTH)


def _given(node: LexborNode, name: str) -> Iterator[str]:
    if address := attribute(node, name):
        yield address


def _largest_first(srcset: str) -> list[str]:
    """The addresses of `a.jpg 300w, b.jpg 600w`."""
    if srcset.startswith("data:"):
        return []
    found = [(float(size) if size else 1.0, address) for address, size in _IN_SET.findall(srcset) if address]
    return [address for _, address in sorted(found, key=lambda pair: -pair[0])]


def attribute(node: LexborNode | None, name: str) -> str:
    """An attribute's trimmed text; empty if there is none."""
    return "" if node is None else (node.attributes.get(name) or "").strip()
