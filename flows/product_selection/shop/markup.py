"""The shop's pages: plain HTML with schema.org/Product microdata."""

from collections.abc import Sequence
from html import escape

from .assortment import Item


def catalogue_page(items: Sequence[tuple[int, Item]], number: int, next_number: int | None) -> str:
    """One page of (listing number, item)."""
    following = "" if next_number is None else f'<p><a rel="next" href="?page={next_number}">下一页</a></p>\n'
    products = "\n".join(_product(listing, item) for listing, item in items)
    return f"""<!doctype html>
<html lang="zh">
<head><meta charset="utf-8"><title>Loopback 商店, page {number}</title></head>
<body>
<h1>Loopback 商店</h1>
{products}
{following}</body>
</html>
"""


def _product(listing: int, item: Item) -> str:
    return f"""<article itemscope itemtype="https://schema.org/Product">
  <meta itemprop="sku" content="{escape(item.id)}">
  <img itemprop="image" src="/images/{listing}" alt="" width="128">
  <h2 itemprop="name">{escape(item.name)}</h2>
  <div itemprop="brand" itemscope itemtype="https://schema.org/Brand"><span itemprop="name">回环牌</span></div>
  <p itemprop="offers" itemscope itemtype="https://schema.org/Offer">
    <span itemprop="price">{escape(item.price)}</span>
  </p>
</article>"""
