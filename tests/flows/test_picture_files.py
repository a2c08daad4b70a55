"""Files under other forms of their names; pictures with odd notes; pictures that say nothing; huge ones."""

import io
import multiprocessing
import struct
import sys
import time
import unicodedata
import zlib
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from product_selection.fingerprint import fingerprint
from product_selection.images import process_batch
from product_selection.problems import PictureError
from product_selection.shop.assortment import Item, Look
from product_selection.shop.pictures import draw
from product_selection.similarity import calculate_similarity
from support.wait import patient


def motif(look: Look = Look.PLAIN, number: int = 1) -> bytes:
    return draw(Item("1", "", "", look, number), seed=1)[1]


def picture() -> Image.Image:
    return Image.open(io.BytesIO(motif(Look.AS_PNG))).convert("RGB")


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def images_of(folder: Path, *addresses: str) -> dict:
    products = [
        {"id": str(number), "name": "n", "price": 1.0, "image": address, "error": ""}
        for number, address in enumerate(addresses)
    ]
    return process_batch({"products": products, "catalogue": {"folder": str(folder.resolve())}})


class TestNames:
    @pytest.mark.parametrize(
        ("in_table", "in_folder"),
        [
            (unicodedata.normalize("NFD", "Café Größe.jpg"), unicodedata.normalize("NFC", "Café Größe.jpg")),
            (unicodedata.normalize("NFC", "Café Größe.jpg"), unicodedata.normalize("NFD", "Café Größe.jpg")),
            ("CUP.JPG", "cup.jpg"),
            ("cup.jpg", "Cup.JPG"),
            ("cup.jpg?v=1", "cup.jpg"),
            ("cup.jpg?v=1&size=a/b", "cup.jpg"),
            ("cup.jpg#main", "cup.jpg"),
            ("red%20cup.jpg", "red cup.jpg"),
            ("red cup.jpg", "red%20cup.jpg"),
            ("%E4%BF%9D%E6%B8%A9%E6%9D%AF.jpg", "保温杯.jpg"),
            ("IMAGES\\Cup.jpg", "images/cup.jpg"),
            ("./images//cup.jpg", "images/cup.jpg"),
            ("/images/cup.jpg", "images/cup.jpg"),
            ("caf%C3%A9/CUP.jpg?v=2", unicodedata.normalize("NFD", "Café") + "/cup.JPG"),
            (" cup.jpg", "cup.jpg"),
        ],
    )
    def test_the_file_is_found(self, node, tmp_path: Path, in_table: str, in_folder: str) -> None:
        path = tmp_path / "shop" / in_folder
        path.parent.mkdir(parents=True)
        path.write_bytes(motif())
        found = images_of(tmp_path / "shop", in_table)
        assert (found["image_count"], found["image_problems"]) == (1, {})
        if sys.platform == "linux" and not in_table.startswith((".", "/images")):
            assert found["image_notes"] == {"image_by_other_name": 1}

    def test_the_exact_name_comes_first_and_is_no_news(self, node, tmp_path: Path) -> None:
        for number, name in enumerate(["a%20b.jpg", "a b.jpg", "A B.JPG", "q.jpg?v=1", "q.jpg"]):
            (tmp_path / name).write_bytes(motif(number=number))
        found = images_of(tmp_path, "a%20b.jpg", "a b.jpg", "q.jpg?v=1", "q.jpg")
        assert len({row["hash"] for row in found["images"]}) == 4
        assert found["image_notes"] == {}

    @pytest.mark.skipif(sys.platform != "linux", reason="names differ in capitals here")
    def test_several_are_told(self, node, tmp_path: Path) -> None:
        for name in ("Cup.jpg", "CUP.jpg"):
            (tmp_path / name).write_bytes(motif())
        found = images_of(tmp_path, "cup.jpg")
        assert found["images"][0]["error"].startswith("image_ambiguous: cup.jpg may be CUP.jpg or Cup.jpg")

    @pytest.mark.parametrize(
        "address", ["../x/SECRET.jpg", "..\\SECRET.jpg", "%2e%2e/secret.jpg", "a/../../SECRET.jpg"]
    )
    def test_nothing_outside(self, node, tmp_path: Path, address: str) -> None:
        (tmp_path / "shop").mkdir()
        (tmp_path / "secret.jpg").write_bytes(motif())
        assert images_of(tmp_path / "shop", address)["images"][0]["hash"] is None


