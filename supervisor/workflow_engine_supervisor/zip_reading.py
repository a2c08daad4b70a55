"""What reading anybody's zip archive takes: its damage told as one error, its entries in blocks."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from workflow_engine_shared.units import MIB

_BLOCK = MIB
_ENCRYPTED = 0x1
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, ValueError, OverflowError)


@contextmanager
def damage_as(name: str, what: str, error_of: Callable[[str], Exception]) -> Iterator[None]:
    """Raise what `zipfile` says of an archive that is damaged as an error of ours, made from a sentence.

    Args:
        name: the archive, as the sentence names it.
        what: what it is not, such as "zip archive".
        error_of: the error of a sentence.
    """
    try:
        yield
    except _DAMAGE as error:
        raise error_of(f"{name} is no sound {what}: {str(error).rstrip('.')}.") from error
    except RuntimeError as error:  # what zipfile says of entries that need a password
        raise error_of(f"{name} cannot be read: {error}.") from error


def is_encrypted(info: zipfile.ZipInfo) -> bool:
    return bool(info.flag_bits & _ENCRYPTED)


def blocks(packed: IO[bytes]) -> Iterator[bytes]:
    """An entry's content, piece by piece."""
    while block := packed.read(_BLOCK):
        yield block
