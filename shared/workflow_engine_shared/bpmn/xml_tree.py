"""XML as a tree of elements that know their lines: no DTD, no entities, and nothing larger than the limits.

The text is read once, as a stream, and given up at the first thing that is too much of anything; so a hostile file
costs what its first limit allows.
"""

import codecs
import re
from typing import Final
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from workflow_engine_shared.bpmn.element import Element
from workflow_engine_shared.errors import Problem
from workflow_engine_shared.units import MIB

MAX_BYTES: Final = 5 * MIB
MAX_DEPTH: Final = 100
MAX_ELEMENTS: Final = 20_000
MAX_ID: Final = 256

_DECLARED: Final = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEAD: Final = 300  #: characters in which a declaration has its encoding
_MARK: Final = "\ufeff"
_NO_CHARACTER: Final = "invalid token"  #: what expat says of bytes that are none


class Unreadable(Exception):
    """The text is no XML that may be read; `problem` says why."""

    def __init__(self, code: str, line: int, detail: str, hint: str = "") -> None:
        super().__init__(detail)
        self.problem = Problem(code, "", detail, hint, line=line or None)


def read_tree(source: bytes | str) -> Element:
    """The root of the XML.

    Raises:
        Unreadable: it is no well-formed XML, holds a DTD, or exceeds a limit.
    """
    size = len(source) if isinstance(source, bytes) else _encoded_size(source)
    if size > MAX_BYTES:
        raise Unreadable("TOO_LARGE", 0, f"The file has {size:,} bytes; {MAX_BYTES:,} are allowed.", _SPLIT)
    if not source.strip():
        raise Unreadable("NOT_XML", 1, "The file is empty.", "Send the XML of a BPMN 2.0 file.")
    handler = _Builder()
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(handler)
    handler.setDocumentLocator(parser)  # it does so itself only when it reads a stream
    try:
        parser.feed(source)
        parser.close()
    except DefusedXmlException:
        line = parser.getLineNumber() or 0
        detail = "The file has a document type declaration (DTD) or entities, which are not read."
        raise Unreadable("DTD_FORBIDDEN", line, detail, "Remove <!DOCTYPE …>; BPMN needs none.") from None
    except SAXParseException as error:
        raise _malformed(source, error) from None
    except (LookupError, ValueError) as error:
        line = parser.getLineNumber() or 1
        raise Unreadable("WRONG_ENCODING", line, f"The file's encoding is not known: {error}.", _UTF8) from None
    assert handler.root is not None  # or the parser would have said that there is no element
    return handler.root


def decoded(data: bytes) -> tuple[str, str]:
    """A file's bytes as text, and the encoding: encoded by it again, the text is these bytes.

    Raises:
        Unreadable: they are not in the encoding that the file says it is in.
    """
    mark = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    declared = _DECLARED.match(data)
    name = mark or (declared[1].decode("ascii") if declared else "utf-8")
    try:
        text = data.decode(name)
        same = text.encode(name) == data
    except LookupError:
        raise Unreadable("WRONG_ENCODING", 1, f"The encoding {name!r} is not known.", _UTF8) from None
    except UnicodeError as error:
        raise Unreadable("WRONG_ENCODING", 0, f"The file is not in its encoding {name!r}: {error}.", _UTF8) from None
    if not same:
        raise Unreadable("WRONG_ENCODING", 1, f"Text in {name!r} does not come back as the same bytes.", _UTF8)
    return text, name


def encoded(text: str) -> bytes:
    """A text as the file that it says it is, so that it says so truly.

    Raises:
        Unreadable: some of it is not in that encoding.
    """
    declared = _DECLARED.match(text[:_HEAD].lstrip(_MARK).encode("ascii", "replace"))
    name = declared[1].decode("ascii") if declared else "utf-8"
    if name.lower().replace("_", "-") == "utf-16":
        name = "utf-16-le" if text.startswith(_MARK) else "utf-16"
    try:
        return text.encode(name)
    except LookupError:
        raise Unreadable("WRONG_ENCODING", 1, f"The encoding {name!r} is not known.", _UTF8) from None
    except UnicodeError:
        raise Unreadable("WRONG_ENCODING", 1, f"The text has characters that {name!r} has not.", _UTF8) from None


class _Builder(ContentHandler):
    """Makes the tree, and counts."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Element | None = None
        self._at: Element | None = None
        self._depth = 0
        self._count = 0
        self._locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - SAX calls it so
        self._locator = locator

    @property
    def _line(self) -> int:
        return (self._locator.getLineNumber() if self._locator else None) or 0

    def startElementNS(  # noqa: N802 - SAX calls it so
        self, name: tuple[str | None, str], _qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > MAX_DEPTH:
            detail = f"The elements are nested more than {MAX_DEPTH} levels deep."
            raise Unreadable("TOO_DEEP", self._line, detail, "Call a part by a call activity.")
        if self._count > MAX_ELEMENTS:
            raise Unreadable("TOO_LARGE", self._line, f"The file has more than {MAX_ELEMENTS:,} elements.", _SPLIT)
        element = Element(name[0] or "", name[1], self._line, self._at)
        for (namespace, attribute), value in attrs.items():
            if namespace:
                element.foreign[namespace, attribute] = value
            else:
                element.attributes[attribute] = value
        if self._at is None:
            self.root = element
        else:
            self._at.children.append(element)
        self._at = element

    def endElementNS(self, _name: tuple[str | None, str], _qname: str | None) -> None:  # noqa: N802 - SAX calls it so
        assert self._at is not None
        self._depth -= 1
        self._at = self._at.parent

    def characters(self, content: str) -> None:
        if self._at is not None:
            self._at.parts.append(content)


_SPLIT: Final = "Split the process, and call its parts by call activities."
_UTF8: Final = 'Save the file as UTF-8, with <?xml version="1.0" encoding="UTF-8"?>.'


def _encoded_size(text: str) -> int:
    if len(text) > MAX_BYTES:
        return len(text)
    try:
        return len(text.encode())
    except UnicodeEncodeError:
        raise Unreadable("WRONG_ENCODING", 0, "The text holds half of a surrogate pair.", _UTF8) from None


def _malformed(source: bytes | str, error: SAXParseException) -> Unreadable:
    line, said = error.getLineNumber() or 0, error.getMessage()
    if "encoding" in said or (_NO_CHARACTER in said and isinstance(source, bytes) and not _decodes(source)):
        return Unreadable("WRONG_ENCODING", line, f"The file is not in the encoding that it says: {said}.", _UTF8)
    detail = f"The file is no well-formed XML: {said} (line {line}, column {error.getColumnNumber()})."
    return Unreadable("NOT_XML", line, detail, "Save it again from a modeller, or mend the line.")


def _decodes(source: bytes) -> bool:
    try:
        decoded(source)
    except Unreadable:
        return False
    return True
