"""Names of packages: which may be handed to an installer, and which package an import comes from.

A requirement is user text that ends in the arguments of a program, so only its plainest form is taken: a name, extras,
versions, a marker. No address, no path, no option. An import is mapped by the shipped list, never by its looks.
"""

import functools
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from workflow_engine_shared.errors import DependencyNotAllowed

MAX_REQUIREMENT = 300
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")
_TEXT = re.compile(r"[ -~]+")
_SPECIFIERS = re.compile(r"[A-Za-z0-9.,*+!<>=~ _-]*")
#: What carries the engine or the installation itself; no flow changes those.
_OURS = frozenset({"pip", "ren", "renflow", "setuptools", "uv", "wheel"})
_LIST = Path(__file__).with_name("import_names.txt")


def parse_requirement(text: str) -> Requirement:
    """A requirement that is safe to hand to an installer.

    Raises:
        DependencyNotAllowed: it is anything but a package's name with extras, versions and a marker.
    """
    try:
        requirement = Requirement(text)
    except InvalidRequirement as error:
        raise _refused(text, "it is no package name with versions") from error
    wrong = _problem(text, requirement)
    if wrong:
        raise _refused(text, wrong)
    return requirement


def as_argument(requirement: Requirement) -> str:
    """The requirement as an installer's argument, without its marker."""
    extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
    return f"{requirement.name}{extras}{requirement.specifier}"


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


def _problem(text: str, requirement: Requirement) -> str:
    name = canonicalize_name(requirement.name)
    versions = str(requirement.specifier)
    names = (requirement.name, *requirement.extras)
    wrong = {
        "it names an address; packages come from the package index only": requirement.url is not None,
        "it is too long": len(text) > MAX_REQUIREMENT,
        "it has characters that no package name has": not _TEXT.fullmatch(text) or not all(map(_NAME.fullmatch, names)),
        "its versions are not understood": not _SPECIFIERS.fullmatch(versions) or "===" in versions,
        "it is part of what carries the engine": name in _OURS,
        "it is part of Python itself": requirement.name in sys.stdlib_module_names or name == "distutils",
    }
    return next((why for why, applies in wrong.items() if applies), "")


def _refused(text: str, why: str) -> DependencyNotAllowed:
    shown = text if len(text) <= MAX_REQUIREMENT else text[:MAX_REQUIREMENT] + "…"
    return DependencyNotAllowed(f"The requirement {shown!r} is not allowed: {why}.", hint=_HINT)


_HINT = 'A requirement is a package name with versions, such as "pillow>=11"; mend it, then resume.'
