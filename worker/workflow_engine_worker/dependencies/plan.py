"""What has to be installed for a flow, and why. Pure: the environment is handed in."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from workflow_engine_shared.environments.requirements import as_argument, parse_requirement
from workflow_engine_shared.errors import DependencyNotAllowed, DependencyUnresolvable
from workflow_engine_worker.dependencies.environment import Environment, engine_needs
from workflow_engine_worker.dependencies.sources import Wanted, Wants
from workflow_engine_worker.functions.distributions import distribution_of

#: The files of the flows folders that have this name, each with the line that imports it.
OwnFiles = Callable[[str], Sequence[tuple[Path, str]]]


@dataclass
class Missing:
    """What is not there; each with where it is asked for."""

    declared: list[tuple[Requirement, Wanted]] = field(default_factory=list)
    imports: list[Wanted] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.declared or self.imports)


def find_missing(wants: Wants, environment: Environment, mode: str) -> Missing:
    """What a flow wants and the environment lacks.

    Raises:
        DependencyNotAllowed: a requirement is none that an installer may be given.
        DependencyUnresolvable: another version is installed.
    """
    missing = Missing()
    for wanted in wants.declared:
        requirement = _parsed(wanted)
        if requirement.marker is not None and not requirement.marker.evaluate():
            continue
        installed = environment.version(requirement.name)
        if installed is not None and not requirement.specifier.contains(installed, prereleases=True):
            raise _in_the_way(requirement, wanted, installed)
        if not environment.satisfies(requirement):
            missing.declared.append((requirement, wanted))
    if mode == "auto":
        missing.imports = [each for each in _once(wants.imports) if not environment.provides(each.name)]
    return missing


def _none_are_named_so(_top: str) -> list[tuple[Path, str]]:
    return []


def mapped(imports: Iterable[Wanted], own: OwnFiles = _none_are_named_so) -> dict[str, Wanted]:
    """The distributions that imports come from, each with the first import that needs it.

    Raises:
        DependencyNotAllowed: the list does not know one of them, or the author has a file of that name.
    """
    found: dict[str, Wanted] = {}
    unknown = []
    for wanted in imports:
        if files := own(_shown(wanted)):
            raise _own_name(wanted, files)
        distribution = distribution_of(wanted.name)
        if distribution is None:
            unknown.append(wanted)
        else:
            found.setdefault(distribution, wanted)
    if unknown:
        raise _unknown(unknown)
    return found


def arguments(declared: Iterable[tuple[Requirement, Wanted]], distributions: Iterable[str] = ()) -> list[str]:
    """What an installer is given."""
    return list(dict.fromkeys([*(as_argument(requirement) for requirement, _ in declared), *distributions]))


def reasons(declared: Iterable[tuple[Requirement, Wanted]], imports: dict[str, Wanted]) -> list[str]:
    """Sentences that say why, for the run's log."""
    asked = [f"{as_argument(requirement)}: required at {wanted.place}" for requirement, wanted in declared]
    return [*asked, *(f"{name}: 'import {_shown(wanted)}' at {wanted.place}" for name, wanted in imports.items())]


def _parsed(wanted: Wanted) -> Requirement:
    try:
        return parse_requirement(wanted.name)
    except DependencyNotAllowed as error:
        raise DependencyNotAllowed(f"{wanted.place}: {error.detail}", hint=error.advice) from error


def _once(imports: Iterable[Wanted]) -> list[Wanted]:
    """The first import of each module: `a.b` and `a.c` may come from two distributions, or from one."""
    first: dict[str, Wanted] = {}
    for wanted in imports:
        first.setdefault(wanted.name, wanted)
    return list(first.values())


def _in_the_way(requirement: Requirement, wanted: Wanted, installed: str) -> DependencyUnresolvable:
    asked = as_argument(requirement)
    detail = f"{wanted.place} requires {asked}, but {requirement.name} {installed} is installed"
    if canonicalize_name(requirement.name) in engine_needs():
        hint = "The engine works with that version, which is never changed: change the requirement, then resume."
        return DependencyUnresolvable(f"{detail}, which the engine itself needs.", hint=hint)
    hint = f'Installed packages are never changed by a run. Change the requirement, or: python -m pip install "{asked}"'
    return DependencyUnresolvable(f"{detail}.", hint=hint)


def _shown(wanted: Wanted) -> str:
    return wanted.name.partition(".")[0]


def _own_name(wanted: Wanted, files: Sequence[tuple[Path, str]]) -> DependencyNotAllowed:
    top = _shown(wanted)
    [(file, line), *_] = files
    detail = (
        f"'import {top}' at {wanted.place} finds no module, and what {file} has as its name is never looked up on the "
        "package index."
    )
    package = f"If you mean a package, name it in the function's requires=, such as requires=[{top!r}]; then resume."
    return DependencyNotAllowed(detail, hint=f"If you mean that file, write '{line}'. {package}" if line else package)


def _unknown(unknown: list[Wanted]) -> DependencyNotAllowed:
    tops = list(dict.fromkeys(map(_shown, unknown)))
    places = "; ".join(f"'import {_shown(wanted)}' at {wanted.place}" for wanted in unknown)
    detail = f"Which package holds {', '.join(tops)} is not known, and none is guessed: {places}."
    hint = "Name the package in the function's requires=, or: python -m pip install PACKAGE; then resume."
    if "pkg_resources" in tops:
        hint = (
            "pkg_resources is part of setuptools, which no run installs: python -m pip install setuptools; then resume."
        )
    return DependencyNotAllowed(detail, hint=hint)
