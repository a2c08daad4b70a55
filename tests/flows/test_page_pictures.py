"""Where shops keep the address of a picture, and which addresses are none."""

import json

import pytest

from product_selection.addresses import is_placeholder, same_page
from product_selection.pages import parse_page

URL = "https://shop.example/list/?page=1"
REAL = "https://shop.example/img/1.jpg"
BLANK = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
IMAGE_OBJECT = 'itemscope itemtype="https://schema.org/ImageObject"'


def pictures(inside: str, head: str = "") -> list[str]:
    html = f'{head}<div itemscope itemtype="https://schema.org/Product"><i itemprop="sku">P1</i>{inside}</div>'
    return [each.image for each in parse_page(html, URL).listings]


@pytest.mark.parametrize(
    "element",
    [
        '<img itemprop="image" src="/img/1.jpg">',
        '<img itemprop="image" src="/ph.gif" data-src="/img/1.jpg">',
        '<img itemprop="image" src="/ph.gif" data-original="/img/1.jpg">',
        f'<img itemprop="image" src="{BLANK}" data-lazy-src="/img/1.jpg">',
        f'<img itemprop="image" src="{BLANK}" data-lazy="/img/1.jpg">',
        f'<img itemprop="image" src="{BLANK}" data-srcset="/img/s.jpg 300w, /img/1.jpg 600w">',
        '<img itemprop="image" src="/ph.gif" srcset="/img/s.jpg 1x, /img/1.jpg 2x">',
        '<img itemprop="image" srcset="/img/1.jpg 1200w,/img/s.jpg 300w">',
        '<img itemprop="image" srcset="/img/1.jpg">',
        '<img itemprop="image" src="" data-src="/img/1.jpg">',
        '<img itemprop="image" src="/images/blank.gif" srcset="/img/1.jpg">',
        '<img itemprop="image" data-src="/images/placeholder.png" src="/img/1.jpg">',
        '<picture itemprop="image"><source srcset="/img/1.webp"><img src="/img/1.jpg"></picture>',
        '<picture itemprop="image"><source srcset="/img/1.jpg"><img src="/img/loading.gif"></picture>',
        '<picture><source srcset="/img/1.jpg 2x"><img itemprop="image" src="/ph.gif" data-src="/img/1.jpg"></picture>',
        '<div itemprop="image"><img src="/img/1.jpg"></div>',
        '<div itemprop="image"><a href="/p/1"><span><img src="/ph.gif" data-src="/img/1.jpg"></span></a></div>',
        '<a itemprop="image" href="/img/1.jpg"><img src="/ph.gif"></a>',
        '<a itemprop="image" href="/product/1"><img src="/img/1.jpg"></a>',
        f'<div itemprop="image"><img src="{BLANK}"><noscript><img src="/img/1.jpg"></noscript></div>',
        f'<img itemprop="image" src="{BLANK}"><noscript><img itemprop="image" src="/img/1.jpg"></noscript>',
        f'<div itemprop="image" {IMAGE_OBJECT}><link itemprop="url" href="/img/1.jpg"></div>',
        f'<p itemprop="image" {IMAGE_OBJECT}><meta itemprop="contentUrl" content="/img/1.jpg"><img src="/ph.gif"></p>',
        '<span itemprop="image"><img width="1" height="1" src="/count.gif"><img src="/img/1.jpg"></span>',
        '<div itemprop="image" style="color: red; background-image: url(\'/img/1.jpg\')"></div>',
        '<meta itemprop="image" content="/img/1.jpg"><img itemprop="image" src="/img/other.jpg">',
        '<img itemprop="image" src="/static/no-image.png"><img itemprop="image" src="/img/1.jpg">',
        '<link itemprop="image" href="/img/1.jpg">',
        f'<img itemprop="image" src="{BLANK}" data-unheard-of="/img/1.jpg">',
    ],
)
def test_the_real_one_is_taken(element: str) -> None:
    assert pictures(element) == [REAL]


@pytest.mark.parametrize(
    "element",
    [
        '<img itemprop="image" src="/ph.gif" data-unheard-of="/img/{}.jpg">',
        '<img itemprop="image" src="/img/{}.jpg" data-hover="/img/back.jpg">',
        '<img itemprop="image" data-src="/ph.gif" src="/img/{}.jpg">',
        '<div itemprop="image"><img src="/ph.gif"><img src="/img/{}.jpg"></div>',
    ],
)
def test_what_many_products_of_a_page_share_is_none_of_theirs(element: str) -> None:
    html = "".join(
        f'<div itemscope itemtype="https://schema.org/Product"><i itemprop="sku">{n}</i>{element.format(n)}</div>'
        for n in range(8)
    )
    assert [each.image for each in parse_page(html, URL).listings] == [
        f"https://shop.example/img/{n}.jpg" for n in range(8)
    ]


