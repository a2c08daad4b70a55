"""A line that is met while it is written is one line: its reader waits for the rest."""

import io
from collections.abc import Callable

import pytest

from workflow_engine_shared.logs.format import MAX_LINE, numbered
from workflow_engine_supervisor.logs.lines import complete_lines, read_line


class Growing(io.BytesIO):
    """A file that grows by the next piece whenever somebody has read all of it."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = list(pieces)
        super().__init__(self._pieces.pop(0))

    def readline(self, size: int | None = -1, /) -> bytes:
        block = super().readline(size)
        if self.tell() == len(self.getvalue()) and self._pieces:
            place = self.tell()
            self.write(self._pieces.pop(0))
            self.seek(place)
        return block


def line(seq: int, message: str = "hello") -> bytes:
    return numbered(b'{"message":"%b"' % message.encode(), seq)


WHOLE = line(1) + line(2, "x" * 200) + line(3)
CUTS: dict[str, Callable[[bytes], list[bytes]]] = {
    "in the middle of a line": lambda text: [text[:60], text[60:]],
    "at a line's end": lambda text: [text[: len(line(1))], text[len(line(1)) :]],
    "before the line break": lambda text: [text[: len(line(1)) - 1], text[len(line(1)) - 1 :]],
    "behind one byte": lambda text: [text[:1], text[1:]],
    "in three pieces": lambda text: [text[:40], text[40:120], text[120:]],
    "byte by byte": lambda text: [text[at : at + 1] for at in range(len(text))],
}


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_a_torn_line_comes_whole_and_once(cut: Callable[[bytes], list[bytes]]) -> None:
    found = list(complete_lines(Growing(*cut(WHOLE))))
    assert b"".join(raw + b"\n" for raw, _ in found) == WHOLE
    assert sum(size for _, size in found) == len(WHOLE)
    assert [read_line(raw)[0].get("seq") for raw, _ in found] == [1, 2, 3]


def test_a_line_whose_rest_never_comes_is_left_for_later() -> None:
    assert [raw for raw, _ in complete_lines(Growing(line(1) + b'{"mess', b'age":'))] == [line(1)[:-1]]


def test_of_a_torn_line_that_is_too_long_the_beginning_comes() -> None:
    long = b"x" * (MAX_LINE + 10)
    ((raw, size), *rest) = complete_lines(Growing(long[:100], long[100 : MAX_LINE + 1], long[MAX_LINE + 1 :] + b"\n"))
    assert (len(raw), size, rest) == (MAX_LINE, MAX_LINE + 11, [])
