"""Named SQL statements, one file a table.

`-- name: some_statement` opens a statement; the comment lines under it say what it does.
"""

import re
from importlib import resources

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


def load(table: str) -> dict[str, str]:
    """The statements of `queries/{table}.sql` by name."""
    text = resources.files(__package__).joinpath(f"{table}.sql").read_text(encoding="utf-8")
    _, *parts = _NAME.split(text)
    return {name: body.strip().rstrip(";") for name, body in zip(parts[::2], parts[1::2], strict=True)}
