"""Lists every error code with what it means and what to do next, from the classes that carry them.

    python scripts/list_errors.py > docs/errors.md

docs/errors.md holds what this prints; a test compares the two.
"""

import importlib
import pkgutil
from collections.abc import Iterator

import workflow_engine_shared
import workflow_engine_worker
from workflow_engine_shared.errors import RenError

HEAD = """# Errors

Every error has a code, a sentence and a next step; the sentence a program gets names the run, node or field it is
about. Drawn from the code by `scripts/list_errors.py`. Problems inside a flow have
codes of their own: [dsl.md](dsl.md).
"""


PACKAGES = (workflow_engine_shared, workflow_engine_worker)


def draw() -> str:
    """The page, codes in alphabetical order."""
    for package in PACKAGES:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    parts = [HEAD]
    for kind in sorted({kind.code: kind for kind in reversed(list(kinds()))}.values(), key=lambda kind: kind.code):
        meaning = (kind.__doc__ or "").strip().splitlines()[0]
        parts.append(f"## {kind.code}\n\n{meaning}\n\n{kind.hint}\n")
    return "\n".join(parts)


def kinds(base: type[RenError] = RenError) -> Iterator[type[RenError]]:
    """Every error class of these packages, parents before children; what else a process has loaded does not count."""
    if base.__module__.split(".")[0] in {package.__name__ for package in PACKAGES}:
        yield base
    for kind in base.__subclasses__():
        yield from kinds(kind)


if __name__ == "__main__":
    print(draw(), end="")
