"""What to do about an exception: by its author, by what is known of its kind, else nothing but to mend the function."""

import json
import socket
from pathlib import Path

import httpx
import pytest
from flows.product_selection.downloads import UnreachableError
from flows.product_selection.fetch_errors import DamagedError, FetchError

from workflow_engine_shared.errors import UserCodeError
from workflow_engine_worker.functions.call import error_of
from workflow_engine_worker.functions.hints import OUTSIDE

CHINESE = Path(__file__).resolve().parents[3] / "console" / "src" / "i18n" / "told" / "zh" / "hints.json"


class RequestsConnectionError(OSError):
    """As a library's own, which is none of Python's."""


RequestsConnectionError.__module__ = "requests.exceptions"
RequestsConnectionError.__name__ = "ConnectionError"


@pytest.mark.parametrize(
    "error",
    [
        ConnectionResetError(104, "Connection reset by peer"),
        TimeoutError("timed out"),
        socket.gaierror(-3, "Temporary failure in name resolution"),
        httpx.ConnectTimeout("timed out"),
        httpx.RemoteProtocolError("peer closed connection without sending complete message body"),
        RequestsConnectionError(),
    ],
)
def test_the_worlds_fault_is_not_the_functions(error: Exception):
    assert error_of(error, "scrape").hint == OUTSIDE


@pytest.mark.parametrize("error", [ValueError("no"), OSError(2, "No such file"), KeyError("x"), httpx.InvalidURL("x")])
def test_a_mistake_is(error: Exception):
    assert error_of(error, "scrape").hint == UserCodeError.hint


class Odd(Exception):
    def __init__(self, hint: object) -> None:
        self.hint = hint


class Broken(Exception):
    @property
    def hint(self) -> str:
        raise RuntimeError("no hint")


def test_an_exception_says_by_itself_what_to_do():
    assert error_of(Odd(" Come back at eight. "), "scrape").hint == "Come back at eight."
    assert len(error_of(Odd("x" * 10_000), "scrape").hint) == 500
    json.dumps(error_of(Odd("half \ud800 a pair"), "scrape").hint).encode()
    for nothing in (Odd(7), Odd(None), Odd("  "), Broken()):
        assert error_of(nothing, "scrape").hint == UserCodeError.hint


def test_a_cut_page_and_a_busy_shop_say_to_resume_in_both_languages():
    known = json.loads(CHINESE.read_text(encoding="utf-8"))
    hints = {error_of(each, "scrape").hint for each in (DamagedError("cut"), FetchError("busy"), UnreachableError("3"))}
    assert not any("Mend" in hint for hint in hints)
    assert hints | {OUTSIDE, UserCodeError.hint} == set(known)
