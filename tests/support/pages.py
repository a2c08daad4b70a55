"""The snippets of a page of the documentation, and a reader who follows them."""

import os
import re
import subprocess
import sys
from pathlib import Path

from support.command_line import REPOSITORY
from support.environment import outer_environment
from support.processes import SECONDS
from support.wait import patient

DOCS = REPOSITORY / "docs"


def snippets(page: str, language: str) -> list[str]:
    """A page's blocks of one language, in their order."""
    return re.findall(rf"```{language}\n(.*?)```", page, flags=re.DOTALL)


def named_files(page: str) -> dict[str, str]:
    """Blocks whose file is named in the line before them, as `name`; of several for one file the first is the file."""
    block = r"^[^\n]*`([\w/-]+\.(?:py|json|csv))`[^\n]*\n\n```(?:python|json|csv)\n(.*?)```"
    return dict(reversed(re.findall(block, page, flags=re.DOTALL | re.MULTILINE)))


class Reader:
    """Somebody in a folder of their own who types what a page says, with the tests' own installation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "work"
        self.folder.mkdir(parents=True)
        kept = outer_environment()
        path = os.pathsep.join([str(Path(sys.executable).parent), kept["PATH"]])
        self._started: list[subprocess.Popen[str]] = []
        self.env = {**kept, "PATH": path, "REN_HOME": str(folder / "home"), "REN_GRACE": "1"}

    def writes(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def close(self) -> None:
        """Whatever is still at work ends with the reader."""
        for process in self._started:
            if process.poll() is None:
                process.terminate()
            process.communicate(timeout=patient(SECONDS))

    def starts(self, words: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", words],
            cwd=self.folder, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, encoding="utf-8",
        )  # fmt: skip
        self._started.append(process)
        return process

    def types(self, words: str, code: int = 0) -> str:
        process = self.starts(words)
        said, _ = process.communicate(timeout=patient(SECONDS))
        assert process.returncode == code, f"{words}{said}"
        return said