def test_an_address_for_a_script_to_fill_in() -> None:
    assert pictures('<img itemprop="image" data-src="//cdn.example/cup_{width}x.jpg">') == [
        "https://cdn.example/cup_600x.jpg"
    ]


def in_script(image: object, **more: object) -> str:
    data = {"@context": "https://schema.org", "@type": "Product", "sku": "P1", "name": "N", "image": image, **more}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


class TestScripts:
    @pytest.mark.parametrize(
        "image",
        [
            "/img/1.jpg",
            ["/img/1.jpg", "/img/2.jpg"],
            {"@type": "ImageObject", "url": "/img/1.jpg"},
            {"@type": "ImageObject", "contentUrl": "/img/1.jpg", "url": "/about/1"},
            [{"@type": "ImageObject", "url": "/img/1.jpg"}],
            ["/static/placeholder.png", "/img/1.jpg"],
        ],
    )
    @pytest.mark.parametrize(
        "element", ["", f'<img itemprop="image" src="{BLANK}">', '<img itemprop="image" src="/no-image.png">']
    )
    def test_they_know_what_the_element_lacks(self, image: object, element: str) -> None:
        assert pictures(element, in_script(image)) == [REAL]

    def test_the_element_comes_first(self) -> None:
        assert pictures('<img itemprop="image" src="/img/1.jpg">', in_script("/img/other.jpg")) == [REAL]

    def test_products_that_are_only_there(self) -> None:
        graph = {"@graph": [{"@type": ["Thing", "Product"], "sku": "A", "name": "Cup", "image": "/img/1.jpg"}]}
        offers = in_script("/img/2.jpg", offers=[{"@type": "Offer", "price": 9.5, "priceCurrency": "EUR"}])
        html = (
            f'<script type="application/ld+json">{json.dumps(graph)}</script>{offers}<a rel="next" href="?page=2">n</a>'
        )
        found = parse_page(html, URL)
        assert [(each.id, each.name, each.price) for each in found.listings] == [("A", "Cup", ""), ("P1", "N", "9.5")]
        assert found.listings[0].image == REAL
        assert found.next_url is not None

    @pytest.mark.parametrize("text", ["", "{", "[[[[", "null", '{"@type": "Product"', "[" * 5000])
    def test_no_script_is_too_odd(self, text: str) -> None:
        html = f'<script type="application/ld+json">{text}</script>'
        assert pictures('<img itemprop="image" src="/img/1.jpg">', html) == [REAL]


@pytest.mark.parametrize("name", ["placeholder.png", "no-image-300x300.jpg", "blank.gif", "1x1.png", "lazyload.svg",
                                  "default-placeholder.webp", "spacer.gif", "noimage.jpg", "img_loading.gif",
                                  "coming-soon.jpg", "image-not-available.png"])  # fmt: skip
def test_names_of_placeholders(name: str) -> None:
    assert is_placeholder(f"https://s/static/{name}?v=3")
    assert pictures(f'<img itemprop="image" src="/static/{name}">') == [f"https://shop.example/static/{name}"]


@pytest.mark.parametrize(
    "name",
    ["blanket.jpg", "loading-dock.jpg", "pixel-7-phone.jpg", "1.jpg", "transparent-umbrella.png", "spacer-bar-oak.jpg"],
)
def test_names_of_products(name: str) -> None:
    assert not is_placeholder(f"https://s/{name}")


@pytest.mark.parametrize("href", ["#", "#top", "javascript:void(0)", "JavaScript:;", "mailto:a@b.c", "", "?page=1",
                                  "/list/?page=1#x", "https://SHOP.example:443/list/?page=1", "tel:1"])  # fmt: skip
def test_a_link_to_nowhere_or_to_the_page_itself_stands_on_the_last(href: str) -> None:
    assert parse_page(f'<a rel="next" href="{href}">next</a>', URL).next_url is None


def test_the_first_link_that_leads_on_counts() -> None:
    html = '<a rel="next" href="#">a</a><a rel="Next nofollow" href="?page=2">b</a>'
    assert parse_page(html, URL).next_url == "https://shop.example/list/?page=2"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://s", "http://s/"),
        ("http://s:80/a", "http://S/a#b"),
        ("http://s/红 色", "http://s/%E7%BA%A2%20%E8%89%B2"),
        ("http://s/?q=红", "http://s/?q=%E7%BA%A2"),
    ],
)
def test_spellings_of_one_page(one: str, other: str) -> None:
    assert same_page(one) == same_page(other)


@pytest.mark.parametrize(("one", "other"), [("http://s/?p=1", "http://s/?p=2"), ("http://s/a", "http://s/A")])
def test_other_pages(one: str, other: str) -> None:
    assert same_page(one) != same_page(other)
