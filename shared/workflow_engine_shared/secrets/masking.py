"""Keeping secrets out of everything that is shown or logged. What is stored in the state stays real.

A secret is what stands under a secret name (`secret_names`), wherever that value turns up again, also as base64 or
URL-encoded; the user's part of a URL; an `Authorization` header. Functions here only compute.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any
from urllib.parse import quote, quote_plus

from .names import SecretNames

MASK = "***"
#: A shorter value would hide half of every text.
MIN_VALUE = 8
MAX_VALUE = 16 * 1024
_MAX_VALUES = 10_000
#: So many forms are looked for one by one; more are found by their first characters.
_FEW = 64

_USERINFO = re.compile(r"(?<=://)[^\s/?#\"'<>]*@")
_HEADER = re.compile(
    r"((?:authorization|cookie2?)\\{0,4}[\"']?\s{0,4}[:=]\s{0,4})(\\{0,4}\"[^\"\n]*|\\{0,4}'[^'\n]*|[^\n\"']+)",
    re.IGNORECASE,
)
_BEARER = re.compile(r"(bearer\s{1,4})([\w.~+/=-]{8,})", re.IGNORECASE)
_SEPARATED = r"([\w-]{0,32}\\{0,4}[\"']?\s{0,4}(?:=|:)\s{0,4})(\\{0,4}\"[^\"\n]*|\\{0,4}'[^'\n]*|[^\s\"',;&)\]}]+)"
_NAME_BEFORE = re.compile(r"[\w-]{0,64}\Z")
_NO_SECRET = frozenset({"none", "null", "true", "false", MASK})
#: Words that prose puts before a colon.
_PROSE = frozenset({"token", "secret", "secrets", "cookie", "cookies", "credential", "credentials", "bearer"})
_PATH = re.compile(r"[/~]|[A-Za-z]:[\\/]")


def secret_values(value: Any, names: SecretNames) -> set[str]:
    """The texts of at least 8 characters that stand under secret names, at any depth, and passwords of URLs."""
    found: set[str] = set()
    waiting: list[tuple[Any, bool]] = [(value, False)]
    while waiting and len(found) < _MAX_VALUES:
        each, secret = waiting.pop()
        if isinstance(each, Mapping):
            waiting += [(below, secret or key in names) for key, below in each.items()]
        elif isinstance(each, (list, tuple, set, frozenset)):
            waiting += [(below, secret) for below in each]
        elif isinstance(each, str):
            found.update(_parts(each) if secret else _url_passwords(each))
        elif secret and isinstance(each, bytes):
            found.update(_parts(each.decode("utf-8", "replace")))
        elif secret and isinstance(each, (int, float)) and not isinstance(each, bool):
            found.update(_parts(str(each)))
    return found


def environment_secrets(environ: Mapping[str, str], names: SecretNames) -> set[str]:
    """Values of variables with secret names; a path to a secret is none."""
    given = (value for name, value in environ.items() if name in names and not _PATH.match(value))
    return set(chain.from_iterable(map(_parts, given)))


def forms(secret: str) -> set[str]:
    """How a value may look in text: as it is, quoted for JSON, Python or a URL, inside base64 at any offset."""
    raw = secret.encode("utf-8", "surrogatepass")
    found = {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1]}
    found |= {quote(raw), quote(raw, safe=""), quote_plus(raw)}
    for shift in range(3):
        encoded = base64.b64encode(bytes(shift) + raw).decode()
        if not shift:
            found.update({encoded, encoded.translate(_URLSAFE)})
        core = encoded[(0, 2, 3)[shift] : (shift + len(raw)) * 8 // 6]  # what only the value decides
        found.update({core, core.translate(_URLSAFE)})
    return {form for form in found if len(form) >= MIN_VALUE}


class Masker:
    """Replaces secrets by `***`. Does not change; any thread."""

    def __init__(self, names: SecretNames | None = None, values: Iterable[str] = ()) -> None:
        self.names = SecretNames() if names is None else names
        self.values = frozenset(values)
        every = set(chain.from_iterable(map(forms, self.values)))
        self._forms = sorted(every, key=len, reverse=True)  # a form may be a part of another one
        self._by_beginning: dict[str, list[str]] = {}
        for form in self._forms if len(every) > _FEW else ():
            self._by_beginning.setdefault(form[:MIN_VALUE], []).append(form)
        self._hints = self.names.hints
        self._named = re.compile(f"({self.names.pattern}){_SEPARATED}", re.IGNORECASE)

    def with_values(self, values: Iterable[str]) -> "Masker":
        """One that hides these too; itself where it does."""
        every = self.values.union(values)
        return self if len(every) == len(self.values) else Masker(self.names, every)

    def text(self, text: str) -> str:
        """A text without secrets."""
        for form in self._present(text):
            text = text.replace(form, MASK)
        if ":" not in text and "=" not in text and "earer" not in text:
            return text
        if "@" in text:
            text = _USERINFO.sub(f"{MASK}@", text)
        lowered = text.lower()
        for hint in self._hints:
            if hint in lowered:
                return self._named.sub(self._hide_named, _BEARER.sub(rf"\1{MASK}", _HEADER.sub(_hide_header, text)))
        return text

    def view(self, value: Any) -> Any:
        """A JSON value with `***` for everything under a secret name, and in every text."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self._key(key): self._below(key, each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.view(each) for each in value]
        return MASK if self.values and str(value) in self.values else value

    def _key(self, key: Any) -> Any:
        return self.text(key) if isinstance(key, str) else key

    def _below(self, key: Any, value: Any) -> Any:
        if key not in self.names:
            return self.view(value)
        return value if value is None or isinstance(value, bool) or value in ("", [], {}) else MASK

    def _present(self, text: str) -> list[str]:
        if not self._by_beginning:
            return [form for form in self._forms if form in text]
        windows = {text[place : place + MIN_VALUE] for place in range(len(text) - MIN_VALUE + 1)}
        hits = chain.from_iterable(self._by_beginning[each] for each in windows & self._by_beginning.keys())
        return sorted((form for form in hits if form in text), key=len, reverse=True)

    def _hide_named(self, found: "re.Match[str]") -> str:
        word, separator, value = found.groups()
        text, start = found.string, found.start()
        before = _NAME_BEFORE.search(text, max(0, start - 64), start)
        name = (before[0] if before else "") + word + re.split(r"[^\w-]", separator, maxsplit=1)[0]
        quoted = value.lstrip("\\")[:1] in ('"', "'")
        if name not in self.names or value.strip("\"'\\").lower() in _NO_SECRET:
            return found[0]
        if not quoted and not _is_value(found, name, separator, value):
            return found[0]
        return f"{word}{separator}{_masked(value)}"


