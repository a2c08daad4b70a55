"""The keys in the data directory: those that sign, each in its own file, and the list of those that are trusted."""

import base64
import binascii
import hashlib
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from workflow_engine_shared.errors.code import KeyUnusable, SignaturesUnavailable
from workflow_engine_shared.ids import id_problem, shown
from workflow_engine_shared.paths import Home, private_file, private_folder, replace_file, sync_names
from workflow_engine_shared.plain_files import read_plain
from workflow_engine_shared.signatures import system_keyring
from workflow_engine_shared.struct_types import ready_to_read

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

#: Functions read no file with this end: see the file guard.
PRIVATE_END = ".signing-key"
PUBLIC_END = ".pub"
TRUSTED = "trusted.json"  #: the list
_RAW = 32


@ready_to_read
class TrustedKey(msgspec.Struct, frozen=True):
    """A key whose signatures count, or counted once."""

    id: str  #: made of the public key: another key has another id
    name: str
    public: str  #: in base64
    trusted_at: str
    revoked_at: str | None = None
    note: str | None = None  #: why it was revoked
    in_keyring: bool = False  #: whether its private part is in the keyring of who made it; else a file, or not here


@ready_to_read
class _TrustedKeys(msgspec.Struct, frozen=True):
    keys: list[TrustedKey] = []


def key_id(public: bytes) -> str:
    """What a key is called by: the beginning of its hash."""
    return hashlib.sha256(public).hexdigest()[:32]


def trusted_keys(home: Home) -> list[TrustedKey]:
    """Every key that is or was trusted, in order of trusting.

    Raises:
        KeyUnusable: the list cannot be read, or somebody changed a key in it.
    """
    file = home.keys / TRUSTED
    try:
        keys = msgspec.json.decode(read_plain(file), type=_TrustedKeys).keys
    except FileNotFoundError:
        return []
    except (OSError, msgspec.MsgspecError) as error:
        raise KeyUnusable(f"The list of trusted keys cannot be read: {file}: {error}.") from None
    for each in keys:
        if key_id(_decoded(each.public, str(file))) != each.id:
            raise KeyUnusable(f"{file}: the key {each.id} is not the one that its id stands for: somebody changed it.")
    return keys


def new_key(home: Home, name: str, now: str, *, in_keyring: bool = False) -> TrustedKey:
    """Make a key, and trust it. Its private part is in the system's keyring, or in a file that its owner can read.

    The public one stands in a file of its own.

    Raises:
        NoKeyring: it was to be in the keyring, and cannot be; nothing was made.
        KeyUnusable: the name is taken or cannot be one.
        SignaturesUnavailable
    """
    ed25519 = _ed25519()
    if problem := id_problem(name):
        raise KeyUnusable(f"The name {shown(name)} {problem}.")
    known = trusted_keys(home)
    file = home.keys / f"{name}{PRIVATE_END}"
    if file.exists() or any(each.name == name for each in known):
        raise KeyUnusable(f"There is a key {name!r} already.", hint="Choose another name; a key is never replaced.")
    private = ed25519.Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    secret = base64.b64encode(private.private_bytes_raw())
    private_folder(home.keys)
    if in_keyring:
        system_keyring.keep(key_id(public), secret.decode())
    else:
        with os.fdopen(private_file(file, append=False), "wb") as written:
            written.write(secret + b"\n")
            written.flush()
            os.fsync(written.fileno())
    text = base64.b64encode(public).decode()
    replace_file(home.keys / f"{name}{PUBLIC_END}", f"{text}\n".encode(), durable=True)
    return _trust(home, known, TrustedKey(key_id(public), name, text, now, in_keyring=in_keyring))


def trust_key(home: Home, name: str, text: str, now: str) -> TrustedKey:
    """Trust the key of somebody else, given as its public part in base64.

    Raises:
        KeyUnusable: it is none, is known already, or the name is taken.
    """
    if problem := id_problem(name):
        raise KeyUnusable(f"The name {shown(name)} {problem}.")
    public = _decoded(text.strip(), "The public key")
    known = trusted_keys(home)
    made = TrustedKey(key_id(public), name, base64.b64encode(public).decode(), now)
    for each in known:
        if each.id == made.id:
            stands = f"is revoked since {each.revoked_at}" if each.revoked_at else "is trusted"
            raise KeyUnusable(f"The key {each.id} {stands} already, as {each.name!r}.")
        if each.name == name:
            raise KeyUnusable(f"There is a key {name!r} already.", hint="Choose another name.")
    private_folder(home.keys)
    return _trust(home, known, made)


