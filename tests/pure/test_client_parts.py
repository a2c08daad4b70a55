"""Parts of the Python client that need no server: addresses, refusals, typed events, the bar of a notebook."""

import ssl
import sys
from types import SimpleNamespace
from typing import Any

import pytest

import renflow
from support.hand_clock import HandClock
from workflow_engine.client import events, progress
from workflow_engine_shared import errors
from workflow_engine_supervisor.cli.display import Display
from workflow_engine_supervisor.client.address import checked_url
from workflow_engine_supervisor.client.errors import Refused, refusal
from workflow_engine_supervisor.client.follower import rests
from workflow_engine_supervisor.client.http_client import Client
from workflow_engine_supervisor.schemas.events import RUN_EVENTS


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("https://renflow.example.com/", "https://renflow.example.com"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_addresses(given: str, base: str) -> None:
    assert checked_url(given) == base


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("127.0.0.1:8000", "begins with neither"),
        ("localhost:8000", "begins with neither"),
        ("ftp://127.0.0.1", "begins with neither"),
        ("http://", "names no host"),
        ("http://host:99999", "is no address"),
        ("http://host:x", "is no address"),
        ("http://[::1", "is no address"),
        ("http://user:secret@host", "user name or password"),
        ("http://host/console/", "has a path"),
        ("http://host?a=b", "has a path"),
        ("http://ho st", "blanks"),
        ("http://host\n", "blanks or control"),
        ("", "begins with neither"),
    ],
)
def test_what_is_no_address(given: str, why: str) -> None:
    with pytest.raises(errors.ConfigError, match=why):
        checked_url(given)


def test_each_code_of_the_api_has_its_class() -> None:
    found = refusal(404, {"code": "RUN_NOT_FOUND", "detail": "There is no run 'x'.", "hint": "Look.", "allowed": ["a"]})
    assert isinstance(found, errors.RunNotFound)
    assert isinstance(found, Refused)
    assert (found.code, found.status, found.advice, found.extensions) == (
        "RUN_NOT_FOUND",
        404,
        "Look.",
        {"allowed": ["a"]},
    )
    problems = [{"pointer": "/a", "code": "X", "detail": "d", "hint": "h"}]
    invalid = refusal(422, {"code": "INVALID_INPUT", "problems": problems})
    assert isinstance(invalid, errors.InvalidInput)
    assert invalid.problems == (errors.Problem("X", "/a", "d", "h"),)


@pytest.mark.parametrize("code", ["SOMETHING_NEW", "NOT_RUNNING", "ITEM_FAILED", "", None, 7])
def test_other_codes_are_refusals_and_nothing_more(code: Any) -> None:
    found = refusal(418, {"code": code, "problems": "odd"})
    assert type(found).__mro__[1] is Refused
    assert (found.code, found.problems) == (str(code or "HTTP_418"), ())


@pytest.mark.parametrize(
    ("status", "cancelling", "is_rest"),
    [
        ("running", False, False),
        ("recovering", False, False),
        ("interrupted", False, True),
        ("interrupted", True, False),
        ("error", True, False),
        ("finished", True, True),
        ("cancelled", False, True),
    ],
)
def test_when_a_run_rests(status: str, cancelling: bool, is_rest: bool) -> None:
    assert rests({"status": status, "cancel_requested": cancelling}) is is_rest
    assert not rests({})
    assert not rests(None)


def test_every_event_of_the_stream_has_a_type() -> None:
    assert events.TYPES.keys() == RUN_EVENTS.keys()


def test_events_become_typed() -> None:
    head = {"seq": "b-1", "ts": "2026-01-01T00:00:00.000Z", "thread_id": "r"}
    data = {"node": "n", "visit": 1, "status": "running", "attempt": 1, "beside": []}
    node = events.typed({**head, "type": "node", "data": data})
    assert isinstance(node, renflow.NodeMoved)
    assert (node.data, node.seq) == (data, "b-1")
    moved = events.typed({**head, "type": "progress", "data": {"node": "n", "done": 3, "total": 9, "later": 1}})
    assert isinstance(moved, renflow.Progressed)
    assert (moved.data.done, moved.data.total) == (3, 9)
    assert events.typed({**head, "type": "of_a_newer_server", "data": {}}) is None


class Handle:
    """As IPython's, but it keeps what it is given."""

    def __init__(self) -> None:
        self.drawn: list[tuple[str, dict[str, str]]] = []

    def display(self, content: dict[str, str], *, raw: bool) -> None:
        assert raw
        self.drawn.append(("display", content))

    def update(self, content: dict[str, str], *, raw: bool) -> None:
        assert raw
        self.drawn.append(("update", content))


def test_the_bar_of_a_notebook_shows_text_only() -> None:
    handle, clock = Handle(), HandClock()
    bar = progress.NotebookBar(handle, clock)
    with bar:
        bar.look({"thread_id": "r", "status": "running", "current_nodes": ["<b>"], "progress": {"done": 1, "total": 4}})
        bar.event(
            "log", {"level": "INFO", "message": "<script>alert(1)</script>\x1b[31m", "ts": "2026-01-01T00:00:00Z"}
        )
        bar.event("progress", {"node": "n", "done": 2, "total": 4})
        assert len(handle.drawn) == 1, "not more often than the eye can follow"
        clock.seconds += 1
        bar.event("progress", {"node": "n", "done": 3, "total": 4, "message": "<i>"})
    assert [how for how, _ in handle.drawn] == ["display", "update", "update"]
    shown = handle.drawn[-1][1]["text/html"]
    assert 'value="0.7500"' in shown
    assert "&lt;script&gt;" in shown
    assert not {"<script", "<b>", "<i>", "\x1b"} & {each for each in ("<script", "<b>", "<i>", "\x1b") if each in shown}


def test_which_display_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert type(progress.shown_progress(None)) is Display
    assert type(progress.shown_progress(progress=True)) is not Display
    handle = Handle()
    display = SimpleNamespace(DisplayHandle=lambda: handle)
    shell = SimpleNamespace(kernel=object())
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell, display=display))
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    assert isinstance(progress.shown_progress(None), progress.NotebookBar)
    assert type(progress.shown_progress(progress=False)) is Display
    shell.kernel = None  # IPython in a terminal
    assert type(progress.shown_progress(None)) is Display


@pytest.mark.parametrize(
    ("url", "remote", "trusts"),
    [
        ("http://127.0.0.1:1", False, False),
        ("https://127.0.0.1:1", False, True),
        ("HTTPS://127.0.0.1:1", False, True),
        ("http://renflow.example.com", True, True),
    ],
)
def test_certificates_are_read_where_somebody_may_show_one(url: str, remote: bool, trusts: bool) -> None:
    client = Client(url, "", remote=remote)
    try:
        tls = client._http._transport._pool._ssl_context
        assert (tls.cert_store_stats()["x509"] > 0) is trusts
        assert tls.verify_mode == ssl.CERT_REQUIRED
    finally:
        client.close()
