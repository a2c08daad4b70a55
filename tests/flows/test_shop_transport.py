"""Answers that are cut off, coded, late or excuses: none is taken for the whole or for the last page."""

import gzip
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate

import brotli
import httpx
import pytest
import zstandard
from faulty_shop import Reply, catalogue, catalogue_page, open_faulty_shop, page, product

from product_selection import web
from product_selection.catalogue import scrape_products
from product_selection.codings import decoded
from product_selection.hosts import Hosts
from support.wait import patient

BODY = page([product("a"), product("b")]).encode()
MAX = 1_000_000


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


CODED = {
    "gzip": gzip.compress(BODY),
    "x-gzip": gzip.compress(BODY),
    "deflate": zlib.compress(BODY),
    "br": brotli.compress(BODY),
    "zstd": zstandard.ZstdCompressor().compress(BODY),
}


#: zstd's checksum is optional.
CHECKED = zstandard.ZstdCompressor(write_checksum=True).compress(BODY)


def coding(name: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Encoding", name),)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "FIRST_PAUSE", 0.01)


class TestCodings:
    @pytest.mark.parametrize(
        ("name", "sent"),
        [
            *CODED.items(),
            ("GZIP", CODED["gzip"]),
            ("deflate", raw_deflate(BODY)),
            ("gzip, br", brotli.compress(CODED["gzip"])),
            ("gzip, gzip", gzip.compress(CODED["gzip"])),
            ("identity", BODY),
            ("", CODED["gzip"]),
            ("gzip", BODY),
            ("gzip", gzip.compress(BODY[:50]) + gzip.compress(BODY[50:])),
        ],
    )
    def test_every_usual_one_is_undone(self, node, name: str, sent: bytes) -> None:
        with open_faulty_shop(lambda _path, _nth: Reply(sent, headers=coding(name) if name else ())) as shop:
            found = scrape_products({"source": shop.url})
        assert [each["id"] for each in found["products"]] == ["a", "b"]

    def test_another_is_named(self, node) -> None:
        with (
            open_faulty_shop(lambda _path, _nth: Reply(BODY, headers=coding("lzma"))) as shop,
            pytest.raises(web.FetchError, match="'lzma'"),
        ):
            scrape_products({"source": shop.url})

    @pytest.mark.parametrize("name", CODED)
    @pytest.mark.parametrize("bytes_lost", [1, 9, 60])
    def test_a_stream_without_its_end_is_no_answer(self, name: str, bytes_lost: int) -> None:
        with pytest.raises(web.DamagedError, match="cut off"):
            decoded(CODED[name][:-bytes_lost], name, MAX)

    @pytest.mark.parametrize("name", CODED)
    def test_what_unfolds_to_too_much_is_refused(self, name: str) -> None:
        pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}
        sent = pack.get(name.removeprefix("x-"), zstandard.ZstdCompressor().compress)(bytes(50_000_000))
        with pytest.raises(web.TooLongError):
            decoded(sent, name, MAX)

    @pytest.mark.parametrize("name", ["gzip", "deflate", "zstd"])
    def test_damage_is_named(self, name: str) -> None:
        damaged = bytearray(CHECKED if name == "zstd" else CODED[name])
        damaged[len(damaged) // 2] ^= 0xFF
        damaged[len(damaged) // 2 + 1] ^= 0xFF
        with pytest.raises(web.DamagedError, match=name):
            decoded(bytes(damaged), name, MAX)


class TestBrokenPages:
    """A fault at page 2 of 4, once or twice: all pages are read."""

    WHOLE = catalogue_page(2, 4).encode()

    @pytest.mark.parametrize(
        "fault",
        [
            Reply(WHOLE[:200], length=len(WHOLE)),
            Reply(WHOLE[:200], chunked=True),
            Reply(gzip.compress(WHOLE)[:-30], headers=coding("gzip")),
            Reply(gzip.compress(WHOLE)[:-30]),
            Reply(brotli.compress(WHOLE)[:-5], headers=coding("br")),
            Reply(WHOLE[:-60]),
            Reply(hang_up=True),
            Reply("slow down", 429),
            Reply("gateway", 503),
            Reply("oops", 500),
            Reply("cloud", 522),
            Reply("<html><body><h1>System busy, please try later</h1></body></html>"),
            Reply("<html><body>系统繁忙,请稍后再试</body></html>"),
            Reply("<html><body><p>Checking your browser</p></body></html>"),
            Reply("<html><body></body></html>"),
            Reply(""),
            Reply('<html><meta http-equiv="refresh" content="1; url=/p/2"><body>one moment</body></html>'),
        ],
    )
    @pytest.mark.parametrize("times", [1, 3])
    def test_it_is_read_again(self, node, fault: Reply, times: int) -> None:
        shop = catalogue(4, lambda number, nth: fault if number == 2 and nth <= times else None)
        with open_faulty_shop(shop) as opened:
            found = scrape_products({"source": f"{opened.url}/p/1"})
        assert (found["product_count"], found["catalogue"]["stopped"]) == (12, "")
        assert opened.hits["/p/2"] == times + 1
        assert found["catalogue"]["notes"] == {}

    def test_a_page_that_stays_busy_is_an_error(self, node) -> None:
        shop = catalogue(4, lambda number, _nth: Reply("<p>System busy, try again</p>") if number == 3 else None)
        with (
            open_faulty_shop(shop) as opened,
            pytest.raises(web.FetchError, match=r"page 3.*busy.*a resume goes on here"),
        ):
            scrape_products({"source": f"{opened.url}/p/1"}, max_wait=patient(1.0))
        assert opened.hits["/p/3"] >= 3

    def test_a_page_that_stays_empty_may_be_the_end_and_is_told(self, node) -> None:
        shop = catalogue(4, lambda number, _nth: Reply("<html><p>Nothing</p></html>") if number == 3 else None)
        with open_faulty_shop(shop) as opened:
            found = scrape_products({"source": f"{opened.url}/p/1"})
        assert found["product_count"] == 6
        assert "neither a product nor a next page" in found["catalogue"]["stopped"]
        assert opened.hits["/p/3"] == web.ATTEMPTS

    def test_an_empty_page_that_leads_back_is_the_end(self, node) -> None:
        end = Reply('<html><a rel="prev" href="/p/2">back</a></html>')
        shop = catalogue(4, lambda number, _nth: end if number == 3 else None)
        with open_faulty_shop(shop) as opened:
            found = scrape_products({"source": f"{opened.url}/p/1"})
        assert (found["product_count"], found["catalogue"]["stopped"], opened.hits["/p/3"]) == (6, "", 1)
        assert found["catalogue"]["notes"] == {"pages_empty": 1}

    def test_the_first_page_that_stops_inside_a_tag(self, node) -> None:
        cut = Reply(catalogue_page(1, 3)[:-40])
        shop = catalogue(3, lambda number, nth: cut if (number, nth) == (1, 1) else None)
        with open_faulty_shop(shop) as opened:
            assert scrape_products({"source": f"{opened.url}/p/1"})["product_count"] == 9

    def test_a_page_that_never_has_an_end_is_taken_if_it_leads_on_and_told(self, node) -> None:
        html = catalogue_page(2, 3).replace("</body></html>", "<p>")
        shop = catalogue(3, lambda number, _nth: Reply(html) if number == 2 else None)
        with open_faulty_shop(shop) as opened:
            found = scrape_products({"source": f"{opened.url}/p/1"}, max_wait=0.2)
        assert (found["product_count"], found["catalogue"]["notes"]) == (9, {"pages_broken_off": 1})

    def test_a_page_that_is_gone_ends_the_catalogue_and_is_told(self, node) -> None:
        shop = catalogue(4, lambda number, _nth: Reply("gone", 404) if number == 3 else None)
        with open_faulty_shop(shop) as opened:
            found = scrape_products({"source": f"{opened.url}/p/1"})
        assert found["catalogue"]["stopped"].endswith("/p/3: HTTP 404 Not Found")


class TestRefresh:
    @pytest.mark.parametrize(
        "content", ["0; url=/p/1", "0;URL='/p/1'", '3, url="/p/1"', "0; /p/1", " 0 ; URL = /p/1 ", "0.5;url=p/1"]
    )
    def test_it_is_followed(self, node, content: str) -> None:
        sent_on = Reply(f"<html><head><meta http-equiv='Refresh' content='{content}'></head></html>".replace("''", "'"))
        if "'" in content:
            sent_on = Reply(f'<html><head><meta http-equiv="Refresh" content="{content}"></head></html>')
        pages = catalogue(2)
        with open_faulty_shop(lambda path, nth: sent_on if path == "/" else pages(path, nth)) as shop:
            found = scrape_products({"source": f"{shop.url}/"})
        assert found["product_count"] == 6
        assert found["catalogue"]["notes"] == {"pages_refreshed": 1}

    def test_not_in_a_circle(self, node) -> None:
        def answer(path: str, _nth: int) -> Reply:
            return Reply(f'<meta http-equiv="refresh" content="0; url={"/b" if path == "/a" else "/a"}">')

        with open_faulty_shop(answer) as shop, pytest.raises(web.FetchError, match="only send on"):
            scrape_products({"source": f"{shop.url}/a"})

    def test_a_page_with_products_that_loads_itself_again_is_an_ordinary_one(self, node) -> None:
        html = page([product("a")], head='<meta http-equiv="refresh" content="300">')
        with open_faulty_shop(lambda _path, _nth: Reply(html)) as shop:
            assert scrape_products({"source": shop.url})["product_count"] == 1


class TestWaits:
    @pytest.mark.parametrize("form", ["seconds", "date"])
    def test_a_server_says_how_long(self, node, form: str) -> None:
        asked: list[float] = []

        def fault(number: int, nth: int) -> Reply | None:
            if number != 2:
                return None
            asked.append(time.time())
            until = "2" if form == "seconds" else formatdate(time.time() + 2, usegmt=True)
            return Reply("slow", 429, headers=(("Retry-After", until),)) if nth == 1 else None

        with open_faulty_shop(catalogue(3, fault)) as shop:
            found = scrape_products({"source": f"{shop.url}/p/1"})
        assert found["product_count"] == 9
        assert len(asked) == 2
        assert asked[1] - asked[0] >= 1  # a date has whole seconds
        assert any("waiting" in (message or "") and "429" in (message or "") for _, _, message in node.shown)

    @pytest.mark.parametrize(
        ("headers", "seconds"),
        [
            ({"retry-after": "150"}, 150),
            ({"retry-after": " 7 "}, 7),
            ({"retry-after": "1.5"}, 1.5),
            ({"retry-after": "Thu, 26 Nov 2026 10:00:30 GMT", "date": "Thu, 26 Nov 2026 10:00:00 GMT"}, 30),
            ({"retry-after": "Thu, 26 Nov 2026 10:00:00 GMT", "date": "Thu, 26 Nov 2026 10:00:30 GMT"}, 0),
            ({"retry-after": "soon"}, 0),
            ({"retry-after": "-5"}, 0),
            ({"retry-after": "nan"}, 0),
            ({}, 0),
        ],
    )
    def test_the_forms_of_it(self, headers: dict[str, str], seconds: float) -> None:
        assert web.retry_after(httpx.Headers(headers)) == seconds

    def test_longer_than_allowed_is_an_error_at_once(self, node) -> None:
        busy = Reply("slow", 503, headers=(("Retry-After", "3600"),))
        shop = catalogue(3, lambda number, _nth: busy if number == 2 else None)
        with open_faulty_shop(shop) as opened, pytest.raises(web.FetchError, match=r"503.*3600 s.*max_wait"):
            scrape_products({"source": f"{opened.url}/p/1"}, max_wait=100)
        assert opened.hits["/p/2"] == 1

    @pytest.mark.parametrize("fault", [Reply(hang_up=True), Reply("", 503), Reply("", 429)])
    def test_an_outage_is_waited_for(self, node, fault: Reply) -> None:
        began: list[float] = []

        def down(number: int, _nth: int) -> Reply | None:
            if number < 3:
                return None
            began.append(time.monotonic())
            return fault if time.monotonic() < began[0] + 1.5 else None

        with open_faulty_shop(catalogue(5, down)) as shop:
            found = scrape_products({"source": f"{shop.url}/p/1"}, max_wait=30)
        assert (found["product_count"], found["catalogue"]["stopped"]) == (15, "")
        assert shop.hits["/p/3"] < 20  # the waits grow

    def test_not_for_ever(self, node) -> None:
        shop = catalogue(5, lambda number, _nth: Reply(hang_up=True) if number == 3 else None)
        with open_faulty_shop(shop) as opened, pytest.raises(web.FetchError, match=r"page 3.*a resume goes on here"):
            scrape_products({"source": f"{opened.url}/p/1"}, max_wait=1)

    def test_one_threads_wait_is_everybodys(self) -> None:
        first = threading.Event()
        times: list[float] = []

        def answer(_path: str, _nth: int) -> Reply:
            times.append(time.monotonic())
            if not first.is_set():
                first.set()
                return Reply("slow", 429, headers=(("Retry-After", "1"),))
            return Reply("fine")

        with open_faulty_shop(answer) as shop, web.open_client() as client:
            hosts = Hosts(max_wait=30)

            def get(number: int) -> bytes:
                return web.fetch(client, f"{shop.url}/{number}", max_bytes=MAX, hosts=hosts).body

            with ThreadPoolExecutor(8) as threads:
                one = threads.submit(get, 0)
                first.wait(patient(10))
                while not hosts.of(shop.url)._rest_until:  # until the answer has come
                    threading.Event().wait(0.01)
                others = [threads.submit(get, number) for number in range(1, 8)]
                assert {each.result() for each in (one, *others)} == {b"fine"}
        assert len(times) == 9
        assert min(times[1:]) - times[0] >= 1

    def test_one_bad_address_of_a_sound_host_is_not_waited_for_like_an_outage(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("product_selection.hosts.DOUBT", 0.3)

        def answer(path: str, _nth: int) -> Reply:
            return Reply("", 503) if path == "/bad" else Reply("fine")

        with open_faulty_shop(answer) as shop, web.open_client() as client:
            hosts = Hosts(max_wait=3600)  # whoever waits for that is ended by pytest
            web.fetch(client, f"{shop.url}/good", max_bytes=MAX, hosts=hosts)
            with pytest.raises(web.FetchError, match="503"):
                web.fetch(client, f"{shop.url}/bad", max_bytes=MAX, hosts=hosts, probe_url=f"{shop.url}/good")
            assert web.fetch(client, f"{shop.url}/other", max_bytes=MAX, hosts=hosts).body == b"fine"

    def test_a_host_that_was_given_up_is_not_waited_for_again(self) -> None:
        with open_faulty_shop(lambda _path, _nth: Reply("", 503)) as shop, web.open_client() as client:
            hosts = Hosts(max_wait=0.3)
            hosts.of(shop.url).known = True
            for number in range(20):
                with pytest.raises(web.FetchError, match="503"):
                    web.fetch(client, f"{shop.url}/{number}", max_bytes=MAX, hosts=hosts)
            assert sum(shop.hits.values()) < 30
