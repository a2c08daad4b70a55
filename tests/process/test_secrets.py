"""S-31: what a run was given under a secret name is in its state, and nowhere else that anybody looks."""

import base64
import json
import urllib.parse
from typing import Any

import pytest

from support.run import Run, node
from support.server import Server

SECRET = "s3cr3t-XYZ-123/+"
PATHS = ["", "/state", "/steps", "/checkpoints", "/logs", "/logs?order=desc", "/logs?download=1", "/artifacts"]


def forms(secret: str) -> list[bytes]:
    texts = [secret, urllib.parse.quote(secret, safe=""), urllib.parse.quote(secret)]
    return [each.encode() for each in (*texts, base64.b64encode(f"user:{secret}".encode()).decode()[7:24])]


def shown(server: Server, run: Run) -> dict[str, bytes]:
    """Everything that the API tells of a run, and every file of the home that is no database."""
    answers = {path: server.client.get(f"/runs/{run.id}{path}").content for path in PATHS}
    answers["list"] = server.client.get("/runs?limit=1000").content
    with server.client.stream("GET", f"/runs/{run.id}/events?types=status,resync") as stream:
        answers["events"] = next(stream.iter_bytes(), b"")
    files = {
        str(path): path.read_bytes()
        for path in server.home.root.rglob("*")
        if path.is_file() and ".db" not in path.name
    }
    return {**answers, **files, "the supervisor's log": server.log.read_bytes()}


def assert_hidden(server: Server, run: Run, secret: str = SECRET) -> None:
    found = shown(server, run)
    assert any(b"***" in body for body in found.values())
    leaky = {(place, form) for place, body in found.items() for form in forms(secret) if form in body}
    assert not leaky


@pytest.mark.parametrize(
    ("then", "status"), [("return", "finished"), ("raise", "error"), ("ask", "interrupted"), ("die", "error")]
)
def test_a_secret_of_the_input_shows_nowhere(server: Server, then: str, status: str):
    run = server.run(node("leak", "leaks", then=then), api_key=SECRET)
    run.until(status)
    run.left()

    assert_hidden(server, run)
    messages = run.messages(node="leak")
    assert "printed ***" in messages
    assert {"native ***", "child ***"} <= {*messages, *run.messages()}
    if then == "return":
        values = run.values()
        assert (values["api_key"], values["copy"]) == (SECRET, SECRET)
        assert run.state == {"api_key": "***", "copy": "***", "nested": [{"text": "it was ***"}]}
    if then == "raise":
        assert run.facts["error"]["message"] == "ValueError: refused: ***"
        assert "refused: ***" in run.facts["error"]["traceback"]
    if then == "ask":
        assert run.facts["interrupt"]["value"] == {"question": "Is *** right?", "password": "***"}
        assert run.facts["input"] == {"api_key": "***"}


def test_a_secret_that_comes_with_a_resume_shows_nowhere(server: Server):
    run = server.run(node("ask", "leaks", then="ask"), api_key="another-secret-1")
    run.until("interrupted")
    run.resume(updates={"api_key": SECRET}, value={"token": "answered-token-1"})
    run.finished()
    run.left()

    assert_hidden(server, run)
    assert_hidden(server, run, "another-secret-1")
    assert run.values()["copy"] == SECRET


def test_a_secret_among_a_nodes_arguments_is_hidden_in_its_log(server: Server):
    run = server.run(node("connect", "connects", password=SECRET))
    run.finished()

    assert "connecting with ***" in run.messages()
    assert run.state == {"answer": "***"}
    assert run.values() == {"answer": SECRET}
    assert SECRET not in json.dumps(run.logs())


def test_variables_and_names_of_the_users_own(servers: Any):
    server = servers(mask_keys="pin,door_code")
    server.env |= {"SHOP_TOKEN": "variable-secret-1", "REN_TOKEN": "", "LICENSE_FILE": "/etc/passwd-file"}
    server.start()
    run = server.run(
        node("say", "prints", text="variable-secret-1 and 12345678 and /etc/passwd-file"), pin=12345678, shipping=1
    )
    run.finished()

    assert "*** and *** and /etc/passwd-file" in run.messages()
    assert run.state == {"pin": "***", "shipping": 1}
