"""A wheel without the console's page is not built: hatchling runs this before it packs one."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PAGE = Path("supervisor/workflow_engine_supervisor/console/index.html")


class ConsoleIsBuilt(BuildHookInterface):  # type: ignore[type-arg]
    """Refuses a wheel whose console is missing; a clone that is worked on may be without it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the hook's form
        if version != "editable" and not (Path(self.root) / PAGE).is_file():
            raise FileNotFoundError(f"{PAGE} is missing: run `npm ci && npm run build` in console/ first.")
