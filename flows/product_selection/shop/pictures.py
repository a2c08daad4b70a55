"""Product pictures, drawn on demand: soft colour fields with a few shapes, so that no two motifs look alike."""

import io
import random
from collections.abc import Callable
from typing import Any, TypeAlias

from PIL import Image, ImageDraw, ImageEnhance

from .assortment import Item, Look

SIDE = 128
FIELD = 7  #: cells a side; about as fine as a perceptual hash sees
EXIF_ORIENTATION = 0x0112
TURN_CLOCKWISE = 6

File: TypeAlias = tuple[str, bytes]  #: media type, bytes


def draw(item: Item, seed: int) -> File:
    """The media type and bytes of an item's picture."""
    return _MAKERS[item.look](_motif(item.motif, seed))


def _motif(number: int, seed: int) -> Image.Image:
    rng = random.Random(f"{seed}/motif/{number}")  # noqa: S311 - a reproducible picture, not a secret
    cells = bytes(rng.randrange(30, 226) for _ in range(FIELD * FIELD * 3))
    picture = Image.frombytes("RGB", (FIELD, FIELD), cells).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(picture)
    for _ in range(2):
        x, y = rng.randrange(SIDE - 40), rng.randrange(SIDE - 40)
        box = (x, y, x + rng.randrange(20, 40), y + rng.randrange(20, 40))
        shape = rng.choice((pen.ellipse, pen.rectangle))
        shape(box, fill=(rng.randrange(256), rng.randrange(256), rng.randrange(256)))
    return picture


def _jpeg(picture: Image.Image, quality: int = 90, **options: Any) -> File:
    return "image/jpeg", _bytes(picture, "JPEG", quality=quality, **options)


def _png(picture: Image.Image) -> File:
    return "image/png", _bytes(picture, "PNG")


def _bytes(picture: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def _palette(motif: Image.Image) -> File:
    return _png(motif.convert("P", palette=Image.Palette.ADAPTIVE))


def _transparent(motif: Image.Image) -> File:
    mask = Image.new("L", motif.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((8, 8, SIDE - 9, SIDE - 9), radius=16, fill=255)
    picture = motif.convert("RGBA")
    picture.putalpha(mask)
    return _png(picture)


def _animated(motif: Image.Image) -> File:
    frames = [motif.rotate(90), motif.rotate(180)]
    return "image/gif", _bytes(motif, "GIF", save_all=True, append_images=frames, duration=200)


def _grey_16(motif: Image.Image) -> File:
    grey = motif.convert("L")
    wide = bytes(byte for value in grey.tobytes() for byte in (value, value))  # 257 * value, either byte order
    return _png(Image.frombytes("I;16", grey.size, wide))


def _sideways(motif: Image.Image) -> File:
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = TURN_CLOCKWISE
    return _jpeg(motif.rotate(90, expand=True), exif=exif)


def _truncated(motif: Image.Image) -> File:
    media_type, whole = _jpeg(motif)
    return media_type, whole[: len(whole) // 2]


_MAKERS: dict[Look, Callable[[Image.Image], File]] = {
    Look.PLAIN: _jpeg,
    Look.CMYK: lambda motif: _jpeg(motif.convert("CMYK")),
    Look.PALETTE: _palette,
    Look.TRANSPARENT: _transparent,
    Look.ANIMATED: _animated,
    Look.GREY_16: _grey_16,
    Look.SIDEWAYS: _sideways,
    Look.SMALLER: lambda motif: _jpeg(motif.resize((96, 96), Image.Resampling.LANCZOS)),
    Look.RECOMPRESSED: lambda motif: _jpeg(motif, quality=40),
    Look.BRIGHTER: lambda motif: _jpeg(ImageEnhance.Brightness(motif).enhance(1.05)),
    Look.AS_PNG: _png,
    Look.TRUNCATED: _truncated,
    Look.WEB_PAGE: lambda _: ("text/html; charset=utf-8", "<!doctype html><title>图片已下架</title>".encode()),
    Look.EMPTY: lambda _: ("image/jpeg", b""),
}