def _is_value(found: "re.Match[str]", name: str, separator: str, value: str) -> bool:
    """Whether what follows a name without quotes is its value, rather than code or prose."""
    text, start = found.string, found.start() - (len(name) - len(found[1]))
    line = text.rfind("\n", 0, max(0, start)) + 1
    if "=" in separator:
        # In a traceback stand lines of code: api_key = state["api_key"], connect(token=self.token).
        code = text.startswith("    ", line) and (separator.endswith(" ") or not any(map(str.isdigit, value)))
        return not code
    return name.lower() not in _PROSE or not text[line : max(line, start)].strip()


def _hide_header(found: "re.Match[str]") -> str:
    return found[1] + _masked(found[2])


def _masked(value: str) -> str:
    """The mask in the value's own opening quotes."""
    opening = len(value) - len(value.lstrip("\\"))
    quoted = value[opening : opening + 1] in ('"', "'")
    closing = value[:opening] if quoted and value.endswith("\\" * max(1, opening)) else ""
    return f"{value[: opening + 1]}{MASK}{closing}" if quoted else MASK


def _parts(text: str) -> Iterator[str]:
    """A value, and the lines of a long one: a private key is printed line by line."""
    for part in {text, text.strip(), *(text.splitlines() if "\n" in text else ())}:
        if MIN_VALUE <= len(part) <= MAX_VALUE:
            yield part


def _url_passwords(text: str) -> Iterator[str]:
    if "@" in text and "://" in text and len(text) <= MAX_VALUE:
        for found in _USERINFO.finditer(text):
            yield from _parts(found[0][:-1].partition(":")[2])


_URLSAFE = str.maketrans("+/", "-_")
