"""`http` nodes in real runs, against a real server that does everything wrong."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from support.branches import block, rows
from support.fixtures import one_server
from support.hidden import assert_hidden
from support.odd_web import OddWeb, odd_web
from support.run import chain, node
from support.server import Server
from support.wait import until

SECRET = "s3cr3t-of-the-shop/+"


@pytest.fixture(scope="module")
def web() -> Iterator[OddWeb]:
    with odd_web() as made:
        yield made


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One whose flows may reach this machine, and that has a secret."""
    with one_server(Server, tmp_path_factory.mktemp("server"), allow_addresses="127.0.0.1") as made:
        (made.home.root / "secrets.toml").write_text(f'shop = "{SECRET}"\n', encoding="utf-8")
        yield made


def asking(url: Any, node_id: str = "ask", **data: Any) -> Any:
    return {"id": node_id, "type": "http", "data": {"url": url, "outputKey": node_id, **data}}


def test_what_is_sent_and_what_comes_back(server: Server, web: OddWeb) -> None:
    run = server.run(
        chain(
            asking(
                {"cat": [web.url("/echo"), "?id=", {"var": "id"}]},
                method="POST",
                headers={"X-Shop": {"var": "shop"}},
                query={"q": ["茶", {"var": "id"}]},
                body={"good": {"var": "good"}},
                auth={"bearer": {"secret": "shop"}},
            ),
            asking(web.url("/text"), "text", response="text"),
            asking(web.url("/raw/bom"), "bom"),
            asking(web.url("/raw/empty"), "empty"),
            asking(web.url("/file/100000"), "file", response="artifact"),
            asking(web.url("/file/50"), "named", response="artifact", artifact={"cat": [{"var": "shop"}, ".csv"]}),
            asking(web.url("/status/404"), "absent", success=[[200, 299], [404, 404]], response="text"),
            asking(web.url("/to?/raw/bom"), "led"),
            asking(web.url(f"/to?{web.url('/echo', host='localhost')}"), "moved", auth={"bearer": {"secret": "shop"}}),
            {"id": "quiet", "type": "http", "data": {"url": web.url("/echo"), "method": "HEAD"}},
        ),
        id=7,
        shop="tea",
        good={"name": "茶", "price": 1.5},
    )
    run.finished()
    state = run.values()
    echo = state["ask"]["body"]
    assert state["ask"]["status"] == 200
    assert echo["path"] == "/echo?id=7&q=%E8%8C%B6&q=7"
    assert echo["body"] == '{"good": {"name": "茶", "price": 1.5}}'
    sent = web.of("/echo")[0].headers
    assert (sent["authorization"], sent["x-shop"]) == (f"Bearer {SECRET}", "tea")
    assert len(sent["idempotency-key"]) == 64
    assert "renflow" in sent["user-agent"]
    assert state["text"]["body"] == "Größe"
    assert (state["bom"]["body"], state["empty"]["body"], state["led"]["body"]) == ({"a": 1}, None, {"a": 1})
    assert (state["absent"]["status"], state["absent"]["body"]) == (404, "so it is: ")
    assert "authorization" in web.of("/to")[1].headers
    assert "authorization" not in state["moved"]["body"]["headers"], "a secret stays with its origin"
    assert state["file"]["headers"]["content-type"] == "text/csv"
    assert state["file"]["body"] == {**state["file"]["body"], "artifact": "file.csv", "size": 100_000}
    assert (run.paths.outputs / "file.csv").read_bytes() == b"0123456789" * 10_000
    assert (run.paths.outputs / "tea.csv").stat().st_size == 50
    assert "quiet" not in state
    assert list(run.paths.tmp.glob("*.answer")) == []
    assert any("GET http" in each and "200, 100000 bytes" in each for each in run.messages(node="file"))
    # The server told the secret back; nobody who looks sees it.
    assert run.state["ask"]["body"]["headers"]["authorization"] == "***"
    assert_hidden(server, run, SECRET)


