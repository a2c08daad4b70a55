"""Which package an import comes from: by the shipped list, never by its looks."""

import functools
from collections.abc import Mapping
from pathlib import Path

_LIST = Path(__file__).with_name("import_names.txt")


def distribution_of(module: str) -> str | None:
    """The distribution that an import comes from, by the longest part of its name that the list has."""
    names = import_names()
    parts = module.split(".")
    return next((names[key] for end in range(len(parts), 0, -1) if (key := ".".join(parts[:end])) in names), None)


@functools.cache
def import_names() -> Mapping[str, str]:
    """Import to distribution: `scripts/list_imports.py` tells where the list comes from."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if not line.startswith("#"))
