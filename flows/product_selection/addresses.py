"""Web addresses: which are some, which are the same, which are a placeholder's."""

import re
from urllib.parse import quote, urldefrag, urljoin, urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
#: Schemes of links that lead to no page.
_NO_PAGE = re.compile(r"\s*(?:#|(?:javascript|mailto|tel|data|about|blob):)", re.IGNORECASE)
#: The whole name of a file that stands in for a picture which is loaded later, or does not exist.
_PLACEHOLDER = re.compile(
    r"(?:default|image|img|pic|picture|photo|product|lazy|thumb|s)?[-_]?"
    r"(?:placeholder|no[-_]?(?:image|photo|picture|pic|img)|(?:not|un)[-_]?available|blank|spacer|transparent|pixel|1x1"
    r"|loading|loader|lazy(?:[-_]?load)?|spinner|coming[-_]?soon|dummy)"
    r"(?:[-_]?(?:[\dx]+|image|img|small|medium|large|square|gr[ae]y|white))*",
    re.IGNORECASE,
)


def is_web_address(address: str) -> bool:
    """Whether this is an http(s) address with a host."""
    try:
        parts = urlsplit(address)
    except ValueError:  # e.g. "http://[broken"
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def leads_nowhere(address: str) -> bool:
    """Whether a link is there for a script or a mail program, not for a reader of pages."""
    return not address.strip() or _NO_PAGE.match(address) is not None


def resolved(base: str, address: str) -> str:
    """The absolute address; what is none stays as it is."""
    try:
        return urljoin(base, address) if address else ""
    except ValueError:
        return address


def same_page(address: str) -> str:
    """A form that all spellings of a page's address share."""
    try:
        parts = urlsplit(urldefrag(address).url)
        port = parts.port
    except ValueError:
        return address
    host = (parts.hostname or "") + ("" if port in {None, _DEFAULT_PORTS.get(parts.scheme)} else f":{port}")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    return f"{parts.scheme}://{host}{path}?{quote(parts.query, safe='/%:@!$&()*+,;=~?')}"


def is_placeholder(address: str) -> bool:
    """Whether a picture's address says that it is none: `data:`, `blank.gif`, `no-image-300x300.png`."""
    if leads_nowhere(address):
        return True
    try:
        name = urlsplit(address).path.rpartition("/")[2]
    except ValueError:
        return False
    return _PLACEHOLDER.fullmatch(name.rpartition(".")[0] or name) is not None
