"""Catalogues over real HTTP, and catalogues in folders."""

from pathlib import Path

import httpx
import pytest

from product_selection import catalogue, web
from product_selection.catalogue import scrape_products, walk
from product_selection.folder import CatalogueError
from product_selection.pages import Page
from product_selection.products import Listing, Selection
from product_selection.shop.server import Stock, open_shop
from support.wait import patient


def listing(product_id: str) -> Listing:
    return Listing(product_id, "name", "1", "picture.jpg")


def pages_of(chain: dict[str, Page | web.FetchError]):
    def get_page(url: str) -> Page:
        found = chain[url]
        if isinstance(found, web.FetchError):
            raise found
        return found

    return get_page


def write_table(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "products.csv").write_bytes(text.encode(encoding))
    return folder


class TestShop:
    def test_every_listing_is_read_and_all_trouble_counted(self, node) -> None:
        with open_shop(Stock(products=330, seed=3)) as shop:
            found = scrape_products({"source": shop.url}, limit=None)
            expected = httpx.get(shop.url + "planted.json", timeout=patient(30)).json()["expected"]
        ids = [product["id"] for product in found["products"]]
        assert found["product_count"] == len(ids) == len(set(ids)) == expected["products"]
        assert found["catalogue"]["duplicates"] == expected["duplicates"] > 0
        assert found["catalogue"]["pages"] == 7
        assert found["catalogue"]["stopped"] == ""
        for problem in ("name_empty", "price_missing", "price_unreadable"):
            assert found["catalogue"]["problems"].get(problem, 0) == expected.get(problem, 0)
        assert all(product["image"].startswith(f"{shop.url}images/") for product in found["products"])
        assert not any("回环牌" in product["name"] for product in found["products"])  # the brand's name
        assert node.shown[-1] == (len(ids), None, "page 7")

    def test_the_limit_ends_it(self, node) -> None:
        with open_shop(Stock(products=200)) as shop:
            found = scrape_products({"source": shop.url}, limit=60)
        assert found["product_count"] == 60
        assert found["catalogue"]["pages"] == 2
        assert found["catalogue"]["stopped"] == "limit of 60 products"

    def test_the_same_seed_is_the_same_shop(self, node) -> None:
        def products() -> list[dict[str, object]]:
            with open_shop(Stock(products=60, seed=9)) as shop:
                found = scrape_products({"source": shop.url})["products"]
                return [{**product, "image": product["image"].removeprefix(shop.url)} for product in found]

        assert products() == products()

    def test_a_page_that_takes_too_long_is_an_error_with_words(self) -> None:
        with (
            open_shop(Stock(products=300, slow_ms=20_000)) as shop,
            web.open_client(httpx.Timeout(0.2)) as client,
            pytest.raises(web.FetchError, match="timed out"),
        ):
            web.fetch(client, f"{shop.url}catalogue?page=5", max_bytes=1_000_000, attempts=1)

    def test_no_shop_at_all_is_an_error_with_words(self, node, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(web, "FIRST_PAUSE", 0.0)
        with open_shop(Stock(products=1)) as shop:
            url = shop.url
        with pytest.raises(web.FetchError, match="refused"):
            scrape_products({"source": url})


class TestWalk:
    def test_pages_that_lead_in_a_circle(self) -> None:
        chain = {
            "http://s/1": Page([listing("a")], "http://s/2"),
            "http://s/2": Page([listing("b")], "http://s/1"),
        }
        selection = Selection(10)
        assert walk("http://s/1", pages_of(chain), selection) == (2, "")  # the first page stands behind the last
        assert selection.notes.counts == {"next_leads_back": 1}
        assert [product["id"] for product in selection.products] == ["a", "b"]

    def test_pages_without_end_and_without_news(self) -> None:
        def endless(url: str) -> Page:
            return Page([listing("always the same")], f"{url}1")

        pages, stopped = walk("http://s/", endless, Selection(10))
        assert pages == 1 + catalogue.MAX_BARREN_PAGES
        assert "without a new product" in stopped

    def test_no_more_than_so_many_pages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(catalogue, "MAX_PAGES", 3)
        endless = walk("http://s/", lambda url: Page([listing(url)], f"{url}1"), Selection(10))
        assert endless == (3, "3 pages are the most")

    def test_a_later_page_that_fails_ends_the_catalogue(self) -> None:
        chain: dict[str, Page | web.FetchError] = {
            "http://s/1": Page([listing("a")], "http://s/2"),
            "http://s/2": web.FetchError("HTTP 500 Oops"),
        }
        assert walk("http://s/1", pages_of(chain), Selection(10)) == (1, "http://s/2: HTTP 500 Oops")

    def test_a_first_page_that_fails_is_an_error(self) -> None:
        chain: dict[str, Page | web.FetchError] = {"http://s/1": web.FetchError("HTTP 500 Oops")}
        with pytest.raises(web.FetchError):
            walk("http://s/1", pages_of(chain), Selection(10))

    def test_a_next_page_that_is_a_file(self) -> None:
        chain: dict[str, Page | web.FetchError] = {"http://s/1": Page([], "file:///etc/passwd")}
        pages, stopped = walk("http://s/1", pages_of(chain), Selection(10))
        assert (pages, "not http" in stopped) == (1, True)


class TestFolder:
    TABLE = 'id,name,price,image\n001,保温杯,"¥1,299.00",a.jpg\nB,,面议,b.jpg\n001,again,1,c.jpg\n,no id,,\n'

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_a_table_in_any_usual_encoding(self, node, tmp_path: Path, encoding: str) -> None:
        folder = write_table(tmp_path / "shop", self.TABLE, encoding)
        found = scrape_products({"source": str(folder)})
        assert found["products"] == [
            {"id": "001", "name": "保温杯", "price": 1299.0, "image": "a.jpg", "error": ""},
            {"id": "B", "name": "", "price": None, "image": "b.jpg", "error": "name_empty; price_unreadable: 面议"},
            {"id": "no-id-3", "name": "no id", "price": None, "image": "", "error": "id_missing; price_missing"},
        ]
        assert found["catalogue"]["duplicates"] == 1
        assert found["catalogue"]["folder"] == str(folder.resolve())
        assert found["catalogue"]["problems"] == {
            "id_missing": 1,
            "name_empty": 1,
            "price_missing": 1,
            "price_unreadable": 1,
        }

    def test_a_spreadsheet_that_writes_semicolons_and_capitals(self, node, tmp_path: Path) -> None:
        folder = write_table(tmp_path / "shop", 'ID; Name ;PRICE;Image\r\n1;"two\nlines";1,50;x.png\r\n')
        assert scrape_products({"source": str(folder)})["products"] == [
            {"id": "1", "name": "two lines", "price": 1.5, "image": "x.png", "error": ""},
        ]

    def test_rows_that_are_too_short_or_too_long(self, node, tmp_path: Path) -> None:
        folder = write_table(tmp_path / "shop", "id,name,price,image\n1\n2,n,3,i.png,more,and more\n\n")
        assert [product["id"] for product in scrape_products({"source": str(folder)})["products"]] == ["1", "2"]

    def test_the_limit_ends_it(self, node, tmp_path: Path) -> None:
        folder = write_table(tmp_path / "shop", self.TABLE)
        found = scrape_products({"source": str(folder)}, limit=1)
        assert found["product_count"] == 1
        assert found["catalogue"]["stopped"] == "limit of 1 products"

    def test_a_relative_folder_is_looked_for_in_the_runs_inputs_first(
        self, node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_table(node.info.inputs_dir / "shop", "id,image\nfrom-inputs,a.png\n")
        write_table(tmp_path / "shop", "id,image\nfrom-here,a.png\n")
        write_table(tmp_path / "other", "id,image\nfrom-other,a.png\n")
        monkeypatch.chdir(tmp_path)
        assert scrape_products({"source": "shop"})["products"][0]["id"] == "from-inputs"
        assert scrape_products({"source": "other"})["products"][0]["id"] == "from-other"

    @pytest.mark.parametrize(
        ("table", "words"),
        [
            ("", "no column id or image"),
            ("name,price\nx,1\n", "no column id or image; it has name, price"),
            ("id,price\nx,1\n", "no column image"),
            (None, "has no products.csv"),
        ],
    )
    def test_a_folder_that_is_no_catalogue_says_why(self, node, tmp_path: Path, table: str | None, words: str) -> None:
        folder = tmp_path / "shop"
        folder.mkdir()
        if table is not None:
            write_table(folder, table)
        with pytest.raises(CatalogueError, match=words):
            scrape_products({"source": str(folder)})

    @pytest.mark.parametrize("source", ["no/such/folder", "ftp://example.com/", "http://", "file:///etc"])
    def test_a_source_that_is_nothing_says_why(self, node, source: str) -> None:
        with pytest.raises(CatalogueError, match="source"):
            scrape_products({"source": source})
