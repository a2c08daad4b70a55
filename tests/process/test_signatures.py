"""Versions that must be signed: what was tampered with is refused when a run is started, and by its worker."""

import base64
import hashlib
import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.command_line import CommandLine
from support.fixtures import one_server
from support.run import Run, chain
from support.server import Made, Server
from workflow_engine_shared.signatures import keys

NOW = "2026-01-01T00:00:00.000Z"
ASKS = """
from workflow_engine import interrupt, register_function

from vouched import words


@register_function("vouched.ask")
def ask(state):
    return {"answer": interrupt("?"), "word": words.WORD}
"""
PINNED = {"policy": {"code": "pinned"}}


@dataclass
class Signed:
    """A signed version, and a run of it that waits for an answer."""

    server: Server
    flow: str
    run: Run

    @property
    def kept(self) -> Path:
        return self.server.home.code / self.server.get(f"/flows/{self.flow}/versions/1")["code"]["hash"]

    def change(self, sql: str, *values: Any) -> None:
        """Write into workflow.db behind everybody's back."""
        with closing(sqlite3.connect(self.server.home.db, timeout=30)) as con, con:
            assert con.execute(sql, values).rowcount == 1

    def version(self, column: str, value: Any) -> None:
        self.change(f"UPDATE flow_versions SET {column} = ? WHERE flow_id = ? AND version = 1", value, self.flow)

    def column(self, column: str, flow: str | None = None) -> Any:
        with closing(sqlite3.connect(self.server.home.db, timeout=30)) as con:
            sql = f"SELECT {column} FROM flow_versions WHERE flow_id = ? AND version = 1"
            return con.execute(sql, (flow or self.flow,)).fetchone()[0]

    def row(self, column: str, value: Any) -> None:
        self.change(f"UPDATE runs SET {column} = ? WHERE thread_id = ?", value, self.run.id)


def write(flows: Path, word: str) -> None:
    folder = flows / "vouched"
    folder.mkdir(exist_ok=True)
    (folder / "__init__.py").write_text("")
    (folder / "asks.py").write_text(ASKS)
    (folder / "words.py").write_text(f"WORD = {word!r}\n")


def document(**more: Any) -> Any:
    return chain({"id": "ask", "type": "python", "data": {"codeRef": "vouched.ask"}}, **PINNED, **more)


def signed_flow(server: Server, flow: str, dsl: Any, key: str = "ann") -> str:
    """A flow whose first version is signed and published."""
    assert server.post("/flows", {"name": flow, "id": flow}).status_code == 201
    assert server.post(f"/flows/{flow}/versions", {"dsl": dsl}).status_code == 201
    assert publish(server, flow, key).status_code == 200
    return flow


def publish(server: Server, flow: str, key: str = "ann", version: int = 1) -> Any:
    text = server.get(f"/flows/{flow}/versions/{version}/statement")["statement"]
    by, signature = keys.sign(server.home, key, text)
    return server.post(f"/flows/{flow}/versions/{version}/publish", {"pin": True, "signature": f"{by.id}:{signature}"})


@pytest.fixture(scope="module")
def enforcing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with one_server(Server, tmp_path_factory.mktemp("signed"), require_signature="enforce") as made:
        keys.new_key(made.home, "ann", NOW)
        keys.new_key(made.home, "bob", NOW)
        yield made


@pytest.fixture
def signed(enforcing: Server) -> Iterator[Signed]:
    write(enforcing.flows, "one")
    number = len(list(enforcing.get("/flows", limit=500)["items"]))
    flow = signed_flow(enforcing, f"signed-{number}", document(limits={"maxSteps": 100 + number}))
    run = enforcing.run(flow)
    run.until("interrupted")
    trusted = (enforcing.home.keys / "trusted.json").read_bytes()
    kept = enforcing.home.code / enforcing.get(f"/flows/{flow}/versions/1")["code"]["hash"]
    before = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()}
    yield Signed(enforcing, flow, run)
    (enforcing.home.keys / "trusted.json").write_bytes(trusted)
    for path in (each for each in kept.rglob("*") if each.is_symlink() or each.is_file()):
        if path not in before:
            path.unlink()
    for path, body in before.items():
        path.unlink(missing_ok=True)
        path.write_bytes(body)


def other_code(signed: Signed) -> str:
    """The hash of code that is kept, but was not signed for this version."""
    write(signed.server.flows, f"of {signed.flow}")
    other = signed_flow(signed.server, f"{signed.flow}-other", document())
    return signed.column("code_json", other)


