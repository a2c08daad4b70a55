"""Secrets by their name: from the file and from the environment, and never part of a complaint."""

from pathlib import Path

import pytest

from workflow_engine_shared.secrets.named import NamedSecrets, SecretsAtHand, variable_of, without_references


def test_where_they_come_from(tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text('shop = "from-the-file"\nbank-api = "of-the-bank"\nshort = "abc"\n', encoding="utf-8-sig")
    found = NamedSecrets.read(
        file, {"REN_SECRET_SHOP": "from-the-variable", "REN_SECRET_NEW_ONE": "new-secret", "SHOP": "no"}
    )
    assert [found.get(name) for name in ("shop", "bank-api", "short", "new-one", "new_one", "none")] == [
        "from-the-variable", "of-the-bank", "abc", "new-secret", "new-secret", None,
    ]  # fmt: skip
    assert found.values == {"from-the-file", "from-the-variable", "of-the-bank", "new-secret"}
    assert found.problem == ""
    assert variable_of("bank-api") == "REN_SECRET_BANK_API"
    assert NamedSecrets.read(tmp_path / "none.toml", {}) == NamedSecrets()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'shop = "top-secret', "is no TOML"),
        (b"shop = top-secret", "is no TOML"),
        (b"\xff\xfe", "cannot be read"),
        (b'a = "top-secret"\nshop = 5\n[deep]\nx = "top-secret"', "'deep', 'shop' cannot be used"),
        (b'"bad name" = "top-secret"', "'bad name' cannot be used"),
        (b'x = "' + b"y" * 1_100_000 + b'"', "no file of at most 1 MiB"),
    ],
)
def test_a_file_that_is_wrong_says_where_but_not_what(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / "secrets.toml").write_bytes(content)
    found = NamedSecrets.read(tmp_path / "secrets.toml", {})
    assert problem in found.problem
    assert "top-secret" not in found.problem


def test_a_folder_and_a_changed_file(tmp_path: Path) -> None:
    assert "no file" in NamedSecrets.read(tmp_path, {}).problem
    file = tmp_path / "secrets.toml"
    at_hand = SecretsAtHand(file, {})
    assert at_hand.values == frozenset()
    file.write_text('shop = "first-secret"')
    assert at_hand.values == {"first-secret"}
    file.write_text('shop = "another-secret"')
    assert at_hand.values == {"another-secret"}
    file.unlink()
    assert at_hand.values == frozenset()


def test_names_of_secrets_are_none_themselves() -> None:
    node = {"id": "a", "data": {"auth": {"bearer": {"secret": "shop-of-ours"}}, "args": {"token": "kept"}}}
    document = {"nodes": [node, 5, {"id": "b"}], "edges": []}
    assert without_references(document) == {
        "nodes": [{"id": "a", "data": {"args": {"token": "kept"}}}, 5, {"id": "b"}], "edges": [],
    }  # fmt: skip
    for odd in (None, [], {"nodes": 5}, {"nodes": [{"data": {"auth": "x"}}]}):
        assert without_references(odd) == odd
