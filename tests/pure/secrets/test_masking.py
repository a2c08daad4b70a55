"""Secrets are hidden wherever they show, and what only looks like one stays (S-31)."""

import base64
import json
import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine_shared.secrets.masking import MASK, Masker, environment_secrets, forms, secret_values
from workflow_engine_shared.secrets.names import SecretNames

SECRET = "s3cr3t-XYZ-123"
NAMES = SecretNames(["pin", "door code"])
MASKER = Masker(NAMES, {SECRET})


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "PASSWD",
        "dbPassword",
        "PGPASSWORD",
        "client_secret",
        "secrets",
        "api_key",
        "apiKey",
        "API-KEY",
        "X-Api-Key",
        "APIKey",
        "apikey",
        "token",
        "access_token",
        "authtoken",
        "GITHUB_TOKEN",
        "Authorization",
        "Proxy-Authorization",
        "private_key",
        "sshPrivateKey",
        "aws_secret_access_key",
        "credential",
        "credentials",
        "cookie",
        "Set-Cookie",
        "jwt",
        "pwd",
        "passphrase",
        "pin",
        "user_pin",
        "doorCode",
        "DOOR_CODE",
    ],
)
def test_names_of_secrets(name: str):
    assert name in NAMES


@pytest.mark.parametrize(
    "name",
    [
        "",
        "key",
        "public_key",
        "user",
        "tokens",
        "max_tokens",
        "token_count",
        "cookie_policy",
        "secretary",
        "author",
        "shipping",
        "spin",
        "door",
        "code",
        "passenger",
        "keyboard",
        "token_url",
        "monkey",
        "密码",
        5,
        None,
        (),
    ],
)
def test_names_of_other_things(name: object):
    assert name not in NAMES


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"it is {SECRET}!", "it is ***!"),
        (f"{SECRET}{SECRET}", "******"),
        ("GET https://u:p@h/path?a=b", "GET https://***@h/path?a=b"),
        ("redis://:pa$$:w@rd@host:1", "redis://***@host:1"),
        ("mail a@b.org, see https://h/@user", "mail a@b.org, see https://h/@user"),
        ("Authorization: Basic dXNlcjpw", "Authorization: ***"),
        ("{'Authorization': 'Bearer abc.def', 'Accept': '*/*'}", "{'Authorization': '***', 'Accept': '*/*'}"),
        ('{"authorization": "x", "n": 1}', '{"authorization": "***", "n": 1}'),
        ("Cookie: a=b; c=d\nAccept: x", "Cookie: ***\nAccept: x"),
        ("sent Bearer abcdefgh.ijk-l", "sent Bearer ***"),
        ("password=hunter2 user=x", "password=*** user=x"),
        ("PASSWORD: hunter2", "PASSWORD: ***"),
        ('{"api_key": "zzz", "n": 1}', '{"api_key": "***", "n": 1}'),
        (r"{\"api_key\": \"zzz\", \"n\": 1}", r"{\"api_key\": \"***\", \"n\": 1}"),
        ("curl -H 'X-Api-Key: abc' u", "curl -H 'X-Api-Key: ***' u"),
        ("pin=1234 shipping=12", "pin=*** shipping=12"),
        ("door code: 17", "door code: ***"),
        ("door_code: 17", "door_code: ***"),
        ('    connect(password="literal")', '    connect(password="***")'),
        # -- what stays
        ("max_tokens=4096, tokens: 5", "max_tokens=4096, tokens: 5"),
        ("Unexpected token: }", "Unexpected token: }"),
        ("KeyError: 'password'", "KeyError: 'password'"),
        ("secret sauce: yes", "secret sauce: yes"),
        ('    api_key = state["api_key"]', '    api_key = state["api_key"]'),
        ("    connect(token=self.token)", "    connect(token=self.token)"),
        ("password=None", "password=None"),
        ("12:30:01 a=b c: d", "12:30:01 a=b c: d"),
        ("", ""),
    ],
)
def test_text(text: str, shown: str):
    assert MASKER.text(text) == shown
    assert MASKER.text(shown) == shown


