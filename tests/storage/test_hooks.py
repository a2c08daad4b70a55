"""What hooks have to tell, in a real workflow.db, to a real server: nothing is lost, each is told until it is taken."""

import json
import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from support.odd_web import OddWeb, odd_web
from support.stored import Fate, accept, add_flow, at, bring_to
from workflow_engine_shared.clock import parse_rfc3339, rfc3339
from workflow_engine_shared.run_status import Reason, RunStatus
from workflow_engine_shared.settings import load_settings
from workflow_engine_shared.storage.workflow import moves, run_queue
from workflow_engine_shared.storage.workflow.rows import Interrupt
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteStore
from workflow_engine_shared.storage.workflow.waits import NewWait, WaitKind
from workflow_engine_shared.vocabulary import InterruptKind
from workflow_engine_supervisor.hooks.config import HooksAtHand
from workflow_engine_supervisor.hooks.desk import HookDesk
from workflow_engine_supervisor.hooks.messenger import DELAYS, GIVEN_UP_S, Messenger, delay_after
from workflow_engine_supervisor.hooks.outside import Outside
from workflow_engine_supervisor.masks import Masks
from workflow_engine_supervisor.run_events import RunEvents


class MovedClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.day = parse_rfc3339(at(0))

    def now(self) -> str:
        return rfc3339(self.day)

    def monotonic(self) -> float:
        return self.day.timestamp()

    def passes(self, seconds: float) -> None:
        self.day += timedelta(seconds=seconds)


class Office:
    """A home with hooks, whose messenger looks when it is told to."""

    def __init__(self, home: Path, allowed: tuple[str, ...] = ("127.0.0.0/8",)) -> None:
        self.home = home
        self.clock = MovedClock()
        self.store = SqliteStore.open(home / "workflow.db")
        settings = load_settings({"home": str(home)}, {"REN_ALLOW_ADDRESSES": ",".join(allowed)})
        self.at_hand = HooksAtHand(settings.home_paths.hooks)
        self.outside = Outside(settings, self.clock)
        self.masks = Masks(settings)
        self.desk = HookDesk(self.at_hand, self.outside, self.store, self.clock)
        self.messenger = self.another()
        with self.store.write() as tx:
            add_flow(tx.connection)

    def another(self) -> Messenger:
        """The messenger of a supervisor that comes after one that was killed."""
        return Messenger(self.at_hand, self.outside, self.store, self.clock, RunEvents(), self.masks, "https://ren.x")

    def hooks(self, text: str) -> None:
        (self.home / "hooks.toml").write_text(text, encoding="utf-8")
        self.messenger.look()

    def ends(self, thread_id: str, status: RunStatus = RunStatus.FINISHED) -> None:
        asks = Interrupt(InterruptKind.QUESTION, {"question": "Go on?", "api_key": "k-0123456789"}, node="ask")
        with self.store.write() as tx:
            accept(tx.connection, thread_id)
            if status is RunStatus.INTERRUPTED:
                assert run_queue.claim_run(tx.connection, thread_id) == 1
                assert moves.run_started(tx.connection, thread_id, 1, at(1))
                moves.run_paused(tx.connection, thread_id, at(2), epoch=1, interrupt=asks, reason=Reason.QUESTION)
            else:
                bring_to(tx.connection, thread_id, status, at(1), Fate())

    def row(self, name: str = "team") -> Any:
        return next(row for each, _, row in self.desk.hooks()[0] if each == name)


@pytest.fixture
def web() -> Iterator[OddWeb]:
    with odd_web() as made:
        yield made


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.store.close()


def json_hook(web: OddWeb, path: str = "/echo", name: str = "team", more: str = "") -> str:
    return f'[{name}]\nto = "json"\nurl = "{web.url(path)}"\n{more}\n'


def told(web: OddWeb, path: str = "/echo") -> list[tuple[str, str]]:
    return [(each["event"], each["thread_id"]) for each in (json.loads(asked.body) for asked in web.of(path))]