FAILING: dict[str, tuple[dict[str, Any], str, str]] = {
    "/status/500": ({}, "HTTP_STATUS", "GET {url} was answered 500 Internal Server Error: so it is:"),
    "/status/401": ({"auth": {"bearer": {"secret": "shop"}}}, "HTTP_STATUS", "401 Unauthorized: so it is: Bearer ***"),
    "/raw/broken": ({}, "BAD_ANSWER", "is no JSON (Line 1, column 7"),
    "/raw/nan": ({}, "BAD_ANSWER", "NaN is not a JSON number"),
    "/raw/html": ({}, "BAD_ANSWER", "'<p>'"),
    "/endless": ({"maxBytes": 1_000_000}, "ANSWER_TOO_LARGE", "has more bytes; 1,000,000 are allowed"),
    "/file/100000": ({"maxBytes": 1000, "response": "artifact"}, "ANSWER_TOO_LARGE", "has 100,000 bytes"),
    "/packed/50000000": ({"response": "text"}, "ANSWER_TOO_LARGE", "has more bytes"),
    "/cut": ({"response": "text"}, "CONNECTION_FAILED", "GET {url}: "),
    "/circle": ({}, "TOO_MANY_REDIRECTS", "was led on more than 10 times"),
    "/to?file:///etc/passwd": ({}, "BAD_URL", "The address that the server leads to must begin with http"),
    "/to?http://10.255.0.1/": ({}, "BLOCKED_ADDRESS", "10.255.0.1 is of a private network"),
    "/to?http://127.0.0.2/": ({}, "BLOCKED_ADDRESS", "127.0.0.2 is this machine itself"),
    "/to?http://[::1]:1/": ({}, "BLOCKED_ADDRESS", "::1 is this machine itself"),
    "/hang/1": ({"requestTimeout": 0.3}, "REQUEST_TIMED_OUT", "GET {url} took longer than 0.3 s."),
    "/trickle": ({"requestTimeout": 0.3}, "REQUEST_TIMED_OUT", "took longer than 0.3 s."),
    "/hang/2": ({"timeout": 0.3}, "NODE_TIMEOUT", "took longer than 0.3 s."),
    "/none": ({"auth": {"bearer": {"secret": "bank"}}}, "SECRET_MISSING", "REN_SECRET_BANK"),
}
ELSEWHERE: dict[str, tuple[str, str]] = {
    "http://169.254.169.254/latest": ("BLOCKED_ADDRESS", "hands out credentials"),
    "http://[::ffff:127.0.0.9]:1/": ("BLOCKED_ADDRESS", "this machine itself"),
    "http://0x7f000002:1/": ("BLOCKED_ADDRESS", "127.0.0.2 is this machine itself"),
    "http://2130706434:1/": ("BLOCKED_ADDRESS", "127.0.0.2 is this machine itself"),
    "http://127.0.0.1:1/": ("CONNECTION_FAILED", "GET http://127.0.0.1:1/: "),
    "http://name.invalid/": ("CONNECTION_FAILED", "'name.invalid' leads to no address"),
}


def test_what_fails_and_how_it_is_told(server: Server, web: OddWeb) -> None:
    """All of it in one run: each failure is led on to the next request."""
    asked = {web.url(path): (data, code, words.replace("{url}", web.url(path.partition("?")[0])))
             for path, (data, code, words) in FAILING.items()}  # fmt: skip
    asked |= {url: ({}, code, words) for url, (code, words) in ELSEWHERE.items()}
    asked[f"{server.url}/runs"] = ({}, "BLOCKED_ADDRESS", "is renflow's own server")
    nodes = [asking(url, f"n{number}", **data) for number, (url, (data, _, _)) in enumerate(asked.items())]
    flow = chain(*nodes)
    for edge in flow["edges"][1:]:
        kind = {"data": {"on": "error", "as": f"e{edge['source'][1:]}"}}
        flow["edges"] = [*flow["edges"], {**edge, **kind}]
    run = server.run(flow)

    state = run.finished()

    told = {url: state[f"e{number}"] for number, url in enumerate(asked)}
    assert {url: error["code"] for url, error in told.items()} == {url: code for url, (_, code, _) in asked.items()}
    for url, (_, _, words) in asked.items():
        assert words in told[url]["message"], url
    assert not any(f"n{number}" in state for number in range(len(asked)))
    assert web.times["/status/500"] == web.times["/raw/broken"] == 1, "without 'retry' nothing is tried again"
    assert_hidden(server, run, SECRET)


