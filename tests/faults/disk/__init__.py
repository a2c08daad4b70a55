"""A disk that fails on demand under real processes (disk.c says how)."""

import shutil
import sys
from pathlib import Path

from faults.witness import WitnessedServer
from support.preload import preloaded

HERE = Path(__file__).parent


def why_not() -> str:
    """Why no disk can be made to fail here, or an empty string."""
    if not sys.platform.startswith("linux"):
        return "the failing disk interposes glibc's calls: Linux only"
    return "" if shutil.which("cc") else "there is no C compiler (cc) to build the failing disk with"


class Disk:
    """The rules that hold for the calls of one server and its workers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0
        folder.mkdir(parents=True, exist_ok=True)
        self._library = preloaded(HERE / "disk.c")

    @property
    def environment(self) -> dict[str, str]:
        """What puts it under a process that is started with it."""
        return {"LD_PRELOAD": str(self._library), "FAULT_DIR": str(self._folder)}

    def under(self, server: WitnessedServer) -> WitnessedServer:
        """Put it under a server that has not begun."""
        server.env |= self.environment
        return server

    def rule(self, action: str, role: str, calls: str, path: str, nth: int = 0) -> Path:
        """Add a rule; returns the mark that appears when an nth call was met."""
        self._made += 1
        name = f"rule-{self._made}"
        rules = self._folder / "rules"
        before = rules.read_text() if rules.exists() else ""
        unfinished = self._folder / "rules.new"
        unfinished.write_text(f"{before}{name} {action} {role} {calls} {nth} {path}\n")
        unfinished.replace(rules)
        return self._folder / f"{name}.fired"

    def heal(self, mark: Path | None = None) -> None:
        """This rule, or no rule at all, holds any more."""
        rules = self._folder / "rules"
        kept = [line for line in rules.read_text().splitlines() if mark and line.split()[0] != mark.stem]
        unfinished = self._folder / "rules.new"
        unfinished.write_text("".join(f"{line}\n" for line in kept))
        unfinished.replace(rules)
