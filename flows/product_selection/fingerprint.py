"""A picture file to a 64-bit perceptual hash, whatever its format, colours and size."""

import threading
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import imagehash
import numpy as np
from PIL import Image, UnidentifiedImageError

from .problems import PictureError, Problem

MAX_PIXELS = 100_000_000
HUGE_PIXELS = 12_000_000
SIDE = 256  #: the hash needs 32 pixels; shrinking to this first makes all later steps cheap

# Pillow's own guard, set to ours: it also covers what is nested inside a file.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)

# Photographs and web pictures only: Pillow would hand PostScript to an outside program.
Image.init()
_WANTED = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF", "MPO", "JPEG2000", "PPM", "ICO", "TGA", "PCX")
FORMATS = tuple(name for name in _WANTED if name in Image.OPEN)

#: One at a time: a huge picture can need 1 GB while it is decoded, and threads share the memory.
_HUGE = threading.Lock()

_ORIENTATION_TAG = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING = frozenset({5, 6, 7, 8})


@dataclass(frozen=True)
class Fingerprint:
    """What is kept of a picture."""

    hash: str  #: 16 hex digits
    width: int  #: as shown, after the orientation the camera noted
    height: int


def fingerprint(path: Path) -> Fingerprint:
    """The picture's hash and size: its first frame, upright, on white.

    Raises:
        PictureError: no picture, a damaged one, or one of more than 100 million pixels.
    """
    try:
        with Image.open(path, formats=FORMATS) as image:
            return _fingerprint(image)
    except PictureError:
        raise
    except _BOMB as error:
        raise PictureError(Problem.IMAGE_TOO_LARGE, str(error)) from error
    except UnidentifiedImageError as error:
        raise PictureError(Problem.IMAGE_NOT_AN_IMAGE, _looks_like(path)) from error
    except Exception as error:  # decoders raise anything on damaged files, from struct.error to IndexError
        raise PictureError(Problem.IMAGE_BROKEN, f"{type(error).__name__}: {error}") from error


def _fingerprint(image: Image.Image) -> Fingerprint:
    width, height = image.size
    pixels = width * height
    if pixels > MAX_PIXELS:
        raise PictureError(Problem.IMAGE_TOO_LARGE, f"{width} x {height} pixels")
    with _HUGE if pixels > HUGE_PIXELS else nullcontext():
        image.draft(None, (SIDE, SIDE))  # JPEG: decode at a fraction of the size
        image.load()
        turn = _orientation(image)
        small = _shrunk(image)
    upright = small.transpose(_TURNS[turn]) if turn in _TURNS else small
    if turn in _LYING:
        width, height = height, width
    return Fingerprint(str(imagehash.phash(upright)), width, height)


def _shrunk(image: Image.Image) -> Image.Image:
    """At most SIDE x SIDE, RGB, on white."""
    if image.mode.startswith("I") or image.mode == "F":
        image = _eight_bit(image)
    elif image.has_transparency_data and image.mode != "RGBA":
        image = image.convert("RGBA")
    elif image.mode in {"1", "P"}:  # Pillow resizes these by picking pixels
        image = image.convert("RGB")
    image.thumbnail((SIDE, SIDE), reducing_gap=2.0)
    if image.mode != "RGBA":
        return image.convert("RGB")
    paper = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(paper, image).convert("RGB")


def _eight_bit(image: Image.Image) -> Image.Image:
    """16-bit, 32-bit and floating-point grey, stretched: Pillow's own conversion would clip all but the darkest."""
    values = np.nan_to_num(np.asarray(image, dtype=np.float32), posinf=0, neginf=0)
    low = min(0.0, float(values.min()))
    scale = 255.0 / max(float(values.max()) - low, 1e-9)
    return Image.fromarray(((values - low) * scale).clip(0, 255).astype(np.uint8))


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION_TAG, 1))
    except Exception:  # noqa: BLE001 - a damaged note beside a sound picture
        return 1


def _looks_like(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<svg") or b"<svg" in head:
        return "an SVG drawing"
    return "a web page or XML" if head.startswith(b"<") else "no known format"
