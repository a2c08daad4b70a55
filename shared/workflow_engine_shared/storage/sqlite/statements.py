"""Named SQL statements, one file a table.

`-- name: some_statement` opens a statement; the comment lines under it say what it does. `-- part: some_expression`
opens an expression that several statements of the file need: they hold `{some_expression}` in its place.
"""

import re
from importlib import resources

_OPENING = re.compile(r"^-- (name|part): (\w+)$", re.MULTILINE)


def load(package: str, table: str) -> dict[str, str]:
    """The statements of `queries/{table}.sql` in this package's folder, by name."""
    text = (resources.files(package) / "queries" / f"{table}.sql").read_text(encoding="utf-8")
    return compose(text)


def compose(text: str) -> dict[str, str]:
    """The statements of a file's text, with its parts put into them."""
    _, *found = _OPENING.split(text)
    statements: dict[str, str] = {}
    parts: dict[str, str] = {}
    for kind, name, body in zip(found[::3], found[1::3], found[2::3], strict=True):
        (statements if kind == "name" else parts)[name] = body.strip().rstrip(";")
    for part, expression in parts.items():
        statements = {name: body.replace(f"{{{part}}}", expression) for name, body in statements.items()}
    return statements
