"""Outages met by a whole run, with a server and a worker of its own: what waits, what fails, what goes on."""

import io
import json
import random
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from faulty_shop import FaultyShop, Reply, catalogue, open_faulty_shop, page, product
from PIL import Image

from support.fixtures import one_server
from support.run import Run
from support.server import Server
from support.wait import until

FLOWS = Path(__file__).resolve().parents[2] / "flows"
SLOW = Reply("slow down", 429, headers=(("Retry-After", "120"),))


class SamplesServer(Server):
    """A server whose flows folder is the samples'."""

    def __init__(self, folder: Path, **settings: object) -> None:
        super().__init__(folder, **settings)
        self.flows = FLOWS


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with one_server(SamplesServer, tmp_path_factory.mktemp("samples")) as made:
        document = json.loads((FLOWS / "product_selection" / "flow.json").read_text(encoding="utf-8"))
        made.flow(document, "product_selection")
        yield made


class Shop:
    """A catalogue of `pages` pages of 3 products with pictures; `pages_down` and `pictures_down` can be changed."""

    def __init__(self, pages: int) -> None:
        self._pages = catalogue(pages, lambda number, _nth: self.pages_down.get(number))
        self.pages_down: dict[int, Reply] = {}
        self.pictures_down: dict[str, Reply] = {}

    def __call__(self, path: str, nth: int) -> Reply:
        if not path.startswith("/img/"):
            return self._pages(path, nth)
        down = self.pictures_down.get(path, self.pictures_down.get("*"))
        return down or Reply(noise(path), kind="image/png")


def noise(path: str) -> bytes:
    """A picture that only this address has."""
    buffer = io.BytesIO()
    rng = random.Random(path)
    Image.frombytes("RGB", (16, 16), rng.randbytes(768)).resize((64, 64)).save(buffer, "PNG")
    return buffer.getvalue()


def picture_hits(shop: FaultyShop) -> dict[str, int]:
    return {path: hits for path, hits in shop.hits.items() if path.startswith("/img/")}


def summary(run: Run) -> dict[str, object]:
    book = openpyxl.load_workbook(run.paths.outputs / "products.xlsx", read_only=True)
    found = dict(book["summary"].iter_rows(values_only=True))
    book.close()
    return found


def waits(run: Run) -> None:
    """The run shows that it waits for its shop."""
    until(lambda: "waiting" in str(run.facts["progress"]), 30, f"{run.id} shows its wait")


def test_a_wait_is_shown_and_a_pause_ends_it_and_each_page_is_read_once(samples: Server) -> None:
    shop = Shop(pages=4)
    shop.pages_down[3] = SLOW
    with open_faulty_shop(shop) as opened:
        run = samples.run("product_selection", source=f"{opened.url}/p/1")
        waits(run)
        assert run.facts["progress"]["done"] == 6
        run.paused(timeout=10)  # not after two minutes
        shop.pages_down.clear()
        run.resume()
        run.finished()
    assert {path: hits for path, hits in opened.hits.items() if path.startswith("/p/")} == {
        "/p/1": 1,
        "/p/2": 1,
        "/p/3": 2,
        "/p/4": 1,
    }
    assert (summary(run)["products"], summary(run)["images ok"]) == (12, 12)
    assert any("waiting 120 s" in line for line in run.messages())


def test_a_cancel_ends_a_wait(samples: Server) -> None:
    shop = Shop(pages=2)
    shop.pictures_down["*"] = SLOW
    with open_faulty_shop(shop) as opened:
        run = samples.run("product_selection", source=f"{opened.url}/p/1")
        waits(run)
        run.cancel()
        run.until("cancelled", timeout=15)


def test_an_outage_that_is_too_long_is_an_error_and_a_resume_goes_on_at_its_page(samples: Server) -> None:
    shop = Shop(pages=4)
    shop.pages_down[3] = Reply(hang_up=True)
    with open_faulty_shop(shop) as opened:
        run = samples.run("product_selection", source=f"{opened.url}/p/1", max_wait=1)
        assert "page 3" in run.failed()["message"]
        before = opened.hits["/p/3"]
        shop.pages_down.clear()
        run.resume()
        run.finished()
    assert (opened.hits["/p/1"], opened.hits["/p/2"], opened.hits["/p/3"]) == (1, 1, before + 1)
    assert (summary(run)["products"], summary(run)["catalogue stopped early"]) == (12, "no")