def png_with(*chunks: tuple[bytes, bytes], spoil: bool = False) -> bytes:
    """A sound PNG with further chunks behind its header."""
    plain = saved(picture(), "PNG")
    at = 8 + 12 + 13
    extra = b""
    for kind, data in chunks:
        check = zlib.crc32(kind + data) ^ (1 if spoil else 0)
        extra += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)
    return plain[:at] + extra + plain[at:]


def texts(zipped: bool) -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "x" * 3_000_000, zip=zipped)
    info.add_itxt("XML:com.adobe.xmp", "y" * 3_000_000, zip=zipped)
    return info


def jpeg_with(marker: int, data: bytes) -> bytes:
    plain = motif()
    return plain[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data + plain[2:]


def webp_with_exif_cut() -> bytes:
    return saved(picture(), "WEBP", lossless=True, exif=b"Exif\0\0" + b"x" * 101)[:-9]


class TestNotesBesideThePicture:
    @pytest.mark.parametrize(
        "make",
        [
            lambda: saved(picture(), "PNG", pnginfo=texts(zipped=True)),
            lambda: saved(picture(), "PNG", pnginfo=texts(zipped=False)),
            lambda: saved(picture(), "PNG", icc_profile=b"z" * 3_000_000),
            lambda: saved(picture(), "PNG", icc_profile=b"no profile"),
            lambda: png_with((b"iCCP", b"name\0\0broken zlib")),
            lambda: png_with((b"tEXt", b"a\0b"), spoil=True),
            lambda: png_with((b"zTXt", b"a\0\0broken zlib"), (b"iTXt", b"a\0\1\0\0\0broken")),
            lambda: png_with((b"eXIf", b"\xff" * 40)),
            lambda: png_with((b"pHYs", b"\0")),
            lambda: saved(picture(), "PNG")[:-12],
            lambda: saved(picture(), "JPEG", exif=b"Exif\0\0" + b"\xff" * 60),
            lambda: saved(picture(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"),
            lambda: saved(picture(), "JPEG", icc_profile=b"no profile"),
            lambda: jpeg_with(0xE2, b"MPF\0" + b"\xff" * 30),
            lambda: jpeg_with(0xE2, b"ICC_PROFILE\0\x05\x01zz"),
            lambda: jpeg_with(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\xff\xff\xff\xff"),
            lambda: jpeg_with(0xFE, b"x" * 60_000),
            lambda: motif() + motif()[:500],
            lambda: motif()[:-1],
            webp_with_exif_cut,
            lambda: saved(picture(), "WEBP", icc_profile=b"zz", exif=b"Exif\0\0" + b"\xff" * 9),
        ],
    )
    def test_they_do_not_refuse_it(self, tmp_path: Path, make) -> None:
        (tmp_path / "plain").write_bytes(saved(picture(), "PNG"))
        (tmp_path / "odd").write_bytes(make())
        plain, odd = (int(fingerprint(tmp_path / name).hash, 16) for name in ("plain", "odd"))
        assert (plain ^ odd).bit_count() <= 6

    @pytest.mark.parametrize(
        "make", [lambda: png_with((b"iCCP", b"x"))[:3000], lambda: jpeg_with(0xE2, b"MPF\0x")[:900]]
    )
    def test_half_a_picture_stays_broken(self, tmp_path: Path, make) -> None:
        (tmp_path / "half").write_bytes(make())
        with pytest.raises(PictureError, match="image_broken"):
            fingerprint(tmp_path / "half")


class TestPicturesThatSayNothing:
    @pytest.mark.parametrize(
        "make",
        [
            lambda: saved(Image.new("RGB", (60, 40), "white"), "PNG"),
            lambda: saved(Image.new("RGB", (60, 40), "black"), "PNG"),
            lambda: saved(Image.new("RGB", (90, 90), (200, 30, 30)), "JPEG", quality=40),
            lambda: saved(Image.new("L", (900, 10), 128), "WEBP"),
            lambda: saved(Image.new("RGB", (1, 1), "grey"), "GIF"),
            lambda: saved(Image.new("RGBA", (30, 30), (9, 9, 9, 0)), "PNG"),
            lambda: saved(Image.new("I;16", (30, 30), 700), "PNG"),
        ],
    )
    def test_one_colour_is_told_and_is_like_nothing(self, node, tmp_path: Path, make) -> None:
        for name in ("a", "b", "c"):
            (tmp_path / name).write_bytes(make())
        (tmp_path / "d").write_bytes(motif())
        (tmp_path / "e").write_bytes(motif())
        found = images_of(tmp_path, "a", "b", "c", "d", "e")
        assert found["image_notes"] == {"image_blank": 3}
        assert found["image_count"] == 5
        similar = calculate_similarity(found)
        assert similar["similar_pairs"] == [["3", "4", 0]]
        assert similar["similarity"]["compared"] == 2

    def test_an_address_of_many_products_is_told_and_is_like_nothing(self, node, tmp_path: Path) -> None:
        for number, name in enumerate(("soon.jpg", "a.jpg", "b.jpg")):
            (tmp_path / name).write_bytes(motif(number=number))
        found = images_of(tmp_path, *["soon.jpg"] * 5, *["a.jpg"] * 2, "b.jpg")
        assert found["image_notes"] == {"image_shared": 5}
        assert calculate_similarity(found)["similar_pairs"] == [["5", "6", 0]]

    def test_a_pale_picture_is_none_of_them(self, tmp_path: Path) -> None:
        (tmp_path / "pale").write_bytes(
            saved(Image.blend(picture(), Image.new("RGB", (128, 128), "white"), 0.9), "PNG")
        )
        assert not fingerprint(tmp_path / "pale").blank


def _decode(path: str, seconds: "multiprocessing.Queue[tuple[float, float]]") -> None:
    import product_selection.fingerprint as module

    shrunk = module._shrunk

    def watched(image: Image.Image) -> Image.Image:
        began = time.monotonic()
        small = shrunk(image)
        time.sleep(0.2)  # long enough that two would be seen together
        seconds.put((began, time.monotonic()))
        return small

    module._shrunk = watched
    fingerprint(Path(path))


@pytest.mark.skipif(sys.platform == "win32", reason="the processes inherit sys.path by fork")
def test_huge_pictures_are_decoded_one_at_a_time_over_all_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    path = tmp_path / "huge.png"
    path.write_bytes(saved(Image.new("L", (4000, 3001), 3), "PNG"))
    fork = multiprocessing.get_context("fork")
    seconds = fork.Queue()
    processes = [fork.Process(target=_decode, args=(str(path), seconds)) for _ in range(3)]
    for process in processes:
        process.start()
    spans = sorted(seconds.get(timeout=patient(60)) for _ in processes)
    for process in processes:
        process.join(patient(60))
    assert all(end <= begin for (_, end), (begin, _) in pairwise(spans))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_huge_grey_picture_of_16_bits_takes_little_more_than_itself(tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    path.write_bytes(saved(Image.new("I;16", (8000, 8000), 700), "PNG", compress_level=1))
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        peak = pool.apply(_peak_of, (str(path), sys.path))
    assert peak < 700, "128 MB of pixels and the libraries"


def _peak_of(path: str, where: list[str]) -> float:
    """MB at most, of a process that looks at one picture."""
    import resource

    sys.path[:] = where
    from product_selection.fingerprint import fingerprint as look

    look(Path(path))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
