"""Values from the command line and from files, through the same strict door as the server's."""

import codecs
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflow_engine_shared.errors import BodyTooLarge, InvalidJson, NonFiniteNumber
from workflow_engine_shared.ids import shown
from workflow_engine_shared.strict_json import strict_json
from workflow_engine_shared.units import MIB
from workflow_engine_supervisor.client.declared import declared_value

from .failure import Unreadable, UsageError

MAX_FLOW_BYTES = MIB
MAX_INPUT_BYTES = 8 * MIB


@dataclass(frozen=True)
class RunInput:
    """What the `--input` flags say: one document (`@FILE` or `-`), with `key=value` on top of it."""

    document: dict[str, Any]
    values: dict[str, Any]  #: by key: as JSON where it is valid JSON, else as text
    texts: dict[str, str]  #: the same as they are written

    @property
    def keys(self) -> set[str]:
        return {*self.document, *self.values}

    def as_declared(self, schema: Any) -> dict[str, Any]:
        """The input itself. Where the flow declares a text, `2024` and `null` are texts, whatever JSON calls them."""
        typed = {key: declared_value(schema, key, value, self.texts[key]) for key, value in self.values.items()}
        return {**self.document, **typed}


def run_input(given: Sequence[str], name: str = "--input") -> RunInput:
    """The input that the flags of a name describe."""
    documents = [text for text in given if text == "-" or text.startswith("@")]
    if len(documents) > 1:
        raise UsageError(f"{name} takes one '@FILE' or '-'; further ones are 'key=value'.")
    rest = [text for text in given if text not in documents]
    values = assignments(rest, name)
    document = _document(documents[0], name) if documents else {}
    return RunInput(document, values, {key: value for key, _, value in (text.partition("=") for text in rest)})


def assignments(given: Sequence[str], name: str) -> dict[str, Any]:
    """What `key=value` texts say; a value is JSON where it is valid JSON, else text."""
    found: dict[str, Any] = {}
    for text in given:
        key, equals, value = text.partition("=")
        if not equals or not key:
            raise UsageError(f"{name} {shown(text)} is not 'key=value'.")
        if key in found:
            raise UsageError(f"{name} sets {shown(key)} twice.")
        found[key] = _value(value, f"{name} {shown(key)}")
    _check(found, name)
    return found


def any_value(text: str, name: str) -> Any:
    """A flag's value: a document (`@FILE` or `-`), JSON where it is that, else text."""
    if text == "-" or text.startswith("@"):
        return _read(text, name)
    value = _value(text, name)
    _check({"": value}, name)
    return value


def json_value(text: str, name: str) -> Any:
    """A flag's value that has to be JSON."""
    try:
        return strict_json(text.encode("utf-8", "surrogateescape"))
    except InvalidJson as error:
        raise UsageError(f"{name} is not JSON: {error.detail}", hint="Text needs quotes: --value '\"yes\"'.") from None


def user_path(text: str) -> Path:
    """A path as a user writes it, with `~`."""
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise Unreadable(f"{shown(text, 200)}: {str(error).rstrip('.')}.") from None


def json_file(path: Path, limit: int) -> Any:
    """The JSON document in a file.

    Raises:
        Unreadable: the file cannot be read. A pipe or device is not even opened: that could wait for ever.
    """
    return _parse(without_mark(_bytes_of(path, limit)), str(path), limit)


def xml_file(path: Path) -> str:
    """The text of a BPMN file.

    Raises:
        Unreadable: the file cannot be read, is too large, or not in its encoding.
    """
    # XML is slow to load, and few commands need it.
    from workflow_engine_shared.bpmn import xml_tree

    body = _bytes_of(path, xml_tree.MAX_BYTES)
    if len(body) > xml_tree.MAX_BYTES:
        raise BodyTooLarge(f"{shown(str(path), 200)} is larger than {xml_tree.MAX_BYTES // MIB} MiB.")
    try:
        text, _ = xml_tree.decoded(body)
        if xml_tree.encoded(text) != body:
            raise Unreadable(f"{shown(str(path), 200)} is in an odd encoding; save it as UTF-8.")
    except xml_tree.Unreadable as error:
        raise Unreadable(f"{shown(str(path), 200)}: {error}") from None
    return text


def _bytes_of(path: Path, limit: int) -> bytes:
    """At most one byte more than the limit, which tells that there are more."""
    try:
        if not path.exists():
            raise Unreadable(f"There is no file {shown(str(path), 200)}.")
        if not path.is_file():
            raise Unreadable(f"{shown(str(path), 200)} is not a file.")
        with path.open("rb") as file:
            return file.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise Unreadable(f"{shown(str(path), 200)} cannot be read: {reason}.") from None


def _document(text: str, name: str) -> dict[str, Any]:
    value = _read(text, name)
    if not isinstance(value, dict):
        raise UsageError(f"{name} {shown(text)} must hold a JSON object, because it says which value is for which key.")
    return value


def _read(text: str, name: str) -> Any:
    return _standard_input(name) if text == "-" else json_file(user_path(text[1:]), MAX_INPUT_BYTES)


def _standard_input(name: str) -> Any:
    if sys.stdin is None or sys.stdin.closed:
        raise Unreadable(f"{name} - reads standard input, which is closed.")
    try:
        body = sys.stdin.buffer.read(MAX_INPUT_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"Standard input cannot be read: {error.strerror}.") from None
    return _parse(body, "standard input", MAX_INPUT_BYTES)


def _parse(body: bytes, source: str, limit: int) -> Any:
    if len(body) > limit:
        raise BodyTooLarge(f"{source} is larger than {limit // MIB} MiB.")
    try:
        return strict_json(body)
    except InvalidJson as error:
        raise type(error)(f"{source}: {error.detail}") from None


def without_mark(body: bytes) -> bytes:
    """A file as UTF-8: editors on Windows put a mark in front, and some write UTF-16 behind one."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", "replace").encode()
    return body.removeprefix(codecs.BOM_UTF8)


def _value(text: str, name: str) -> Any:
    try:
        return strict_json(text.encode("utf-8", "surrogateescape"))
    except InvalidJson as error:
        if type(error) in {InvalidJson, NonFiniteNumber}:
            return text
        # JSON, but none that could be sent: taking it as text would change its meaning without a word.
        raise UsageError(f"{name}: {error.detail}", hint=error.advice) from None


def _check(value: dict[str, Any], name: str) -> None:
    """Texts and keys, too, must be such as JSON can carry: no bytes of another encoding, no over-long keys."""
    try:
        strict_json(json.dumps(value).encode())
    except InvalidJson as error:
        raise UsageError(f"{name}: {error.detail}", hint=error.advice) from None