def test_pictures_that_cannot_be_reached_are_failed_items_that_a_retry_repeats(samples: Server) -> None:
    shop = Shop(pages=4)
    lost = {f"/img/2-{number}.png" for number in range(3)}
    shop.pictures_down = {path: Reply("gateway", 503) for path in lost}
    with open_faulty_shop(shop) as opened:
        run = samples.run("product_selection", source=f"{opened.url}/p/1", max_wait=1)
        error = run.failed(timeout=60)
        assert "3 of 12 pictures could not be reached" in error["message"]
        assert [run.journal()[f"2-{number}"][0] for number in range(3)] == ["skipped"] * 3
        before = picture_hits(opened)
        shop.pictures_down.clear()
        assert run.post("retry").status_code == 202
        run.finished()
        after = picture_hits(opened)
    assert {path for path in after if after[path] > before.get(path, 0)} == lost
    assert (summary(run)["images ok"], summary(run)["image_unreachable"]) == (12, 0)


def test_a_run_can_go_on_without_them(samples: Server) -> None:
    shop = Shop(pages=2)
    shop.pictures_down = {"/img/1-0.png": Reply("gateway", 503)}
    with open_faulty_shop(shop) as opened:
        run = samples.run("product_selection", source=f"{opened.url}/p/1", max_wait=1)
        run.failed(timeout=60)
        run.resume(updates={"max_unreachable": 1})
        run.finished()
    assert (summary(run)["images ok"], summary(run)["image_unreachable"]) == (5, 1)


def test_pictures_wait_for_their_host_too(samples: Server) -> None:
    shop = Shop(pages=2)
    shop.pictures_down["*"] = Reply("slow", 503, headers=(("Retry-After", "3"),))
    with open_faulty_shop(shop) as opened:
        run = samples.run("product_selection", source=f"{opened.url}/p/1")
        waits(run)
        shop.pictures_down.clear()
        run.finished()
        hits = picture_hits(opened)
    assert summary(run)["images ok"] == 6
    assert max(hits.values()) <= 3, "one wait for all threads"


def test_an_excuse_is_no_picture(samples: Server) -> None:
    shop = Shop(pages=1)
    shop.pictures_down["*"] = Reply("<html><p>System busy, please try later</p></html>")
    with open_faulty_shop(shop) as opened:
        run = samples.run("product_selection", source=f"{opened.url}/p/1")
        until(lambda: len(picture_hits(opened)) == 3, 30, "all pictures were asked for")
        shop.pictures_down.clear()
        run.finished()
    assert summary(run)["images ok"] == 3


def test_a_plain_no_costs_one_picture(samples: Server) -> None:
    shop = Shop(pages=2)
    shop.pictures_down = {"/img/1-0.png": Reply("no", 403), "/img/1-1.png": Reply("no", 404)}
    with open_faulty_shop(shop) as opened:
        run = samples.run("product_selection", source=f"{opened.url}/p/1")
        run.finished()
    found = summary(run)
    assert (found["images ok"], found["image_refused"], found["image_not_found"]) == (4, 1, 1)


def test_placeholders_make_no_pairs(samples: Server) -> None:
    by_name = page([product(f"a{n}", '<img itemprop="image" src="/img/no-image.png">') for n in range(3)], "/more")
    shared = page([product(f"b{n}", '<img itemprop="image" src="/img/soon1.png">') for n in range(8)])

    def answer(path: str, _nth: int) -> Reply:
        return (
            Reply(noise(path), kind="image/png")
            if path.startswith("/img/")
            else Reply({"/": by_name}.get(path, shared))
        )

    with open_faulty_shop(answer) as opened:
        run = samples.run("product_selection", source=f"{opened.url}/")
        run.finished()
    found = summary(run)
    assert (found["products"], found["pairs"], found["image_placeholder"], found["image_shared"]) == (11, 0, 3, 8)
