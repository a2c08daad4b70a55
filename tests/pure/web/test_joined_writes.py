"""What one turn of the loop writes to a connection is sent together, in order, and nothing is held back longer."""

import asyncio
from collections.abc import Callable

import pytest

from workflow_engine_supervisor.http.security.connections import MAX_JOINED, JoinedWrites


class Sent(asyncio.Transport):
    """A transport that notes what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[object] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.calls.append(bytes(data))

    def close(self) -> None:
        self.calls.append("closed")

    def abort(self) -> None:
        self.calls.append("aborted")

    def get_write_buffer_size(self) -> int:
        return 10


def within_a_turn(act: Callable[[JoinedWrites], None]) -> tuple[list[object], list[object]]:
    """What was sent by the end of the turn in which this was done, and after the next one."""
    sent = Sent()

    async def turn() -> list[object]:
        act(JoinedWrites(sent, asyncio.get_running_loop()))
        so_far = list(sent.calls)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return so_far

    return asyncio.run(turn()), sent.calls


def test_an_answers_head_and_body_are_one_write():
    def answer(transport: JoinedWrites) -> None:
        for part in (b"HTTP/1.1 200 OK\r\n\r\n", bytearray(b"{}"), b""):
            transport.write(part)
        assert transport.get_write_buffer_size() == 10 + 21

    assert within_a_turn(answer) == ([], [b"HTTP/1.1 200 OK\r\n\r\n{}"])


def test_what_is_large_is_sent_as_it_is_written_and_in_order():
    large = b"x" * MAX_JOINED

    def act(transport: JoinedWrites) -> None:
        for part in (b"a", large, b"b"):
            transport.write(part)

    in_turn, after = within_a_turn(act)
    assert in_turn == [b"a" + large]
    assert after == [b"a" + large, b"b"]


@pytest.mark.parametrize(("leave", "sent"), [("close", [b"a", "closed"]), ("abort", ["aborted"])])
def test_a_close_sends_what_is_held_first_and_an_abort_drops_it(leave: str, sent: list[object]):
    def act(transport: JoinedWrites) -> None:
        transport.write(b"a")
        getattr(transport, leave)()

    assert within_a_turn(act) == (sent, sent)


def test_nothing_is_sent_where_nothing_was_written():
    assert within_a_turn(lambda transport: transport.write(b"")) == ([], [])
