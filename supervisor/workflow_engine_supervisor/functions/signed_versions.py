"""Versions that somebody vouches for: what the settings and a flow demand of them, and what a signature is for."""

import base64
import binascii
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from workflow_engine_shared.dsl.model import Policy
from workflow_engine_shared.errors import RenError
from workflow_engine_shared.errors.code import KeyUnusable, SignatureInvalid, SignatureRequired, SignaturesUnavailable
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.signatures.check import check_signature
from workflow_engine_shared.signatures.statement import Signature, statement, stricter
from workflow_engine_shared.storage.vouched import check_version
from workflow_engine_shared.storage.workflow.rows import VersionRow

_DOUBTS = (SignatureRequired, SignatureInvalid, KeyUnusable, SignaturesUnavailable)
_SIGNATURE_BYTES = 64
_logger = logging.getLogger(__name__)


def refuse_unsigned(settings: Settings, policy: Policy, versions: Iterable[VersionRow]) -> None:
    """Refuse, or only tell of, versions that nobody vouches for, as the settings and the flow demand.

    Raises:
        SignatureRequired, SignatureInvalid, KeyUnusable, SignaturesUnavailable
    """
    demand = stricter(settings.require_signature, policy.require_signature)
    if demand == "off":
        return
    for version in versions:
        try:
            check_version(settings.home_paths, version)
        except _DOUBTS as error:
            _refuse_or_tell(error, is_refused=demand == "enforce")


def check_to_publish(
    settings: Settings,
    policy: Policy,
    what: str,
    text: str,
    code: str | None,
    signature: Signature | None,
) -> None:
    """Refuse a signature that does not hold, and the lack of one where one is demanded. `text` is what is signed.

    Raises:
        SignatureRequired, SignatureInvalid, KeyUnusable, SignaturesUnavailable
    """
    demand = stricter(settings.require_signature, policy.require_signature)
    if signature is None and demand == "off":
        return
    try:
        check_signature(settings.home_paths, what, text, code, signature)
    except _DOUBTS as error:
        _refuse_or_tell(error, is_refused=signature is not None or demand == "enforce")


def statement_to_publish(
    flow_id: str,
    document: Any,
    code: str | None,
    subflows: Mapping[str, Mapping[str, Any]] | None,
    environment: str | None,
) -> str:
    """What a signature of a version that is published now is for."""
    return statement(flow_id, document, code, subflows or {}, environment or "")


def signature_given(given: str, now: str) -> Signature:
    """A signature as it came in: `KEY:SIGNATURE`.

    Raises:
        SignatureInvalid: it is none.
    """
    key, _, text = given.partition(":")
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != _SIGNATURE_BYTES:
        raise SignatureInvalid("The signature is no key's id, a colon and an ed25519 signature in base64.")
    return Signature(key, text, now)


def _refuse_or_tell(error: RenError, *, is_refused: bool) -> None:
    if is_refused:
        raise error
    _logger.warning("%s", error.detail)
