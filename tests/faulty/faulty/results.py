"""What functions return: plain data, data that is converted, and things that cannot be stored."""

import datetime as dt
import decimal
import enum
import errno
import os
import pathlib
import sqlite3
import uuid
import zoneinfo

from workflow_engine import map_steps


class Colour(enum.Enum):
    RED = "red"


def returns_one(state, *, what):
    return {"value": VALUES[what]()}


def returns_bare(state, *, what):
    """Not under a key: the function's whole result."""
    return BARE[what]()


def _cycle():
    items = []
    items.append(items)
    return items


def _deep():
    items = []
    for _ in range(10_000):
        items = [items]
    return items


async def _coroutine():
    return 1


def _unawaited():
    coroutine = _coroutine()
    coroutine.close()
    return coroutine


def _numpy(make):
    def value():
        import numpy as np

        return make(np)

    return value


class NoTime(dt.datetime):
    """As pandas' NaT: a date whose text no date has."""

    def isoformat(self, *_):
        return "NaT"

    def __eq__(self, _):
        return False

    __hash__ = None


VALUES = {
    "none": lambda: None,
    "nan": lambda: float("nan"),
    "inf": lambda: float("inf"),
    "bytes": lambda: b"\x00\xff",
    "set": lambda: {1, 2},
    "tuple": lambda: (1, (2, 3)),
    "datetime": lambda: dt.datetime(2024, 2, 29, 12, tzinfo=dt.timezone.utc),
    "decimal": lambda: decimal.Decimal("1.10"),
    "uuid": lambda: uuid.UUID(int=7),
    "path": lambda: pathlib.PurePosixPath("/a/b"),
    "enum": lambda: Colour.RED,
    "numpy_scalar": _numpy(lambda np: np.float64(1.5)),
    "numpy_array": _numpy(lambda np: np.arange(3)),
    "int_keys": lambda: {1: "one"},
    "chinese": lambda: "你好 🎉",
    "huge_int": lambda: 2**70,
    "surrogate": lambda: "\ud800",
    "file": lambda: open(__file__),  # noqa: PTH123, SIM115 - that it cannot be stored is the point
    "lambda": lambda: len,
    "exception": lambda: ValueError("a value"),
    "cycle": _cycle,
    "deep": _deep,
    "generator": lambda: (number for number in range(3)),
    "coroutine": _unawaited,
    "object": object,
    "nested": lambda: {"rows": [1, {"bad": object()}]},
    "no_time": lambda: {"rows": [1, {"seen": NoTime(2024, 1, 1)}]},
    "zoned": lambda: dt.datetime(2024, 10, 27, 2, 30, fold=1, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")),
}
BARE = {
    "nothing": lambda: None,
    "number": lambda: 7,
    "list": lambda: [1, 2],
    "text": lambda: "done",
    "number_key": lambda: {1: 2},
    "reserved_key": lambda: {"__visits": 9},
    "generator": lambda: (number for number in range(3)),
}


def lacks(state):
    """What systems say of other things than the disk."""
    raise OSError(errno.ENOSPC, "inotify watch limit reached")


def items_lack(state):
    rows = map_steps(_lack, list(_LACKS), on_error="skip")
    return {"rows": {key: row.message for key, row in zip(_LACKS, rows, strict=True)}}


_LACKS = {
    "a watch": lambda: OSError(errno.ENOSPC, "No space left on device", "/"),
    "shared memory": lambda: OSError(errno.ENOSPC, "No space left on device"),
    "a keyring": lambda: OSError(errno.EDQUOT, "Disk quota exceeded"),
    "a device": lambda: _written_to(pathlib.Path("/dev/full")),
    "a database of its own": lambda: sqlite3.DataError("string or blob too big"),
    "its own words": lambda: OSError("database or disk is full"),
}


def _lack(what):
    error = _LACKS[what]()
    raise error


def _written_to(path):
    if not path.exists():  # Linux alone has it
        return OSError(errno.ENOSPC, "No space left on device")
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, b"x")
    except OSError as error:
        return error
    finally:
        os.close(descriptor)
