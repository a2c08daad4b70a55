"""Resolving: what an environment's requirements mean today, as a lock. Asks the package index, by uv."""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from packaging.utils import canonicalize_name

from workflow_engine_shared.environments.engine_packages import engine_requirements, engine_versions
from workflow_engine_shared.environments.installer_process import DEFAULT_INDEX, InstallObserver, run_installer
from workflow_engine_shared.environments.lock import HERE, Lock, LockedPackage, this_system
from workflow_engine_shared.environments.pythons import python_for, uv_words
from workflow_engine_shared.environments.requirements import parse_requirement
from workflow_engine_shared.errors import DependencyUnresolvable

_PACKAGE = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")
_HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")
_NO_WHEEL = re.compile(r"no (usable )?wheels?|no-binary|source distribution|building", re.IGNORECASE)


def resolve(python: str | None, requirements: Sequence[str], index: str, observer: InstallObserver) -> Lock:
    """The packages that these requirements mean today.

    Args:
        python: the version of Python, such as `3.11`; None: that of this process.
        requirements: names of packages with versions.
        index: the package index; empty: the usual one.
        observer: hears the installer.

    Raises:
        DependencyUnresolvable: they contradict each other or what the engine needs, do not exist, or have no wheels.
        DependencyNotAllowed: one is no requirement.
        PythonMissing: there is no such Python.
        DependencyInstallFailed, PackageIndexUnreachable, DiskFull
    """
    wanted = python or HERE
    engine = engine_versions()
    given = [parse_requirement(each) for each in requirements]
    for each in given if wanted == HERE else ():
        version = engine.get(canonicalize_name(each.name))
        if version is not None and not each.specifier.contains(version, prereleases=True):
            raise DependencyUnresolvable(
                f"{each.name}{each.specifier} is wanted, but renflow itself works with {each.name} {version}, which "
                "every environment has.",
                hint="Change the requirement.",
            )
    with tempfile.TemporaryDirectory(prefix="renflow-lock-") as made:
        folder = Path(made)
        interpreter = python_for(wanted, folder, observer)
        lines, output = list(requirements), folder / "lock.txt"
        words = [*uv_words(), "pip", "compile", "requirements.in"]
        versions = "".join(f"{name}=={version}\n" for name, version in engine.items())
        if wanted == HERE:
            (folder / "constraints.txt").write_text(versions, encoding="utf-8")
            words += ["--constraint", "constraints.txt"]
        else:
            # What the engine needs is of this Python: that one gets its own, at the same versions where it has them.
            # uv prefers what an output file of before has.
            lines += engine_requirements()
            output.write_text(versions, encoding="utf-8")
        (folder / "requirements.in").write_text("".join(f"{each}\n" for each in lines), encoding="utf-8")
        words += ["--generate-hashes", "--only-binary", ":all:", "--no-header", "--no-annotate", "--no-progress"]
        words += ["--python", interpreter, "--no-python-downloads", "--output-file", str(output), "--quiet"]
        try:
            run_installer(words, folder, index or DEFAULT_INDEX, observer)
        except DependencyUnresolvable as error:
            if _NO_WHEEL.search(error.detail):
                told = f"Only ready-made wheels are installed: nothing is compiled. {error.detail}"
                raise DependencyUnresolvable(told, hint="Name a version that has a wheel for this system.") from None
            raise
        return Lock(wanted, this_system(), _read(output.read_text(encoding="utf-8")))


def _read(text: str) -> list[LockedPackage]:
    found: list[LockedPackage] = []
    for entry in text.replace("\\\n", " ").splitlines():
        match = _PACKAGE.match(entry.strip())
        if match:
            name = canonicalize_name(match["name"])
            found.append(LockedPackage(name, match["version"], sorted(_HASH.findall(entry))))
    return sorted(found, key=lambda each: each.name)
