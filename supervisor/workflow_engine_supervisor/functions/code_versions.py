"""The code of published versions: kept where that is wanted, and compared with what the flows folders have now."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.errors.code import CodeNotFreezable
from workflow_engine_shared.functions.freeze_code import freeze, manifest_of
from workflow_engine_shared.functions.frozen_code import CodeManifest
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.storage.workflow.rows import VersionCode

HowChanged: TypeAlias = Literal["changed", "removed", "added"]


@dataclass(frozen=True)
class CodeChange:
    """A file that is not what it was."""

    path: str
    change: HowChanged


def code_to_publish(settings: Settings, flow: Flow, names: Sequence[str], *, pin: bool = False) -> VersionCode | None:
    """What the functions of a flow consist of now; kept if its author, its policy or the setting wants that.

    Args:
        settings: where the flows folders are.
        flow: its policy goes before the setting.
        names: the functions of the flow and of all that it calls.
        pin: goes before both.

    Raises:
        CodeNotFreezable: it is to be kept, and cannot be.
        DiskFull, StorageFailure
    """
    if pin or (flow.policy.code or settings.code) == "pinned":
        return _version_code("pinned", freeze(settings.home_paths, names, settings.flows_paths))
    with contextlib.suppress(CodeNotFreezable):  # it is only compared with later: nothing is refused for that
        return _version_code("live", manifest_of(names, settings.flows_paths))
    return None


def changes_since(settings: Settings, code: VersionCode, names: Sequence[str]) -> list[CodeChange] | None:
    """How the flows folders differ from what a version was published with; None: they cannot be read."""
    try:
        now = manifest_of(names, settings.flows_paths)
    except CodeNotFreezable:
        return None
    roots = [str(folder) for folder in settings.flows_paths]
    changes = differences(code.files, now.files)
    return [CodeChange(_place(each.path, roots), each.change) for each in changes]


def differences(before: dict[str, str], now: dict[str, str]) -> list[CodeChange]:
    """What one list of files has otherwise than another."""
    return [CodeChange(path, change) for path, change in sorted(changed_keys(before, now))]


def changed_keys(before: Mapping[str, object], now: Mapping[str, object]) -> Iterator[tuple[str, HowChanged]]:
    """What one mapping has otherwise than another: the keys of the first come first."""
    for key in dict.fromkeys([*before, *now]):
        if key not in now:
            yield key, "removed"
        elif key not in before:
            yield key, "added"
        elif before[key] != now[key]:
            yield key, "changed"


def _place(path: str, roots: Sequence[str]) -> str:
    """Where a file of a list is, or was: the list counts the flows folders."""
    number, *parts = PurePosixPath(path).parts
    return "/".join([roots[int(number)] if int(number) < len(roots) else "…", *parts])


def _version_code(mode: Literal["live", "pinned"], manifest: CodeManifest) -> VersionCode:
    return VersionCode(mode, manifest.hash, manifest.folders, manifest.files)
