"""Names of packages: which may be handed to an installer.

A requirement is user text that ends in the arguments of a program, so only its plainest form is taken: a name, extras,
versions, a marker. No address, no path, no option.
"""

import re
import sys

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from workflow_engine_shared.errors import DependencyNotAllowed

MAX_REQUIREMENT = 300
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")
_TEXT = re.compile(r"[ -~]+")
_SPECIFIERS = re.compile(r"[A-Za-z0-9.,*+!<>=~ _-]*")
#: What carries the engine or the installation itself; no flow changes those.
_OURS = frozenset({"pip", "ren", "renflow", "setuptools", "uv", "wheel"})


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
