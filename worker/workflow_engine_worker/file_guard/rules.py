"""Which files functions may reach: prefixes of paths, worked out once.

Writing: only below the data directory and what `allow_paths` names, and there not what belongs to the engine: its
databases, its other files, other runs' folders and, in the run's own, all but the folders for functions; nor the run's
inputs, which may be hard links to the user's own files. Reading: everything outside the user's home; of the home only
the same, the flows folders and the Python environment. The engine's databases are read through SQLite only: POSIX drops
a process's locks on a file when any handle of it is closed.
"""

import os
import re
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workflow_engine_shared.errors import FileAccessDenied
from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.reach.places import environment_prefixes, inside, prefixes, users_home
from workflow_engine_shared.signatures.keys import PRIVATE_END

_DEVICES = frozenset({"/dev/null", "/dev/zero", "/dev/full", "/dev/tty", "/dev/stdout", "/dev/stderr", "nul", "con"})
_DEVICES |= {f"{folder}/{number}" for folder in ("/dev/fd", "/proc/self/fd") for number in (0, 1, 2)}
_PIPES = "\\\\.\\"  # of Windows
_NO_FILES = ("pipe:", "socket:", "anon_inode:", "/memfd:")  #: what a handle's link names when it is no file
_SEP = os.sep
#: What the engine keeps in the data directory. `runs` holds the folders of all runs, each with files of the engine.
_ENGINE_NAMES = frozenset(
    {
        "runs",
        "trash",
        "backups",
        "code",
        "describe",
        "envs",
        "keys",
        "locks",
        "tmp",
        "config.toml",
        "hooks.toml",
        "secrets.toml",
        ".reserve",
        "spares.log",
    }
)
_ENGINE_FILES = ("workflow.db", "supervisor.")
_NOT_YOURS = (
    "that belongs to renflow or to another run; functions write to the run's folders outputs, work (the working "
    "directory) and tmp"
)
_LOCKS = (
    "functions do not read renflow's settings and secrets, nor its databases but through sqlite3: their locks would "
    "be dropped"
)
_DATABASES = re.compile(r"(?:workflow|run)\.db(?:-wal|-shm|-journal)?", re.IGNORECASE)


class EngineFileDenied(FileAccessDenied):
    """The file is the engine's: user code is kept from it, the engine itself is not."""


