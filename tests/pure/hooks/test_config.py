"""hooks.toml: what can be used is used; what cannot is told, and keeps nobody else from being told."""

from pathlib import Path

import pytest

from workflow_engine_supervisor.hooks.config import HooksAtHand, MailHook, kind_of, read_hooks, target_of

GOOD = """
[team]
to = "feishu"
url = "https://open.feishu.cn/open-apis/bot/v2/hook/0123456789abcdef"
sign = { secret = "team_key" }
on = ["error"]
flows = ["shop", "流程"]

[program]
to = "json"
url = { secret = "program-url" }

[mail]
to = "email"
server = "smtp.example.com"
user = "me"
password = { secret = "mail" }
sender = "me@example.com"
recipients = ["you@example.com"]
language = "zh"
"""


def hooks_of(folder: Path, text: str | bytes):
    file = folder / "hooks.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_hooks(file)


def test_what_can_be_used(tmp_path: Path) -> None:
    found = hooks_of(tmp_path, "\ufeff" + GOOD)
    assert found.problems == ()
    assert {name: kind_of(hook) for name, hook in found.of_name.items()} == {
        "team": "feishu",
        "program": "json",
        "mail": "email",
    }
    team, program, mail = found.of_name.values()
    assert target_of(team) == "https://open.feishu.cn", "the rest is as good as a password"
    assert target_of(program) == "secret 'program-url'"
    assert isinstance(mail, MailHook)
    assert target_of(mail) == "you@example.com by smtp.example.com"
    assert team.wants("error", "shop")
    assert not team.wants("error", "other")
    assert not team.wants("finish", "shop")
    assert program.wants("question", "other")


WEB = '[a]\nto = "json"\n'
MAIL = '[a]\nto = "email"\nserver = "s"\nsender = "a@b"\nrecipients = ["c@d"]\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = 1", "object"),
        ("[a]\nurl = 'https://a.b'", "`to`"),
        ('[a]\nto = "pager"', "pager"),
        ('["a b"]\nto = "json"', "letters"),
        (WEB, "`url`"),
        (WEB + "url = 7", "url"),
        (WEB + 'url = "ftp://a.b/c"', "http"),
        (WEB + 'url = "https://me:pass1234@a.b/c"', "no user and no password"),
        (WEB + 'url = "https://a.b/\\u0000"', "percent-encoded"),
        (WEB + 'url = "https://' + "a" * 9000 + '"', "9,0"),
        (WEB + 'url = "https://a.b"\non = ["finnish"]', "finnish"),
        (WEB + 'url = "https://a.b"\non = "finish"', "array"),
        (WEB + 'url = "https://a.b"\ncolour = 1', "colour"),
        (WEB + 'url = "https://a.b"\nsign = "hunter2hunter2"', "a secret must not stand here"),
        (WEB + 'url = { secret = "../x" }', "secret"),
        (MAIL + "port = 70000", "port"),
        (MAIL + 'user = "me"', "belong together"),
        (MAIL + 'user = "me"\npassword = { secret = "p" }\nsecurity = "none"', "tls"),
        (MAIL.replace('"c@d"', '"c@d\\nBcc: x@y"'), "recipients"),
    ],
)
def test_what_is_wrong_names_the_hook_and_the_mend(tmp_path: Path, text: str, told: str) -> None:
    found = hooks_of(tmp_path, f'{text}\n[z]\nto = "slack"\nurl = "https://hooks.slack.com/services/T/B/x"')
    assert list(found.of_name) == ["z"]
    (problem,) = found.problems
    assert told in problem.detail
    assert problem.pointer.startswith("/")
    assert "hunter2" not in problem.detail
    assert "pass1234" not in problem.detail
    assert found.names is not None
    assert len(found.names) == 2, "a hook that is wrong is not forgotten"


@pytest.mark.parametrize("text", [b"\xff\xfe", b"[a", b'x = "secret-1234', b"[a]\n[a]", b"x" * 2_000_000])
def test_a_file_that_cannot_be_read(tmp_path: Path, text: bytes) -> None:
    found = hooks_of(tmp_path, text)
    assert (found.of_name, found.names) == ({}, None)
    assert "secret-1234" not in found.problems[0].detail
    assert read_hooks(tmp_path / "none.toml").problems == ()
    assert hooks_of(tmp_path, "\n".join(f"[h{n}]" for n in range(101))).problems[-1].code == "TOO_LARGE"


def test_the_file_is_read_again_when_it_has_changed(tmp_path: Path) -> None:
    at_hand = HooksAtHand(tmp_path / "hooks.toml")
    assert at_hand().of_name == {}
    hooks_of(tmp_path, GOOD)
    assert len(at_hand().of_name) == 3
    assert at_hand() is at_hand()
    (tmp_path / "hooks.toml").unlink()
    assert at_hand().of_name == {}