def revoke_key(home: Home, wanted: str, now: str, note: str | None = None) -> TrustedKey:
    """Let no signature of a key count any more, whenever it was made. Doing so again changes nothing.

    Raises:
        KeyUnusable: no key has this name or id.
    """
    known = trusted_keys(home)
    found = _named(known, wanted)
    if found.revoked_at is not None:
        return found
    revoked = msgspec.structs.replace(found, revoked_at=now, note=note)
    _write(home, [revoked if each.id == found.id else each for each in known])
    return revoked


def sign(home: Home, wanted: str, text: str) -> tuple[TrustedKey, str]:
    """The signature of a text by a key of this data directory, in base64, and the key.

    Raises:
        KeyUnusable: its private part is not here, is open to others, or it was revoked.
        SignaturesUnavailable
    """
    found = _named(trusted_keys(home), wanted)
    if found.revoked_at is not None:
        raise KeyUnusable(f"The key {found.name!r} is revoked since {found.revoked_at}.")
    return found, base64.b64encode(_private(home, found).sign(text.encode())).decode()


def is_signed_by(key: TrustedKey, signature: str, text: str) -> bool:
    """Whether a key made this signature for this text.

    Raises:
        SignaturesUnavailable
    """
    ed25519 = _ed25519()
    from cryptography.exceptions import InvalidSignature

    public = ed25519.Ed25519PublicKey.from_public_bytes(_decoded(key.public, f"The key {key.id}"))
    try:
        public.verify(base64.b64decode(signature, validate=True), text.encode())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def _private(home: Home, key: TrustedKey) -> "Ed25519PrivateKey":
    file = home.keys / f"{key.name}{PRIVATE_END}"
    where = "The system's keyring" if key.in_keyring else str(file)
    try:
        raw = base64.b64decode(_secret(file, key), validate=True)
        private: Ed25519PrivateKey = _ed25519().Ed25519PrivateKey.from_private_bytes(raw)
    except (OSError, binascii.Error, ValueError) as error:
        raise KeyUnusable(f"The key {key.name!r} cannot be read: {where}: {error}.") from None
    if key_id(private.public_key().public_bytes_raw()) != key.id:
        raise KeyUnusable(f"{where} has another key than the one that is trusted as {key.name!r}.")
    return private


def _secret(file: Path, key: TrustedKey) -> bytes:
    lost = f"The private part of the key {key.name!r} is not here"
    elsewhere = "Sign where it is, or make another key and publish with that."
    if not key.in_keyring:
        try:
            _refuse_open(file)
            return read_plain(file).strip()
        except FileNotFoundError:
            raise KeyUnusable(f"{lost}: {file}.", hint=elsewhere) from None
    try:
        found = system_keyring.find(key.id)
    except system_keyring.NoKeyring as error:
        raise KeyUnusable(f"{lost}: {error}.", hint=elsewhere) from None
    if found is None:
        raise KeyUnusable(f"{lost}: this user's keyring does not have it.", hint=elsewhere)
    return found.encode()


def _refuse_open(file: Path) -> None:
    if sys.platform != "win32" and stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise KeyUnusable(f"Others can read {file}.", hint=f"chmod 600 {file}; if somebody may have, revoke the key.")


def _named(keys: list[TrustedKey], wanted: str) -> TrustedKey:
    for each in keys:
        if wanted in (each.id, each.name):
            return each
    raise KeyUnusable(f"There is no key {shown(wanted)}.", hint="renflow keys list shows those that there are.")


def _trust(home: Home, known: list[TrustedKey], made: TrustedKey) -> TrustedKey:
    _write(home, [*known, made])
    return made


def _write(home: Home, keys: list[TrustedKey]) -> None:
    body = msgspec.json.format(msgspec.json.encode(_TrustedKeys(keys)), indent=2)
    replace_file(home.keys / TRUSTED, body + b"\n", durable=True)
    sync_names(home.keys)


def _decoded(text: str, what: str) -> bytes:
    try:
        public = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        public = b""
    if len(public) != _RAW:
        raise KeyUnusable(
            f"{what} is no ed25519 key in base64.", hint="A NAME.pub that `renflow keys new` made has it."
        )
    return public


def _ed25519() -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError:
        raise SignaturesUnavailable from None
    return ed25519