def test_ends_failures_and_questions_are_told_once_without_secrets(office: Office, web: OddWeb) -> None:
    office.ends("before")
    office.hooks(json_hook(web))
    office.ends("r1")
    office.ends("r2", RunStatus.ERROR)
    office.ends("r3", RunStatus.INTERRUPTED)
    with office.store.write() as tx:
        accept(tx.connection, "r4")
        bring_to(tx.connection, "r4", RunStatus.INTERRUPTED, at(1))  # a pause
    office.messenger.look()
    office.messenger.look()
    office.another().look()

    assert told(web) == [("finish", "r1"), ("error", "r2"), ("question", "r3")]
    error, question = (json.loads(each.body) for each in web.asked[1:])
    assert (error["code"], error["node"], error["url"]) == (
        "USER_CODE_ERROR",
        "scrape",
        "https://ren.x/console/runs/r2",
    )
    assert question["question"] == {"question": "Go on?", "api_key": "***"}
    assert (office.row().waiting, office.row().problem) == (0, None)


def test_a_receiver_that_is_down_is_told_later_and_by_whoever_comes_next(office: Office, web: OddWeb) -> None:
    office.hooks(json_hook(web, "/status/503") + json_hook(web, name="other", more='on = ["error"]'))
    office.ends("r1")
    office.ends("r2")
    office.ends("r3", RunStatus.ERROR)
    office.messenger.look()
    assert len(web.asked) == 2, "what else the hook has to tell waits; the other one does not"
    assert told(web) == [("error", "r3")]
    assert office.row().waiting == 3
    assert "503" in office.row().problem

    office.messenger.look()
    assert len(web.asked) == 2, "not due"
    office.hooks(json_hook(web) + json_hook(web, name="other", more='on = ["error"]'))
    office.clock.passes(DELAYS[0] * 1.2 + 0.1)
    office.another().look()
    assert told(web)[1:] == [("finish", "r1"), ("finish", "r2"), ("error", "r3")]
    assert (office.row().waiting, office.row().problem) == (0, None)


def test_a_clock_that_is_set_back_and_a_damaged_row_hold_nothing_up(office: Office, web: OddWeb) -> None:
    office.hooks(json_hook(web, "/status/500"))
    office.ends("r1")
    office.clock.passes(86_400)
    office.messenger.look()
    office.clock.passes(-86_400)
    office.ends("r2")
    with office.store.write() as tx:
        tx.connection.execute("UPDATE flow_versions SET dsl_json = '{'")
        tx.connection.execute("UPDATE runs SET input_json = '{', error_json = '[' WHERE thread_id = 'r2'")
    office.ends("r3")
    office.hooks(json_hook(web))
    assert {run for _, run in told(web)} >= {"r1", "r3"}
    assert office.row().waiting == 0


def test_in_the_end_a_message_is_given_up(office: Office, web: OddWeb) -> None:
    office.hooks(json_hook(web, "/status/500"))
    office.ends("r1")
    office.messenger.look()
    office.clock.passes(GIVEN_UP_S + 1)
    office.messenger.look()
    assert len(web.asked) == 2
    assert (office.row().waiting, office.row().delivered_at) == (0, None)
    assert "500" in office.row().problem


def test_a_file_that_is_wrong_for_a_while_loses_nothing(office: Office, web: OddWeb) -> None:
    office.hooks(json_hook(web))
    office.ends("r1")
    for wrong in ("[team", '[team]\nto = "json"\nurl = 7'):
        office.hooks(wrong)
        assert web.asked == []
        assert office.desk.hooks()[1] != ()
    office.ends("r2")
    office.hooks(json_hook(web))
    assert told(web) == [("finish", "r1"), ("finish", "r2")]
    office.ends("r3")
    office.hooks("")
    office.ends("r4")
    office.hooks(json_hook(web))
    assert told(web)[2:] == [], "a hook that comes back begins anew"


