"""What another machine has to install for a flow's functions: what they want, in the versions that are here.

Only what came from a package index is named: a folder or a repository that was installed here is not there, and a
package of its name on the index would be somebody else's.
"""

import importlib.metadata
from collections.abc import Sequence
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from workflow_engine_shared.environments.engine_packages import ENGINE, engine_needs
from workflow_engine_shared.functions.discovery import scan
from workflow_engine_worker.dependencies.sources import read_wants

_FROM_ELSEWHERE = "direct_url.json"


def pinned(names: Sequence[str], folders: Sequence[Path]) -> tuple[str, ...]:
    """Requirements such as `numpy==2.1.0`, of what these functions declare or import and renflow does not bring."""
    found = [function for name, function in scan(folders).functions.items() if name in names]
    wants = read_wants(dict.fromkeys(function.module for function in found), folders)
    declared = [_name(text) for function in found for text in function.requires]
    declared += [_name(each.name) for each in wants.declared]
    providers = importlib.metadata.packages_distributions()
    imported = [name for each in wants.imports for name in providers.get(each.name.partition(".")[0], ())]
    brought = {canonicalize_name(each) for each in (ENGINE, *engine_needs())}
    versions: dict[str, str] = {}
    for name in filter(None, [*declared, *imported]):
        if canonicalize_name(name) not in brought and (version := _version_from_index(name)):
            versions[canonicalize_name(name)] = version
    return tuple(f"{name}=={version}" for name, version in sorted(versions.items()))


def _name(requirement: str) -> str:
    try:
        return Requirement(requirement).name
    except InvalidRequirement:
        return ""  # it was refused before the run began, or is not installed


def _version_from_index(name: str) -> str:
    try:
        found = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
    return "" if found.read_text(_FROM_ELSEWHERE) else found.version
