"""Whether a version of a flow is vouched for by a key that counts."""

from typing import Any

from workflow_engine_shared.errors.code import SignatureInvalid, SignatureRequired
from workflow_engine_shared.paths import Home
from workflow_engine_shared.signatures.keys import is_signed_by, trusted_keys
from workflow_engine_shared.signatures.statement import Signature


def check_signature(home: Home, what: str, text: str, code: Any, signature: Signature | None) -> None:
    """Refuse a version that nobody vouches for.

    Args:
        home: where the trusted keys are.
        what: the version, as a sentence begins.
        text: its statement.
        code: the hash of its kept code; None: it has none.
        signature: the one that it has.

    Raises:
        SignatureRequired: it is not signed.
        SignatureInvalid: the key is unknown or revoked, or what is signed is another one.
        KeyUnusable: the list of keys cannot be read.
        SignaturesUnavailable
    """
    if signature is None:
        raise SignatureRequired(f"{what} is not signed.")
    if code is None:
        raise SignatureInvalid(f"{what} keeps no code, so that nobody can vouch for what it runs.")
    key = next((each for each in trusted_keys(home) if each.id == signature.key), None)
    if key is None:
        raise SignatureInvalid(f"{what} is signed by the key {signature.key}, which is not trusted here.")
    if key.revoked_at is not None:
        why = f": {key.note}" if key.note else ""
        raise SignatureInvalid(f"{what} is signed by the key {key.name!r}, which was revoked at {key.revoked_at}{why}.")
    if not is_signed_by(key, signature.signature, text):
        raise SignatureInvalid(
            f"{what} is not what the key {key.name!r} has signed: its document, code or calls differ."
        )
