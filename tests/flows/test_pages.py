"""What the scraper understands of HTML, and how it fetches it."""

import httpx
import pytest

from product_selection import web
from product_selection.encoding import decode_html
from product_selection.pages import parse_page
from product_selection.products import Listing

URL = "https://shop.example/list/?page=1"


def product(inside: str, kind: str = "https://schema.org/Product") -> str:
    return f'<div itemscope itemtype="{kind}">{inside}</div>'


@pytest.mark.parametrize(
    ("html", "listing"),
    [
        (
            product(
                '<meta itemprop="sku" content="A1"><h2 itemprop="name"> A <b>cup</b></h2>'
                '<img itemprop="image" src="../a.jpg"><span itemprop="price" content="9.5">nine</span>'
            ),
            Listing("A1", "A cup", "9.5", "https://shop.example/a.jpg"),
        ),
        (
            product(
                '<a itemprop="url" href="/p/7">x</a><link itemprop="image" href="//cdn.example/7.png">'
                '<div itemprop="brand" itemscope><i itemprop="name">Brand</i></div><i itemprop="name">Cup</i>'
                '<div itemprop="offers" itemscope itemtype="http://schema.org/Offer">'
                '<i itemprop="name">An offer</i><i itemprop="price">7 €</i></div>',
                kind="http://schema.org/Product",
            ),
            Listing("/p/7", "Cup", "7 €", "https://cdn.example/7.png"),
        ),
        (
            product('<img itemprop="image" src="data:image/gif;base64,R0" data-src="lazy.webp">'),
            Listing("", "", "", "https://shop.example/list/lazy.webp"),
        ),
        (product("nothing is marked"), Listing("", "", "", "")),
    ],
)
def test_products_as_shops_mark_them(html: str, listing: Listing) -> None:
    assert parse_page(html, URL).listings == [listing]


def test_a_related_product_is_a_listing_of_its_own() -> None:
    inner = '<i itemprop="sku">inner</i><i itemprop="name">Inner</i><i itemprop="price">1</i>'
    related = f'<div itemprop="isRelatedTo" itemscope itemtype="https://schema.org/Product">{inner}</div>'
    html = product(f'{related}<i itemprop="sku">outer</i><i itemprop="price">2</i>')
    assert parse_page(html, URL).listings == [Listing("outer", "", "2", ""), Listing("inner", "Inner", "1", "")]


@pytest.mark.parametrize("kind", ["https://schema.org/Person", "https://example.com/Product", "Product"])
def test_other_items_are_no_products(kind: str) -> None:
    assert parse_page(product('<i itemprop="sku">1</i>', kind), URL).listings == []


@pytest.mark.parametrize(
    ("html", "next_url"),
    [
        ('<a rel="next" href="?page=2#top">', "https://shop.example/list/?page=2"),
        ('<link rel="nofollow next" href="/2">', "https://shop.example/2"),
        ('<base href="https://other.example/x/"><a rel=next href=2>', "https://other.example/x/2"),
        ('<a rel="prev" href="/0">', None),
        ('<a rel="next">', None),
        ("", None),
    ],
)
def test_the_next_page(html: str, next_url: str | None) -> None:
    assert parse_page(html, URL).next_url == next_url


@pytest.mark.parametrize(
    ("raw", "declared"),
    [
        ("保温杯".encode(), None),
        ("保温杯".encode("gb18030"), "gb2312"),
        ("保温杯".encode("gb18030"), "no-such-charset"),
        ('<meta charset="gbk">保温杯'.encode("gb18030"), None),
        ('<meta http-equiv=x content="text/html; charset=big5">保溫杯'.encode("big5"), None),
    ],
)
def test_pages_in_other_encodings(raw: bytes, declared: str | None) -> None:
    assert decode_html(raw, declared)[-3:] in {"保温杯", "保溫杯"}


class TestFetch:
    @pytest.fixture(autouse=True)
    def no_pause(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(web, "FIRST_PAUSE", 0.0)

    def fetch(self, *answers: httpx.Response | Exception) -> tuple[web.Answer | web.FetchError, int]:
        """What comes of a server that gives these answers one after the other, and how often it was asked."""
        asked = 0

        def handle(_request: httpx.Request) -> httpx.Response:
            nonlocal asked
            asked += 1
            answer = answers[min(asked, len(answers)) - 1]
            if isinstance(answer, Exception):
                raise answer
            return answer

        with web.open_client(transport=httpx.MockTransport(handle)) as client:
            try:
                return web.fetch(client, URL, max_bytes=100), asked
            except web.FetchError as error:
                return error, asked

    @pytest.mark.parametrize(
        "trouble",
        [
            httpx.Response(503),
            httpx.Response(429, headers={"retry-after": "0"}),
            httpx.ReadTimeout("slow"),
            httpx.ConnectError("refused"),
            httpx.RemoteProtocolError("hung up"),
        ],
    )
    def test_trouble_that_may_pass_is_tried_again(self, trouble: httpx.Response | Exception) -> None:
        answer, asked = self.fetch(trouble, trouble, httpx.Response(200, content=b"fine"))
        assert isinstance(answer, web.Answer)
        assert (answer.body, asked) == (b"fine", 3)

    def test_not_for_ever(self) -> None:
        error, asked = self.fetch(httpx.Response(500))
        assert (str(error), asked) == ("HTTP 500 Internal Server Error", web.ATTEMPTS)

    @pytest.mark.parametrize("status", [400, 403, 404, 410, 501])
    def test_a_plain_no_is_taken_as_such(self, status: int) -> None:
        error, asked = self.fetch(httpx.Response(status))
        assert isinstance(error, web.FetchError)
        assert (error.status, asked) == (status, 1)

    def test_redirects_are_followed(self) -> None:
        answer, _ = self.fetch(httpx.Response(302, headers={"location": "/b"}), httpx.Response(200, content=b"b"))
        assert isinstance(answer, web.Answer)
        assert answer.url == "https://shop.example/b"

    @pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.com/", "http://", "http://[broken", "x"])
    def test_other_addresses_than_the_webs_are_refused(self, url: str) -> None:
        with web.open_client() as client, pytest.raises(web.FetchError):
            web.fetch(client, url, max_bytes=100)

    def test_redirects_in_a_circle(self) -> None:
        error, asked = self.fetch(httpx.Response(302, headers={"location": "/again"}))
        assert isinstance(error, web.FetchError)
        assert asked == web.MAX_REDIRECTS + 1

    def test_a_body_without_end_is_cut_off(self) -> None:
        error, asked = self.fetch(httpx.Response(200, content=b"x" * 101))
        assert isinstance(error, web.TooLongError)
        assert asked == 1
