"""A picture file to a 64-bit perceptual hash, whatever its format, colours and size."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import imagehash
import numpy as np
from filelock import FileLock
from PIL import Image, UnidentifiedImageError

from .bare_pictures import without_metadata
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

#: Where processes that work at the same pictures wait for each other: the run's folder for temporary files.
_HUGE_LOCK = "product-selection-huge-picture.lock"
_BAND_ROWS = 256
_ONE_COLOUR = 8  #: of 255: what compression makes of one colour

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
    blank: bool = False  #: of one colour: its hash is that of all such pictures


def fingerprint(path: Path) -> Fingerprint:
    """The picture's hash and size: its first frame, upright, on white. Damaged notes beside the picture don't matter.

    Raises:
        PictureError: no picture, a damaged one, or one of more than 100 million pixels.
    """
    try:
        return _of_file(path)
    except PictureError as error:
        if error.problem is Problem.IMAGE_TOO_LARGE or (bare := without_metadata(path)) is None:
            raise
        return _of_file(io.BytesIO(bare))


def _of_file(file: Path | io.BytesIO) -> Fingerprint:
    try:
        with Image.open(file, formats=FORMATS) as image:
            return _fingerprint(image)
    except PictureError:
        raise
    except _BOMB as error:
        raise PictureError(Problem.IMAGE_TOO_LARGE, str(error)) from error
    except UnidentifiedImageError as error:
        raise PictureError(Problem.IMAGE_NOT_AN_IMAGE, _looks_like(file)) from error
    except Exception as error:  # decoders raise anything on damaged files, from struct.error to IndexError
        raise PictureError(Problem.IMAGE_BROKEN, f"{type(error).__name__}: {error}") from error


def _fingerprint(image: Image.Image) -> Fingerprint:
    width, height = image.size
    pixels = width * height
    if pixels > MAX_PIXELS:
        raise PictureError(Problem.IMAGE_TOO_LARGE, f"{width} x {height} pixels")
    with _alone_if(pixels > HUGE_PIXELS):
        image.draft(None, (SIDE, SIDE))  # JPEG: decode at a fraction of the size
        image.load()
        turn = _orientation(image)
        small = _shrunk(image)
    upright = small.transpose(_TURNS[turn]) if turn in _TURNS else small
    if turn in _LYING:
        width, height = height, width
    blank = int(np.ptp(np.asarray(upright), axis=(0, 1)).max()) <= _ONE_COLOUR
    return Fingerprint(str(imagehash.phash(upright)), width, height, blank)


@contextmanager
def _alone_if(huge: bool) -> Iterator[None]:
    """One at a time, over all processes: a huge picture can need 1 GB while it is decoded.

    The system takes the lock back from a process that dies.
    """
    if not huge:
        yield
        return
    with FileLock(Path(tempfile.gettempdir()) / _HUGE_LOCK):
        yield


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
    """16-bit, 32-bit and floating-point grey, stretched: Pillow's own conversion would clip all but the darkest.

    Band by band: as floating-point numbers the whole of a huge picture would take gigabytes.
    """
    extremes = [(float(band.min()), float(band.max())) for _, band in _bands(image)]
    low = min(0.0, *(least for least, _ in extremes))
    scale = 255.0 / max(max(most for _, most in extremes) - low, 1e-9)
    grey = Image.new("L", image.size)
    for top, band in _bands(image):
        grey.paste(Image.fromarray(((band - low) * scale).clip(0, 255).astype(np.uint8)), (0, top))
    return grey


def _bands(image: Image.Image) -> Iterator[tuple[int, "np.typing.NDArray[np.float32]"]]:
    for top in range(0, image.height, _BAND_ROWS):
        band = image.crop((0, top, image.width, min(top + _BAND_ROWS, image.height)))
        yield top, np.nan_to_num(np.asarray(band, dtype=np.float32), posinf=0, neginf=0)


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION_TAG, 1))
    except Exception:  # noqa: BLE001 - a damaged note beside a sound picture
        return 1


def _looks_like(file: Path | io.BytesIO) -> str:
    head = file.getvalue()[:512] if isinstance(file, io.BytesIO) else _head(file)
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<svg") or b"<svg" in head:
        return "an SVG drawing"
    return "a web page or XML" if head.startswith(b"<") else "no known format"


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(512)
