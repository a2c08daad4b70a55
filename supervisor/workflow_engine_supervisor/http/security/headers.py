"""Headers on every answer: no guessing of types, no address in a Referer, no frame around it."""

from workflow_engine_supervisor.http.security.head import Head

_POLICY = b"content-security-policy"
_STRICT = b"default-src 'self'; frame-ancestors 'none'; object-src 'none'"
#: The page runs its own scripts only. Its components set styles; pictures of runs are fetched, then shown from memory.
_CONSOLE = (
    _STRICT + b"; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:"
    b"; connect-src 'self'; base-uri 'none'; form-action 'self'"
)
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_OF_ALL = (*_HEADERS, (_POLICY, _STRICT))
_OF_CONSOLE = (*_HEADERS, (_POLICY, _CONSOLE))


def answer_headers(head: Head) -> tuple[tuple[bytes, bytes], ...]:
    """What the answer to this request says, refusals included."""
    return _OF_CONSOLE if head.reads_console else _OF_ALL