def file_changed(signed: Signed) -> None:
    (signed.kept / "0" / "vouched" / "words.py").write_text("WORD = 'evil'\n")


def file_removed(signed: Signed) -> None:
    (signed.kept / "0" / "vouched" / "words.py").unlink()


def file_linked(signed: Signed) -> None:
    file = signed.kept / "0" / "vouched" / "words.py"
    aside = signed.server.flows / "evil.txt"
    aside.write_text("WORD = 'evil'\n")
    file.unlink()
    file.symlink_to(aside)


def file_put_in_front(signed: Signed) -> None:
    """Python takes a package before a module of the same name; no file that was published is touched."""
    (signed.kept / "0" / "vouched" / "words").mkdir()
    (signed.kept / "0" / "vouched" / "words" / "__init__.py").write_text("WORD = 'evil'\n")


def folder_linked_in_front(signed: Signed) -> None:
    aside = signed.server.flows / "evil"
    aside.mkdir(exist_ok=True)
    (aside / "__init__.py").write_text("WORD = 'evil'\n")
    (signed.kept / "0" / "vouched" / "asks").symlink_to(aside, target_is_directory=True)


def list_changed(signed: Signed) -> None:
    file = signed.kept / "manifest.json"
    told = json.loads(file.read_text())
    evil = signed.kept / "0" / "vouched" / "words.py"
    evil.write_text("WORD = 'evil'\n")
    told["files"]["0/vouched/words.py"] = hashlib.sha256(evil.read_bytes()).hexdigest()
    file.write_text(json.dumps(told))


def list_removed(signed: Signed) -> None:
    (signed.kept / "manifest.json").unlink()


def document_changed(signed: Signed) -> None:
    dsl = json.loads(signed.column("dsl_json"))
    dsl["nodes"][1]["data"]["timeout"] = 5
    signed.version("dsl_json", json.dumps(dsl))


def code_swapped(signed: Signed) -> None:
    signed.version("code_json", other_code(signed))


def code_let_live(signed: Signed) -> None:
    signed.version("code_json", json.dumps({**json.loads(signed.column("code_json")), "mode": "live"}))


def calls_changed(signed: Signed) -> None:
    meta = json.loads(signed.column("compiled_meta"))
    meta["subflows"] = {"ask": {"flow": "other", "version": 1, "pinned": False}}
    signed.version("compiled_meta", json.dumps(meta))


def signature_removed(signed: Signed) -> None:
    signed.version("signature_json", None)


def signature_changed(signed: Signed) -> None:
    told = json.loads(signed.column("signature_json"))
    raw = bytearray(base64.b64decode(told["signature"]))
    raw[3] ^= 1
    signed.version("signature_json", json.dumps({**told, "signature": base64.b64encode(raw).decode()}))


def signature_of_another(signed: Signed) -> None:
    other_code(signed)
    signed.version("signature_json", signed.column("signature_json", f"{signed.flow}-other"))


def another_key_named(signed: Signed) -> None:
    bob = next(each.id for each in keys.trusted_keys(signed.server.home) if each.name == "bob")
    signed.version("signature_json", json.dumps({**json.loads(signed.column("signature_json")), "key": bob}))


def _trusted(signed: Signed, change: Callable[[list[Any]], list[Any]]) -> None:
    file = signed.server.home.keys / "trusted.json"
    file.write_text(json.dumps({"keys": change(json.loads(file.read_text())["keys"])}))


def key_swapped(signed: Signed) -> None:
    _trusted(signed, lambda known: [{**each, "public": known[1]["public"]} for each in known])


def key_removed(signed: Signed) -> None:
    _trusted(signed, lambda known: [each for each in known if each["name"] != "ann"])


def key_list_broken(signed: Signed) -> None:
    (signed.server.home.keys / "trusted.json").write_text("{")


def key_revoked(signed: Signed) -> None:
    keys.revoke_key(signed.server.home, "ann", NOW, "the laptop was stolen")


