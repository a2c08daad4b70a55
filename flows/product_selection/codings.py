"""The codings in which answers travel, undone: bounded, and a stream that was cut off is no whole answer."""

import zlib
from collections.abc import Callable, Iterator

import brotli  # type: ignore[import-untyped]
import zstandard

from .fetch_errors import DamagedError, FetchError, TooLongError

ACCEPTED = "gzip, deflate, br, zstd"
_PIECE = 16_384
_GZIP_MAGIC = b"\x1f\x8b"
_ZLIB_MAX_WINDOW = 15


def decoded(body: bytes, codings: str, max_bytes: int) -> bytes:
    """A body without what a Content-Encoding header says was done to it, and without gzip that nobody told of.

    Raises:
        TooLongError: it unfolds to more than `max_bytes`.
        DamagedError: it was cut off on its way, or is damaged.
        FetchError: a coding that is not known here.
    """
    for coding in reversed([each.strip().lower() for each in codings.split(",")]):
        if coding not in _DECODERS:
            raise FetchError(f"its content coding {coding!r} is not known here (known: {ACCEPTED})")
        body = _undone(body, coding, max_bytes)
    return _undone(body, "gzip", max_bytes) if body.startswith(_GZIP_MAGIC) else body


def _undone(body: bytes, coding: str, max_bytes: int) -> bytes:
    if not body:
        return b""
    whole = bytearray()
    try:
        for piece in _DECODERS[coding](body):
            whole += piece
            if len(whole) > max_bytes:
                raise TooLongError(f"more than {max_bytes} bytes")
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise DamagedError(f"its {coding} coding is damaged: {error}") from error
    return bytes(whole)


def _identity(body: bytes) -> Iterator[bytes]:
    yield body


def _gzip(body: bytes) -> Iterator[bytes]:
    """One or more gzip streams; what is labelled so but is not, is taken as it is."""
    if not body.startswith(_GZIP_MAGIC):
        yield body
        return
    while body.startswith(_GZIP_MAGIC):
        decoder = zlib.decompressobj(_ZLIB_MAX_WINDOW + 16)
        yield from _inflated(decoder, body, "gzip")
        body = decoder.unused_data


def _deflate(body: bytes) -> Iterator[bytes]:
    """With zlib's header, as the standard says, or without, as some servers do it."""
    with_header = body[0] & 0x0F == zlib.DEFLATED and int.from_bytes(body[:2], "big") % 31 == 0
    window = _ZLIB_MAX_WINDOW if with_header else -_ZLIB_MAX_WINDOW
    yield from _inflated(zlib.decompressobj(window), body, "deflate")


def _inflated(decoder: "zlib._Decompress", body: bytes, coding: str) -> Iterator[bytes]:
    rest = body
    while rest and not decoder.eof:
        yield decoder.decompress(rest, _PIECE * 64)
        rest = decoder.unconsumed_tail
    if not decoder.eof:
        yield decoder.flush()
    if not decoder.eof:
        raise DamagedError(f"its {coding} coding was cut off")


def _brotli(body: bytes) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    yield decoder.process(body, output_buffer_limit=_PIECE * 64)
    while not decoder.can_accept_more_data():
        yield decoder.process(b"", output_buffer_limit=_PIECE * 64)
    if not decoder.is_finished():
        raise DamagedError("its br coding was cut off")


def _zstd(body: bytes) -> Iterator[bytes]:
    while body:
        decoder = zstandard.ZstdDecompressor().decompressobj()
        for start in range(0, len(body), _PIECE):
            yield decoder.decompress(body[start : start + _PIECE])
            if decoder.eof:
                body = decoder.unused_data + body[start + _PIECE :]
                break
        else:
            raise DamagedError("its zstd coding was cut off")


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "": _identity,
    "identity": _identity,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
