"""Pictures as real catalogues have them: each is a fingerprint or a row with an error, none an exception."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from PIL import Image

from product_selection import web
from product_selection.catalogue import scrape_products
from product_selection.hosts import Hosts
from product_selection.images import process_batch
from product_selection.photos import Downloads, download_name
from product_selection.products import Product
from product_selection.shop.assortment import Item, Look
from product_selection.shop.pictures import draw
from product_selection.shop.server import Stock, open_shop
from support.wait import patient


def motif(look: Look = Look.PLAIN, number: int = 1) -> bytes:
    return draw(Item("1", "", "", look, number), seed=1)[1]


def picture() -> Image.Image:
    return Image.open(io.BytesIO(motif(Look.AS_PNG)))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def product(product_id: str, image: str) -> Product:
    return {"id": product_id, "name": "n", "price": 1.0, "image": image, "error": ""}


@pytest.fixture
def row_of(node, tmp_path: Path) -> Callable[..., dict]:
    """The row that a file with these bytes, or an address, gets."""

    def row_of(content: bytes | None = None, *, address: str = "照片 1.bin") -> dict:
        folder = tmp_path / "catalogue"
        folder.mkdir(exist_ok=True)
        if content is not None:
            (folder / address).write_bytes(content)
        state = {"products": [product("a", address)], "catalogue": {"folder": str(folder)}}
        found = process_batch(state)
        (row,) = found["images"]
        assert found["image_count"] == (1 if row["hash"] else 0)
        assert sum(found["image_problems"].values()) == (1 if row["error"] else 0)
        return row

    return row_of


def distance(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


@pytest.mark.parametrize(
    "make",
    [
        lambda: motif(Look.CMYK),
        lambda: motif(Look.PALETTE),
        lambda: motif(Look.ANIMATED),
        lambda: motif(Look.GREY_16),
        lambda: motif(Look.SIDEWAYS),
        lambda: motif(Look.SMALLER),
        lambda: motif(Look.RECOMPRESSED),
        lambda: saved(picture(), "WEBP", quality=80),
        lambda: saved(picture(), "TIFF"),
        lambda: saved(picture(), "BMP"),
        lambda: saved(picture().convert("L"), "PNG"),
        lambda: saved(picture().convert("L").convert("F"), "TIFF"),
        lambda: saved(picture().convert("L").convert("I"), "TIFF"),
        lambda: saved(picture().convert("RGBA"), "PNG"),
        lambda: saved(picture().convert("LA"), "PNG"),
        lambda: saved(picture().resize((3000, 3000)), "JPEG"),
        lambda: motif() + b"trailing rubbish",
    ],
    ids=[
        *("cmyk", "palette", "animated", "16-bit", "exif", "smaller", "recompressed", "webp", "tiff", "bmp"),
        *("grey", "float", "32-bit", "opaque alpha", "grey alpha", "larger", "trailing bytes"),
    ],
)
def test_the_same_picture_in_any_form_has_nearly_the_same_hash(row_of, make: Callable[[], bytes]) -> None:
    plain, other = row_of(motif()), row_of(make())
    assert other["error"] == ""
    assert len(other["hash"]) == 16
    assert distance(plain["hash"], other["hash"]) <= 6


def test_unrelated_pictures_have_unrelated_hashes(row_of) -> None:
    hashes = [row_of(motif(number=number))["hash"] for number in range(30)]
    assert min(distance(a, b) for a in hashes for b in hashes if a != b) > 6
    assert len(set(hashes)) == 30


def test_what_is_transparent_is_white(row_of) -> None:
    seen = picture().convert("RGBA")
    mask = Image.new("L", seen.size, 255)
    mask.paste(0, (0, 0, 64, 128))
    seen.putalpha(mask)
    on_white = picture()
    on_white.paste("white", (0, 0, 64, 128))
    assert row_of(saved(seen, "PNG"))["hash"] == row_of(saved(on_white, "PNG"))["hash"]


def test_the_size_is_that_of_the_upright_picture(row_of) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    row = row_of(saved(Image.new("RGB", (400, 200), "red"), "JPEG", exif=exif))
    assert (row["width"], row["height"]) == (200, 400)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "image_empty"),
        (b"hello", "image_not_an_image: no known format"),
        (b"\n <!doctype html><p>404", "image_not_an_image: a web page or XML"),
        (b"<?xml version='1.0'?><svg/>", "image_not_an_image: an SVG drawing"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "image_not_an_image: no known format"),
        (motif()[:600], "image_broken"),
        (motif(Look.AS_PNG)[:3000], "image_broken"),
        (png_that_claims(0, 0), "image_"),
        (png_that_claims(9999, 9999), "image_broken"),
        (png_that_claims(10_000, 10_001), "image_too_large"),
        (png_that_claims(60_000, 60_000), "image_too_large"),
    ],
)
def test_files_that_are_no_sound_pictures(row_of, content: bytes, error: str) -> None:
    row = row_of(content)
    assert row["error"].startswith(error)
    assert (row["hash"], row["width"], row["height"]) == (None, None, None)


@pytest.mark.parametrize("noise", range(40))
def test_damaged_bytes_anywhere(row_of, noise: int) -> None:
    whole = bytearray(motif([Look.PLAIN, Look.AS_PNG, Look.ANIMATED, Look.SIDEWAYS][noise % 4]))
    at = len(whole) * noise // 40
    whole[at : at + 8] = bytes((noise * 37 + i * 101) % 256 for i in range(8))
    row = row_of(bytes(whole))
    assert bool(row["hash"]) != bool(row["error"])


def test_a_hundred_megapixels_are_processed(row_of) -> None:
    huge = saved(Image.new("L", (10_000, 10_000), 128), "JPEG")
    row = row_of(huge)
    assert (row["error"], row["width"], row["height"]) == ("", 10_000, 10_000)


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("", "image_missing"),
        ("nothing.jpg", "image_not_found: nothing.jpg"),
        (".", "image_not_found"),
        ("../secret.jpg", "image_bad_address"),
        ("..\\secret.jpg", "image_bad_address"),
        ("link.jpg", "image_bad_address"),
        ("a\0b.jpg", "image_unreadable"),
        ("x" * 5000, "image_unreadable"),
        ("ftp://example.com/a.jpg", "image_bad_address"),
        ("data:image/png;base64,AAAA", "image_not_found"),
    ],
)
def test_addresses_in_a_folders_table(row_of, tmp_path: Path, address: str, error: str) -> None:
    (tmp_path / "secret.jpg").write_bytes(motif())
    row_of(motif(), address="sound.jpg")
    try:
        (tmp_path / "catalogue" / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    except OSError:
        pytest.skip("no symbolic links here")
    assert row_of(address=address)["error"].startswith(error)
    assert row_of(address=str(tmp_path / "secret.jpg"))["error"].startswith("image_bad_address")


class TestShop:
    def test_every_bad_picture_is_counted_and_stops_nothing(self, node) -> None:
        with open_shop(Stock(products=250, seed=5)) as shop:
            scraped = scrape_products({"source": shop.url})
            found = process_batch(scraped, workers=4)
            expected = httpx.get(shop.url + "planted.json", timeout=patient(30)).json()["expected"]
        kinds = {kind: n for kind, n in expected.items() if kind.startswith("image_")}
        assert found["image_problems"] == kinds
        assert set(kinds) == {"image_not_found", "image_broken", "image_not_an_image", "image_empty"}
        assert found["image_count"] == expected["products"] - sum(kinds.values())
        assert [row["id"] for row in found["images"]] == [product["id"] for product in scraped["products"]]
        assert node.shown[-1][:2] == (expected["products"], expected["products"])

    def test_a_second_attempt_downloads_nothing_again(self, node, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(web, "FIRST_PAUSE", 0.0)
        with open_shop(Stock(products=40)) as shop:
            scraped = scrape_products({"source": shop.url})
            first = process_batch(scraped)
        again = process_batch(scraped)  # the shop is closed
        fine = [row for row in first["images"] if not row["error"]]
        assert [row for row in again["images"] if not row["error"]] == fine
        assert len(fine) > 30
        assert not list(node.info.outputs_dir.glob("images/*.part"))


@pytest.mark.parametrize("product_id", ["../../etc/passwd", "CON", "a" * 500, "产品/1", "", ".", "a:b?c*"])
def test_download_names_are_safe_everywhere(product_id: str) -> None:
    name = download_name(product_id, "http://s/x/../y.JPG?z=.exe")
    assert len(name) < 80
    assert name.endswith(".jpg")
    assert name.isascii()
    assert not set(name) & set('/\\:*?"<>|')
    assert name != download_name(product_id, "http://s/other.jpg")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "AVIF"])
def test_a_download_without_an_ending_gets_that_of_its_content_and_is_found_again(tmp_path: Path, kind: str) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, content=saved(picture().convert("RGB"), kind))

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        downloads = Downloads(client, tmp_path / "images", Hosts(1.0, print))
        names = [downloads.fetch("7", "http://s/picture?id=7") for _ in range(2)]
    assert asked == ["http://s/picture?id=7"]
    assert names[0] == names[1]
    assert Image.registered_extensions()[Path(names[0]).suffix] == kind