VERSIONS: dict[Callable[[Signed], None], tuple[str, str]] = {
    file_changed: ("CODE_DAMAGED", "words.py is not what was published with this version: somebody changed it"),
    file_removed: ("CODE_DAMAGED", "words.py was published with this version, and is not there"),
    file_linked: ("CODE_DAMAGED", "words.py was published with this version, and cannot be read"),
    file_put_in_front: ("CODE_DAMAGED", "was not published with this version: somebody put it there"),
    folder_linked_in_front: ("CODE_DAMAGED", "was not published with this version: somebody put it there"),
    list_changed: ("CODE_DAMAGED", "manifest.json is not the list of files that was published"),
    list_removed: ("CODE_DAMAGED", "manifest.json is missing"),
    document_changed: ("SIGNATURE_INVALID", "is not what the key 'ann' has signed"),
    code_swapped: ("SIGNATURE_INVALID", "is not what the key 'ann' has signed"),
    code_let_live: ("SIGNATURE_INVALID", "keeps no code"),
    calls_changed: ("SIGNATURE_INVALID", "is not what the key 'ann' has signed"),
    signature_removed: ("SIGNATURE_REQUIRED", "is not signed"),
    signature_changed: ("SIGNATURE_INVALID", "is not what the key 'ann' has signed"),
    signature_of_another: ("SIGNATURE_INVALID", "is not what the key 'ann' has signed"),
    another_key_named: ("SIGNATURE_INVALID", "is not what the key 'bob' has signed"),
    key_swapped: ("KEY_UNUSABLE", "is not the one that its id stands for"),
    key_removed: ("SIGNATURE_INVALID", "which is not trusted here"),
    key_list_broken: ("KEY_UNUSABLE", "cannot be read"),
    key_revoked: ("SIGNATURE_INVALID", f"was revoked at {NOW}: the laptop was stolen"),
}


@pytest.mark.parametrize("tamper", VERSIONS, ids=lambda each: each.__name__)
def test_a_version_that_was_tampered_with_is_refused_at_its_start_and_by_the_worker(
    signed: Signed, tamper: Callable[[Signed], None]
):
    code, sentence = VERSIONS[tamper]
    tamper(signed)

    refused = signed.server.post("/runs/start", {"flow_id": signed.flow, "input": {}})
    signed.run.resume(value=1)
    error = signed.run.failed()

    assert (refused.json()["code"], sentence in refused.json()["detail"]) == (code, True), refused.text
    assert (error["code"], sentence in error["message"]) == (code, True), error


def row_let_live(signed: Signed) -> None:
    signed.row("code", None)


def row_of_other_code(signed: Signed) -> None:
    signed.row("code", json.loads(other_code(signed))["hash"])


def row_of_an_unsigned_version(signed: Signed) -> None:
    made = signed.server.post(f"/flows/{signed.flow}/versions", {"dsl": document()}).json()
    sql = "UPDATE runs SET flow_version_id = (SELECT id FROM flow_versions WHERE flow_id = ? AND version = ?)"
    signed.change(f"{sql} WHERE thread_id = ?", signed.flow, made["version"], signed.run.id)


RUNS: dict[Callable[[Signed], None], tuple[str, str]] = {
    row_let_live: ("SIGNATURE_INVALID", "would be executed with code that is not kept: somebody changed its row"),
    row_of_other_code: ("SIGNATURE_INVALID", "would be executed with the code of another version"),
    row_of_an_unsigned_version: ("SIGNATURE_REQUIRED", "is not signed"),
}


@pytest.mark.parametrize("tamper", RUNS, ids=lambda each: each.__name__)
def test_a_run_whose_row_was_tampered_with_is_refused_by_the_worker(signed: Signed, tamper: Callable[[Signed], None]):
    code, sentence = RUNS[tamper]
    tamper(signed)

    signed.run.resume(value=1)

    error = signed.run.failed()
    assert (error["code"], sentence in error["message"]) == (code, True), error


def test_a_run_whose_row_calls_another_version_than_was_signed_is_refused_by_the_worker(enforcing: Server):
    write(enforcing.flows, "one")
    inner = signed_flow(enforcing, "called", document())
    second = {"dsl": document(limits={"maxSteps": 7})}
    assert enforcing.post(f"/flows/{inner}/versions", second).json()["version"] == 2
    assert publish(enforcing, inner, version=2).status_code == 200
    calls = {"id": "call", "type": "subflow", "data": {"flow": inner}}
    run = enforcing.run(signed_flow(enforcing, "calling", chain(calls, **PINNED)))
    run.until("interrupted")
    assert [(each["node"], each["version"]) for each in run.facts["subflows"]] == [("call", 2)]
    row = Signed(enforcing, "calling", run)

    row.change("UPDATE runs SET metadata = json_set(metadata, '$.subflows.call[1]', 1) WHERE thread_id = ?", run.id)
    run.resume(value=1)

    error = run.failed()
    assert (error["code"], error["message"].count("would call another flow at 'call' than was signed")) == (
        "SIGNATURE_INVALID",
        1,
    ), error


