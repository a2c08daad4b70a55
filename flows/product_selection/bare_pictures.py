"""Pictures without what stands beside their pixels: colour profiles, EXIF, texts, previews.

Damage there, or a text that Pillow finds too large, is no reason to refuse a sound picture.
"""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

MAX_BYTES = 50_000_000  #: several processes may hold one at a time
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({b"tRNS", b"eXIf"})
_JPEG = b"\xff\xd8\xff"
_JPEG_MARK, _JPEG_SCAN, _JPEG_END = 0xFF, 0xDA, 0xD9
_JPEG_NOTES = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})  #: not 0xE0 (JFIF) and 0xEE (Adobe), which tell the colours
_WEBP_KEPT = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"})
_WEBP_NOTES = 0x20 | 0x08 | 0x04  #: flags for a profile, EXIF and XMP


def without_metadata(path: Path) -> bytes | None:
    """The file's picture alone; None if it is none of the kinds known here, or has nothing else."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        raw = path.read_bytes()
    except OSError:
        return None
    strip = _strip_of(raw)
    try:
        bare = None if strip is None else strip(raw)
    except (struct.error, IndexError):
        return None
    return bare if bare != raw else None


def _strip_of(raw: bytes) -> Callable[[bytes], bytes] | None:
    if raw.startswith(_PNG):
        return _bare_png
    if raw.startswith(_JPEG):
        return _bare_jpeg
    return _bare_webp if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP" else None


def _bare_png(raw: bytes) -> bytes:
    """The critical chunks, whose names begin with a capital, and sound ones that say how to show the picture."""
    bare = bytearray(_PNG)
    at = len(_PNG)
    while at + 8 <= len(raw):
        length, kind = struct.unpack_from(">I4s", raw, at)
        chunk = raw[at : at + 12 + length]
        sound = chunk[-4:] == struct.pack(">I", zlib.crc32(chunk[4:-4]))
        if kind[:1].isupper() or (kind in _PNG_KEPT and sound):
            bare += chunk
        at += 12 + length
    return bytes(bare)


def _bare_jpeg(raw: bytes) -> bytes:
    bare = bytearray(raw[:2])
    at = 2
    while raw[at] == _JPEG_MARK:
        kind = raw[at + 1]
        if kind == _JPEG_MARK:  # fill
            at += 1
            continue
        if kind in {_JPEG_SCAN, _JPEG_END}:
            break
        (length,) = struct.unpack_from(">H", raw, at + 2)
        if kind not in _JPEG_NOTES:
            bare += raw[at : at + 2 + length]
        at += 2 + length
    return bytes(bare + raw[at:])


def _bare_webp(raw: bytes) -> bytes:
    bare = bytearray()
    at = 12
    while at + 8 <= len(raw):
        kind, length = struct.unpack_from("<4sI", raw, at)
        chunk = bytearray(raw[at : at + 8 + length + length % 2])
        if kind in _WEBP_KEPT and len(chunk) >= 8 + length:
            if kind == b"VP8X":
                chunk[8] &= 0xFF ^ _WEBP_NOTES
            bare += chunk + b"\0" * (len(chunk) % 2)
        at += 8 + length + length % 2
    return b"RIFF" + struct.pack("<I", 4 + len(bare)) + b"WEBP" + bytes(bare)