def test_addresses_are_judged_and_redirects_are_not_followed(tmp_path: Path, web: OddWeb) -> None:
    office = Office(tmp_path, allowed=())
    office.hooks(
        json_hook(web)
        + '[cloud]\nto = "slack"\nurl = "http://169.254.169.254/latest"\n'
        + '[mail]\nto = "email"\nserver = "localhost"\nport = 25\nsender = "a@b"\nrecipients = ["c@d"]\n'
        + '[keyless]\nto = "json"\nurl = { secret = "nowhere" }\n'
    )
    told_of = office.desk.test(None)
    assert {name: "may not connect" in (why or "") for name, why in told_of.items()} == {
        "team": True,
        "cloud": True,
        "mail": True,
        "keyless": False,
    }
    assert "nowhere" in (told_of["keyless"] or "")
    assert web.asked == []
    office.store.close()
    (tmp_path / "b").mkdir()
    allowed = Office(tmp_path / "b")
    allowed.hooks(json_hook(web, f"/to?{web.url('/echo')}") + json_hook(web, "/endless", name="long"))
    first, second = allowed.desk.test("team")["team"], allowed.desk.test("long")["long"]
    assert "302" in (first or "")
    assert second is None, "the answer's beginning is enough"
    assert web.of("/echo") == []
    allowed.store.close()


def test_what_a_receiver_says_of_its_address_is_masked(office: Office, web: OddWeb) -> None:
    office.hooks(f'[team]\nto = "feishu"\nurl = "{web.url("/echo?key=key-0123456789")}"')
    said = office.desk.test("team")["team"]
    assert said is not None
    assert "refused" in said
    assert "/echo?***" in said
    assert "key-0123456789" not in said


class Postman(socketserver.StreamRequestHandler):
    """A mail server that takes everything, and remembers it."""

    def handle(self) -> None:
        self.wfile.write(b"220 post\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            self.server.lines.append(line.decode().strip())  # type: ignore[attr-defined]
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    self.server.lines.append(line.decode().strip())  # type: ignore[attr-defined]
            self.wfile.write(b"502 no\r\n" if word == b"STAR" else b"250 fine\r\n")


def test_a_mail_goes_to_its_server(office: Office) -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Postman) as post:
        post.lines = lines = []  # type: ignore[attr-defined]
        threading.Thread(target=post.serve_forever, args=(0.05,), daemon=True).start()
        mail = (
            f'to = "email"\nserver = "127.0.0.1"\nport = {post.server_address[1]}\n'
            'sender = "me@example.com"\nrecipients = ["you@example.com", "her@example.com"]\n'
        )
        office.hooks(
            f'[open]\n{mail}security = "none"\nlanguage = "zh"\n[sealed]\n{mail}security = "starttls"\n'
            'on = ["question"]\n'
        )
        office.ends("r1")
        office.messenger.look()
        assert office.row("open").problem is None
        assert "mail FROM:<me@example.com>" in [line.partition(" size=")[0] for line in lines]
        assert "rcpt TO:<her@example.com>" in lines
        assert any(line.startswith("Subject: =?utf-8?") for line in lines)
        sealed = office.desk.test("sealed")["sealed"]
        assert sealed is not None, "nothing is sent in the open where TLS is asked for"
        post.shutdown()


def test_each_delay_is_longer_than_the_one_before() -> None:
    assert [delay_after(tries, 0) for tries in range(8)] == [*DELAYS, DELAYS[-1], DELAYS[-1]]
    assert sorted(DELAYS) == list(DELAYS)
    assert delay_after(0, 0.999) <= DELAYS[0] * 1.2


def test_a_form_is_told_unless_it_was_answered_before(office: Office, web: OddWeb) -> None:
    office.hooks(json_hook(web))
    body = {"title": "Export for k-0123456789?", "assignee": "ann", "schema": {}}
    with office.store.write() as tx:
        accept(tx.connection, "r1")
        bring_to(tx.connection, "r1", RunStatus.RUNNING, at(1))
        forms = [NewWait(key, WaitKind.FORM, "ask", 1, due_at=at(99), body=body) for key in ("a1", "a2")]
        tx.arm("r1", [*forms, NewWait("a3", WaitKind.TIMER, "rest", 2, due_at=at(99))], at(2), epoch=1)
        assert tx.meet("r1", "a1", {"how": "answer", "value": {}}, at(3))
    office.messenger.look()
    (asked,) = web.of("/echo")
    notice = json.loads(asked.body)
    assert (notice["event"], notice["thread_id"], notice["node"]) == ("form", "r1", "ask")
    assert (notice["form"]["key"], notice["form"]["assignee"], notice["form"]["due_at"]) == ("a2", "ann", at(99))