def test_what_was_not_tampered_with_runs(signed: Signed):
    signed.run.resume(value=1)
    assert signed.run.finished()["word"] == "one"


def test_what_is_not_signed_is_not_published(enforcing: Server):
    write(enforcing.flows, "one")
    assert enforcing.post("/flows", {"name": "n", "id": "unsigned"}).status_code == 201
    assert enforcing.post("/flows/unsigned/versions", {"dsl": document()}).status_code == 201
    at_once = enforcing.post("/flows", {"name": "n", "id": "at-once", "dsl": document(), "publish": True})
    later = enforcing.post("/flows/unsigned/versions/1/publish")
    junk = enforcing.post("/flows/unsigned/versions/1/publish", {"signature": "x:y"})
    text = enforcing.get("/flows/unsigned/versions/1/statement")["statement"]
    by, signature = keys.sign(enforcing.home, "ann", text)
    write(enforcing.flows, "changed since")
    stale = enforcing.post("/flows/unsigned/versions/1/publish", {"pin": True, "signature": f"{by.id}:{signature}"})

    assert [each.json()["code"] for each in (at_once, later)] == ["SIGNATURE_REQUIRED"] * 2
    assert [each.json()["code"] for each in (junk, stale)] == ["SIGNATURE_INVALID"] * 2
    assert enforcing.get("/flows/unsigned")["published_version"] is None


def test_a_warning_lets_runs_go_on(servers: Made):
    server = servers(require_signature="warn").start()
    write(server.flows, "one")
    run = server.run(server.flow(document()))
    run.until("interrupted")
    run.resume(value=1)
    assert run.finished()["word"] == "one"
    assert any("is not signed" in line for line in run.messages())


def test_a_flow_may_demand_more_than_the_settings(servers: Made):
    server = servers().start()
    write(server.flows, "one")
    dsl = document() | {"policy": {"code": "pinned", "require_signature": "enforce"}}
    assert server.post("/flows", {"name": "n", "id": "strict", "dsl": dsl}).status_code == 201
    assert server.post("/flows/strict/versions/1/publish").json()["code"] == "SIGNATURE_REQUIRED"
    keys.new_key(server.home, "ann", NOW)
    assert publish(server, "strict").status_code == 200
    run = server.run("strict")
    run.until("interrupted")
    keys.revoke_key(server.home, "ann", NOW)

    run.resume(value=1)

    assert "revoked" in run.failed()["message"]


def test_keys_on_the_command_line(servers: Made, tmp_path: Path):
    server = servers(require_signature="enforce").start()
    write(server.flows, "one")
    at = ("--home", str(server.home.root))
    with CommandLine(tmp_path) as renflow:
        assert renflow("keys", "new", "ann", *at).code == 0
        private = server.home.keys / "ann.signing-key"
        assert sys.platform == "win32" or private.stat().st_mode & 0o077 == 0
        assert renflow("keys", "new", "ann", "--json", *at).problem["code"] == "KEY_UNUSABLE"
        assert renflow("keys", "new", "../evil", "--json", *at).problem["code"] == "KEY_UNUSABLE"
        assert server.post("/flows", {"name": "n", "id": "cli", "dsl": document()}).status_code == 201
        sign = ("flows", "publish", "cli", "1", "--flows", str(server.flows), *at)
        assert renflow(*sign, "--json").problem["code"] == "SIGNATURE_REQUIRED"
        elsewhere = renflow("flows", "publish", "cli", "1", "--flows", str(tmp_path), "--sign", "ann", *at)
        assert (elsewhere.code, "would publish another" in elsewhere.err) == (2, True)
        signed = renflow(*sign, "--sign", "ann")
        assert (signed.code, "signed by ann" in signed.out) == (0, True), signed
        run = server.run("cli")
        run.until("interrupted")
        other = keys.new_key(type(server.home)(tmp_path / "other"), "eve", NOW)
        public = tmp_path / "other" / "keys" / "eve.pub"
        assert renflow.fresh("keys", "trust", "eve", str(public), "--json", *at).json["id"] == other.id
        assert renflow("keys", "trust", "x", __file__, "--json", *at).problem["code"] == "KEY_UNUSABLE"
        told = renflow("keys", "revoke", "ann", "--note", "lost", *at)
        assert (f"run {run.id}" in told.out, "version 1 of cli" in told.out) == (True, True), told
        assert "lost" in renflow("keys", "list", *at).out
        run.resume(value=1)
        assert "lost" in run.failed()["message"]

        assert renflow(*sign, "--sign", "ann", "--json").problem["code"] == "KEY_UNUSABLE"
        assert renflow("keys", "new", "new", *at).code == 0
        assert renflow(*sign, "--sign", "new").code == 0
    run.resume()
    assert run.finished()["word"] == "one"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_key_that_others_can_read_signs_nothing(servers: Made):
    home = servers().home
    keys.new_key(home, "ann", NOW)
    file = home.keys / "ann.signing-key"
    file.chmod(0o644)
    with pytest.raises(keys.KeyUnusable, match="Others can read"):
        keys.sign(home, "ann", "text")


