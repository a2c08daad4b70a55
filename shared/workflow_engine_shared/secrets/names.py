"""Which names stand for secrets: keys of objects, variables of the environment, words in a line of text."""

import functools
import re
from collections.abc import Iterable

MAX_NAME = 256
#: Secret wherever it stands in a name, also without a separator: dbpassword, clientSecret, X-Api-Key.
_ANYWHERE = ("password", "passwd", "passphrase", "secret", "apikey", "authorization", "privatekey", "accesskey")
_ANYWHERE_TOO = ("credential", "sessionkey", "signingkey", "encryptionkey")
#: Secret as a word of its own; "token" also as the end of one (authtoken), but not "tokens", which are counted.
_WORDS = frozenset({"pwd", "cookie", "cookies", "jwt", "bearer"})
#: What comes last says that the name is about a secret, and is none: token_count, cookie_policy.
_ABOUT = frozenset(
    {"count", "counts", "limit", "limits", "usage", "size", "length", "type", "kind", "ttl", "expiry", "expires"}
    | {"name", "names", "url", "uri", "endpoint", "policy", "required", "enabled", "in", "at"}
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_a-zA-Z]+")
_MAX_KNOWN = 10_000


class SecretNames:
    """The built-in patterns, with names of the user's own."""

    def __init__(self, more: Iterable[str] = ()) -> None:
        self.more = tuple(filter(None, ("_".join(_words(name)) for name in more)))
        self._known: dict[str, bool] = {}

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        known = self._known.get(name)
        if known is None:
            known = self._is_secret(name)
            if len(self._known) < _MAX_KNOWN:
                self._known[name] = known
        return known

    @property
    def hints(self) -> tuple[str, ...]:
        """In lower case: a text without any of these holds no secret name."""
        return (*(word[:6] for word in _ANYWHERE + _ANYWHERE_TOO), "token", *_WORDS, "key", *map(_first, self.more))

    @property
    def pattern(self) -> str:
        """A regular expression for the beginning of the telling part of such a name, in any case."""
        builtin = "passw|passphrase|pwd|secret|token|cookie|jwt|bearer|authorization|credential"
        keys = "(?:api|private|access|session|signing|encryption)[-_ ]?key"
        own = [re.escape(name).replace("_", "[-_ ]?") for name in self.more]
        return "|".join([builtin, keys, *own])

    def _is_secret(self, name: str) -> bool:
        if self.more and (words := _words(name)):
            whole = f"_{'_'.join(words)}_"
            if any(f"_{own}_" in whole for own in self.more):
                return True
        return _is_known_to_all(name)


@functools.lru_cache(_MAX_KNOWN)
def _is_known_to_all(name: str) -> bool:
    """What the built-in patterns say; a process asks for the names of its environment again and again."""
    words = _words(name)
    if not words or words[-1] in _ABOUT:
        return False
    joined = "".join(words)
    if any(part in joined for part in _ANYWHERE + _ANYWHERE_TOO):
        return "secretar" not in joined
    return any(word in _WORDS or word.endswith("token") for word in words)


def _words(name: str) -> list[str]:
    """The words of a name in snake, kebab, camel or any other case, in lower case."""
    return [word.lower() for word in _WORD.findall(name[:MAX_NAME])]


def _first(name: str) -> str:
    return name.partition("_")[0]
