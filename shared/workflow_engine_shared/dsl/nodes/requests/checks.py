"""What may be sent: addresses and headers, checked where a flow is published, and again with the values of a run."""

import re
from urllib.parse import SplitResult, urlsplit

from workflow_engine_shared.secrets.names import SecretNames

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
MAX_URL = 8192
MAX_HEADER = 8192
HEADER_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}"
_TOKEN = re.compile(HEADER_NAME)
#: Control characters, blanks and what parsers of addresses disagree about.
_NOT_IN_URL = re.compile(r"[\x00-\x20\x7f\\\\<>\"`{}|^]")
_NOT_IN_VALUE = re.compile(r"[^\t\x20-\x7e]")
#: They belong to the connection, or say where a request goes.
_ENGINE_HEADERS = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "keep-alive", "te", "trailer", "upgrade", "expect"}
)
#: The same for a JSON Schema, whose patterns know no flags.
RESERVED_HEADER = "^({})(?![\\s\\S])|^[Pp][Rr][Oo][Xx][Yy]-".format(
    "|".join("".join(f"[{c.upper()}{c}]" if c.isalpha() else c for c in name) for name in sorted(_ENGINE_HEADERS))
)
_SECRET_NAMES = SecretNames()


def url_problem(url: str) -> str:
    """What is wrong with an address, or an empty string. A password in it is not repeated."""
    if len(url) > MAX_URL:
        return f"has {len(url):,} characters; at most {MAX_URL:,} are allowed"
    if found := _NOT_IN_URL.search(url):
        return f"holds {found[0]!r}, which must be percent-encoded"
    try:
        return _problem_of_parts(urlsplit(url))
    except ValueError:
        return "is no address"


def _problem_of_parts(parts: SplitResult) -> str:
    if parts.scheme.lower() not in {"http", "https"}:
        return "must begin with http:// or https://"
    if "@" in parts.netloc:
        return "must hold no user and no password; 'auth' names the secret to send"
    return "has no host" if not parts.hostname or parts.port == 0 else ""


def header_name_problem(name: str) -> str:
    """What is wrong with a header's name, or an empty string."""
    if not _TOKEN.fullmatch(name):
        return "is no name of a header"
    if name.lower() in _ENGINE_HEADERS or name.lower().startswith("proxy-"):
        return "is set by the engine itself"
    return ""


def header_value_problem(value: str) -> str:
    """What is wrong with a header's value, or an empty string."""
    if len(value) > MAX_HEADER:
        return f"has {len(value):,} characters; at most {MAX_HEADER:,} are allowed"
    if found := _NOT_IN_VALUE.search(value):
        return f"holds {found[0]!r}: a header's value is ASCII without line breaks"
    return ""


def is_secret_header(name: str) -> bool:
    """Whether what such a header holds is a credential."""
    return name in _SECRET_NAMES