@dataclass(frozen=True)
class FileRules:
    """What one process may reach. Plain texts only, so that it can be handed to a child process."""

    data: str  #: the data directory, for messages
    write: tuple[str, ...]  #: prefixes, each with a separator at its end; as given, and with links resolved
    own: tuple[str, ...]  #: the run's folders for functions; below `write`, and never the engine's
    engine: tuple[str, ...]  #: where the engine keeps its files: the data directory; empty: it keeps none there
    inputs: tuple[str, ...]  #: below `write`, and yet for reading only
    environment: tuple[str, ...]  #: Python and its packages: their own links are trusted
    read: tuple[str, ...]  #: what may be read even in the user's home
    home: tuple[str, ...]  #: the user's home; empty: there is none to protect

    @classmethod
    def of(
        cls, data: Path, flows: Iterable[Path], allow: Sequence[str] = (), run: RunPaths | None = None
    ) -> "FileRules":
        """The rules of a process whose functions keep their files below `data`.

        Args:
            data: the data directory or, without a run, a folder with nothing of the engine's in it.
            flows: the folders of the user's modules.
            allow: further folders to write to.
            run: the run whose functions the process calls.
        """
        home = users_home()
        write = prefixes([str(data), *allow])
        environment = environment_prefixes(home)
        return cls(
            str(data),
            write,
            () if run is None else prefixes(map(str, (run.outputs, run.work, run.tmp))),
            () if run is None else prefixes([str(data)]),
            () if run is None else prefixes([str(run.inputs)]),
            environment,
            (*write, *prefixes(map(str, flows)), *environment),
            home,
        )

    def check_write(self, path: str, doing: str, *, follow: bool = True) -> None:
        """Refuse a change outside.

        Args:
            path: absolute.
            doing: what it would be, for the message: "open for writing", "remove", …
            follow: whether a link at the path's end is followed by the change.

        Raises:
            FileAccessDenied
        """
        if path.startswith(_PIPES) or path.lower() in _DEVICES:
            return
        real = self.resolved(path, follow=follow)
        if inside(real, self.own) or _is_no_file(real):
            return
        if inside(real, self.inputs):
            rule = "a run's inputs are for reading: they may be links to your own files"
        elif self._is_the_engines(real):
            raise _denied(doing, path, real, _NOT_YOURS, EngineFileDenied)
        elif inside(real, self.write) or ("__pycache__" in real and inside(real, self.read)):
            return
        else:
            rule = f"functions write only below the data directory ({self.data}) and in the folders of allow_paths"
        raise _denied(doing, path, real, rule)

    def check_read(self, path: str, doing: str) -> None:
        """Refuse a look at the user's own files.

        Raises:
            FileAccessDenied
        """
        if path.startswith(self.environment) and f"{_SEP}.." not in path:
            return
        real = self.resolved(path)
        if _is_unread(real) and self._is_the_engines(real):
            raise _denied(doing, path, real, _LOCKS, EngineFileDenied)
        if inside(real, self.home) and not inside(real, self.read):
            rule = (
                "of your home, functions read only the data directory, the flows folders, the Python environment "
                "and the folders of allow_paths"
            )
            raise _denied(doing, path, real, rule)

    def check_database_read(self, path: str, doing: str) -> None:
        """Refuse a look at the user's own databases; SQLite knows which locks its other connections hold.

        Raises:
            FileAccessDenied
        """
        if _DATABASES.fullmatch(os.path.basename(path)) is None:  # noqa: PTH119 - as above
            self.check_read(path, doing)

    def _is_the_engines(self, real: str) -> bool:
        """Whether a resolved path is the data directory itself, or the engine's in it and not for functions."""
        if inside(real, self.own) or inside(real, self.inputs):
            return False
        for prefix in self.engine:
            if (real + _SEP) == prefix:
                return True
            if real.startswith(prefix):
                name = real[len(prefix) :].partition(_SEP)[0].casefold()  # macOS and Windows do not tell case apart
                return name in _ENGINE_NAMES or name.startswith(_ENGINE_FILES)
        return False

    def check_folder(self, path: str, doing: str) -> None:
        """Refuse to let another program, which nobody watches, begin its work outside.

        Raises:
            FileAccessDenied
        """
        real = self.resolved(path)
        if self._is_the_engines(real):
            raise _denied(doing, path, real, _NOT_YOURS, EngineFileDenied)
        if not inside(real, self.read):
            rule = f"functions start programs only below the data directory ({self.data}) and in allow_paths"
            raise _denied(doing, path, real, rule)

    def resolved(self, path: str, *, follow: bool = True) -> str:
        """Where a path leads. The usual one, below the data directory without any link, costs a look per folder."""
        if not follow:
            head, tail = os.path.split(path)
            if tail not in {"", ".", ".."}:
                return os.path.join(self.resolved(head), tail)  # noqa: PTH118 - on the path of every file operation
        if f"{_SEP}." not in path:
            for prefix in self.write:
                if path.startswith(prefix) and _has_no_link(path, len(prefix)):
                    return path
        return os.path.normcase(os.path.realpath(path))


def _has_no_link(path: str, start: int) -> bool:
    """Whether no folder of the path from `start` on, nor its end, is a link. What does not exist is none."""
    while True:
        end = path.find(_SEP, start)
        try:
            if stat.S_ISLNK(os.lstat(path if end < 0 else path[:end]).st_mode):
                return False
        except FileNotFoundError:
            return True
        except OSError:
            return False
        if end < 0:
            return True
        start = end + 1


def _is_unread(path: str) -> bool:
    """Whether the engine's file of this name is not to be read: a database, settings, hooks, secrets, a signing key."""
    name = os.path.basename(path)  # noqa: PTH119 - on the path of every file operation
    folded = name.casefold()
    is_secret = folded in {"config.toml", "hooks.toml", "secrets.toml"} or folded.endswith(PRIVATE_END)
    return is_secret or _DATABASES.fullmatch(name) is not None


def _is_no_file(real: str) -> bool:
    """Whether an open handle's link leads to a pipe, a socket or memory, which were made by this process."""
    return os.path.basename(real).startswith(_NO_FILES) and real.startswith("/proc/")  # noqa: PTH119 - as above


def _denied(
    doing: str, path: str, real: str, rule: str, kind: type[FileAccessDenied] = FileAccessDenied
) -> FileAccessDenied:
    where = path if real == os.path.normcase(path) else f"{path} (which is {real})"
    return kind(f"{doing} {where}: {rule}.", filename=path)