@pytest.mark.parametrize("secret", [SECRET, "pä ss/wörd+1", "quo\"te'd\\one", "x" * 5000, "ключ-ключ"])
@pytest.mark.parametrize("others", [0, 500])
def test_a_value_is_found_in_every_form(secret: str, others: int):
    masker = Masker(SecretNames(), [secret, *(f"other-secret-{n:05}" for n in range(others))])
    for around in ("", "a", "ab", "abc"):
        body = f"{around}{secret}{around}".encode()
        for encoded in (base64.b64encode(body).decode(), base64.urlsafe_b64encode(body).decode()):
            shown = masker.text(f"begin {encoded} end")
            assert MASK in shown
            assert not any(form in shown for form in forms(secret))
    for form in (secret, json.dumps(secret), repr(secret), urllib.parse.quote(secret), urllib.parse.quote_plus(secret)):
        assert masker.text(f"<{form}>").strip("<>\"'") == MASK


@given(st.text(min_size=8, max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_whatever_stands_around_it_a_value_is_gone(secret: str, before: str, behind: str):
    assert secret not in Masker(SecretNames(), [secret]).text(before + secret + behind).replace(MASK, "\0")


@given(st.text())
def test_a_text_without_secrets_stays(text: str):
    masked = Masker(SecretNames(), [SECRET]).text(text)
    assert masked == text or "=" in text or ":" in text


def test_values_under_secret_names_are_collected_at_any_depth():
    given_ = {
        "api_key": "value-number-1",
        "nested": [{"password": {"now": "value-number-2", "before": ["value-number-3", None, True, "short"]}}],
        "token": 1234567890,
        "private_key": "-----BEGIN-----\nvalue-line-number-1\nvalue-line-number-2\n",
        "url": "https://user:value-number-4@host/",
        "other": "not-a-secret",
        "token_count": 12345678,
    }
    found = secret_values(given_, NAMES)
    assert {f"value-number-{n}" for n in range(1, 5)} | {"1234567890", "value-line-number-2"} <= found
    assert not {"not-a-secret", "short", "12345678"} & found


def test_a_view_hides_by_name_and_by_value():
    value = {"a": {"password": "x", "n": [1, {"token": 123}], "cookies": [], "secret": None, "jwt": True}}
    assert MASKER.view(value) == {
        "a": {"password": MASK, "n": [1, {"token": MASK}], "cookies": [], "secret": None, "jwt": True}
    }
    assert MASKER.view({SECRET: [f"a {SECRET}", 1, 2.5, None]}) == {MASK: [f"a {MASK}", 1, 2.5, None]}
    assert Masker(NAMES, {"1234567890"}).view({"n": 1234567890}) == {"n": MASK}


def test_variables_of_the_environment():
    environ = {
        "GITHUB_TOKEN": "a-token-value",
        "SHORT_TOKEN": "x",
        "PATH": "/usr/bin:/bin",
        "KEY_SECRET": "/run/secret",
    }
    assert environment_secrets(environ, NAMES) == {"a-token-value"}


#: So large that only work that grows with the text alone comes to its end before a test has to.
MUCH = 2**20


@pytest.mark.parametrize(
    "text",
    [
        "x" * MUCH,
        "a=b " * (MUCH // 4),
        "://" * (MUCH // 3),
        "token" * (MUCH // 5),
        "token=  " * (MUCH // 8),
        "bearer " * (MUCH // 7),
        "\\" * MUCH,
        "password" + " " * MUCH,
        "token" + "\\" * MUCH + "=",
        "authorization: " * (MUCH // 15),
        "@://" * (MUCH // 4),
        "-" * MUCH,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_the_largest_text_comes_to_an_end(text: str):
    masker = Masker(SecretNames(), [f"secret-number-{n:04}" for n in range(10)])
    assert masker.text(text + " secret-number-0007").endswith(MASK)