#: A keyring as the package keyring takes one from others: what it keeps is in a file beside it.
KEYRING = """
import json
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

FILE = Path(__file__).with_name("kept.json")


class Kept(KeyringBackend):
    priority = 5

    def _all(self):
        if FILE.with_name("locked").exists():
            raise KeyringLocked("the user said no")
        return json.loads(FILE.read_text()) if FILE.exists() else {}

    def get_password(self, service, username):
        return self._all().get(f"{service}/{username}")

    def set_password(self, service, username, password):
        FILE.write_text(json.dumps({**self._all(), f"{service}/{username}": password}))
"""


def test_a_key_in_the_keyring_signs_from_there(servers: Made, tmp_path: Path):
    pytest.importorskip("keyring")
    server = servers(require_signature="enforce").start()
    write(server.flows, "one")
    at = ("--home", str(server.home.root))
    (tmp_path / "kept_keyring.py").write_text(KEYRING)
    env = {"PYTHON_KEYRING_BACKEND": "kept_keyring.Kept", "PYTHONPATH": str(tmp_path)}
    with CommandLine(tmp_path) as renflow:
        made = renflow("keys", "new", "ann", *at, env=env)
        assert (made.code, "It signs from the keyring" in made.err) == (0, True), made
        assert not (server.home.keys / "ann.signing-key").exists()
        [known] = keys.trusted_keys(server.home)
        assert list(json.loads((tmp_path / "kept.json").read_text())) == [f"renflow/{known.id}"]
        assert "keyring" in renflow("keys", "list", *at, env=env).out
        assert server.post("/flows", {"name": "n", "id": "cli", "dsl": document()}).status_code == 201
        sign = ("flows", "publish", "cli", "1", "--flows", str(server.flows), *at, "--sign", "ann")
        elsewhere = renflow(*sign, "--json").problem
        assert (elsewhere["code"], "has no keyring" in elsewhere["detail"]) == ("KEY_UNUSABLE", True), elsewhere
        signed = renflow(*sign, env=env)
        assert (signed.code, "signed by ann" in signed.out) == (0, True), signed
        (tmp_path / "kept.json").write_text("{}")
        assert "does not have it" in renflow(*sign, "--json", env=env).problem["detail"]

        (tmp_path / "locked").touch()
        assert "the user said no" in renflow(*sign, "--json", env=env).problem["detail"]
        told = renflow("keys", "new", "bob", *at, env=env)
        assert (told.code, "It is in a file, as the keyring refuses it" in told.err) == (0, True), told
        assert (server.home.keys / "bob.signing-key").exists()
    run = server.run("cli")
    run.until("interrupted")


def test_without_a_keyring_a_key_is_a_file_and_says_why(servers: Made, tmp_path: Path):
    home = servers().home
    with CommandLine(tmp_path) as renflow:
        told = renflow("keys", "new", "ann", "--home", str(home.root))
        assert (told.code, "It is in a file, as" in told.err) == (0, True), told
        quiet = renflow("keys", "new", "bob", "--in-file", "--home", str(home.root))
        assert (quiet.code, "It is in a file, as" in quiet.err) == (0, False), quiet
        listed = renflow("keys", "list", "--home", str(home.root), "--json").json["items"]
        assert [each["in_keyring"] for each in listed] == [False, False]
    assert keys.sign(home, "ann", "text")[0].name == "ann"
