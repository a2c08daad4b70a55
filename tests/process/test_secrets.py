"""S-31: what a run was given under a secret name is in its state, and nowhere else that anybody looks."""

import json
from typing import Any

import pytest

from support.hidden import assert_hidden
from support.run import node
from support.server import Server

SECRET = "s3cr3t-XYZ-123/+"


@pytest.mark.parametrize(
    ("then", "status"), [("return", "finished"), ("raise", "error"), ("ask", "interrupted"), ("die", "error")]
)
def test_a_secret_of_the_input_shows_nowhere(server: Server, then: str, status: str):
    run = server.run(node("leak", "leaks", then=then), api_key=SECRET)
    run.until(status)
    run.left()

    assert_hidden(server, run, SECRET)
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

    assert_hidden(server, run, SECRET)
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