def test_patience_with_a_server(server: Server, web: OddWeb) -> None:
    """Seconds, a date, none; what is no use to try again; and that the key stays the same."""
    retry = {"maxAttempts": 3, "delay": 0.05, "backoff": 1}
    post = {"method": "POST", "retry": retry}
    run = server.run(
        chain(
            asking(web.url("/busy/1/1"), "seconds", **post),
            asking(web.url("/busy/1/date"), "date", **post),
            asking(web.url("/busy/2/soon"), "nonsense", **post),
        )
    )
    over = server.run(asking(web.url("/busy/9/0"), **post))
    never = server.run(asking(web.url("/status/403"), **post))
    long = server.run(asking(web.url("/busy/8/100000"), **post))

    assert run.finished()["nonsense"]["body"] == "at last"
    for path, count, least in (("/busy/1/1", 2, 1.0), ("/busy/1/date", 2, 0.9), ("/busy/2/soon", 3, 0.05)):
        asked = web.of(path)
        assert len(asked) == count, path
        assert all(b.at - a.at >= least for a, b in itertools.pairwise(asked)), path
        assert len({each.headers["idempotency-key"] for each in asked}) == 1, path
    assert over.failed()["code"] == "HTTP_STATUS"
    assert len(web.of("/busy/9/0")) == 3
    assert (never.failed()["code"], len(web.of("/status/403"))) == ("HTTP_STATUS", 1)
    assert (long.failed()["code"], len(web.of("/busy/8/100000"))) == ("HTTP_STATUS", 1), "longer than a day"
    keys = {each.headers["idempotency-key"] for each in web.asked if "idempotency-key" in each.headers}
    assert len(keys) >= 6, "each visit has its own"


def test_commands_while_a_request_hangs(server: Server, web: OddWeb) -> None:
    """Paused, and cancelled, in the middle of a request; and while a long `Retry-After` is waited for."""
    hanging = server.run(asking(web.url("/hang/3"), requestTimeout=600))
    waiting = server.run(asking(web.url("/busy/7/3600"), retry={"maxAttempts": 2}))
    limited = server.run(asking(web.url("/busy/6/3600"), retry={"maxAttempts": 2}, timeout=1))
    until(lambda: web.of("/hang/3") and web.of("/busy/7/3600"), 30, "both asked")

    hanging.paused(10)
    waiting.paused(10)
    assert limited.failed()["code"] == "NODE_TIMEOUT"
    hanging.resume()
    until(lambda: len(web.of("/hang/3")) == 2, 30, "asked again")
    hanging.cancel()
    assert hanging.until("cancelled")
    waiting.cancel()
    assert waiting.until("cancelled")


def test_a_killed_worker_sends_the_same_key(server: Server, web: OddWeb) -> None:
    run = server.run(asking(web.url("/hang_once"), method="POST", body={"order": 1}))
    until(lambda: web.of("/hang_once"), 30, "asked")
    run.kill()

    assert run.finished()["ask"]["body"] == "again"
    first, second = web.of("/hang_once")
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    assert first.body == second.body == b'{"order": 1}'


def test_all_that_nodes_do_is_done_in_branches_too(server: Server, web: OddWeb) -> None:
    """A map, a request that hangs, failures and time-outs that edges lead on from, and a retry, beside each other."""
    each = {"items": {"var": "items"}, "codeRef": "faulty.item", "args": {"seconds": 0.05}, "outputKey": "rows"}
    late = node("late", "waits", safe=True, gate="never", data={"timeout": 0.2})
    tried = node("tried", "raises", until=2, data={"retry": {"maxAttempts": 2, "delay": 0}})
    flow = block(
        [{"id": "each", "type": "map", "data": each}],
        [asking(web.url("/hang_once/branch"), method="POST")],
        [asking(web.url("/status/404"), "absent"), late, node("note", "returns", noted=1)],
        [tried, node("count", "counts")],
    )
    flow["edges"] += [
        {"source": "absent", "target": "late", "data": {"on": "error", "as": "nothing"}},
        {"source": "late", "target": "note", "data": {"on": "timeout", "as": "over"}},
    ]
    run = server.run(flow, items=list(range(40)))
    until(lambda: web.of("/hang_once/branch"), 30, "asked")
    until(lambda: rows(run).get("note", [(0, "", 0)])[0][1] == "finished", what="what the edges lead to")
    assert {*run.paused(10)["current_nodes"]} >= {"each", "ask"}
    decided = run.decided()
    run.resume()
    run.done(decided + 5)
    run.kill()

    state = run.finished()
    assert state["rows"] == list(range(40))
    assert (state["ask"]["body"], state["noted"], state["n"]) == ("again", 1, 1)
    assert (state["nothing"]["code"], state["over"]["code"]) == ("HTTP_STATUS", "NODE_TIMEOUT")
    assert len({asked.headers["idempotency-key"] for asked in web.of("/hang_once/branch")}) == 1
    assert len(run.ledger("item")) <= 40 + 2, "again only what was under way at the kill, and what its last group held"
    visited = rows(run)
    assert visited["tried"][0][1:] == ("finished", 2)
    assert {name: visits[0][1] for name, visits in visited.items()} == dict.fromkeys(visited, "finished")
    assert [each["left_by"] for each in run.facts["nodes"] if each["id"] in {"absent", "late"}] == ["error", "timeout"]
