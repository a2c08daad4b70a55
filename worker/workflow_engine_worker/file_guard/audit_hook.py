"""The file guard: an audit hook that keeps functions from files that are not theirs.

A guard rail against mistakes, not a sandbox: native code, and the programs that a function starts, are not watched.
Python tells the hook of each file operation before it is done; what may be reached is in `file_rules.py`.
"""

import logging
import os
import sqlite3
import sys
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, unquote

from workflow_engine_shared.errors import FileAccessDenied
from workflow_engine_worker.file_guard.caller import the_engine_is_at_work
from workflow_engine_worker.file_guard.rules import EngineFileDenied, FileRules

if sys.platform == "darwin":
    import fcntl

Arguments = tuple[Any, ...]
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_ENGINE_DATABASES = ("workflow.db", "run.db")
_SQLITE_ATTACH = 24
_OPENING = "open for writing"

log = logging.getLogger("renflow")
_rules: FileRules | None = None


_tell: Callable[[str], object] | None = None


def install(rules: FileRules, tell: Callable[[str], object] | None = None) -> None:
    """Guard this process from now on. A hook cannot be removed; a second call changes the rules.

    Args:
        rules: what may be reached.
        tell: given what was refused: whoever gets the exception may swallow it.
    """
    global _rules, _tell
    first, _rules, _tell = _rules is None, rules, tell
    if first:
        _watch_what_has_no_event()
        _watch_attached_databases()
        sys.addaudithook(_hook)


def current() -> FileRules | None:
    """The rules of this process, to be handed to its children."""
    return _rules


def _hook(event: str, arguments: Arguments) -> None:
    check = _CHECKS.get(event)
    if check is not None:
        try:
            check(arguments)
        except FileAccessDenied as error:
            if not isinstance(error, EngineFileDenied) or not the_engine_is_at_work():
                _refused(error)
                raise
        except (TypeError, ValueError):  # no path at all: the operation itself will say so
            return


def _refused(error: FileAccessDenied) -> None:
    if _tell is not None:
        _tell(error.detail)


def _need() -> FileRules:
    assert _rules is not None
    return _rules


# -- paths ----------------------------------------------------------------------------------------------------------


def _absolute(path: Any, dir_fd: int | None = None) -> str:
    text = os.fsdecode(path)
    if os.path.isabs(text):  # noqa: PTH117 - on the path of every file operation
        return text
    return os.path.join(os.getcwd() if dir_fd in {None, -1} else _folder_of(dir_fd, text), text)  # noqa: PTH109, PTH118


def _folder_of(dir_fd: Any, name: str) -> str:
    """Where an open folder is."""
    try:
        if sys.platform == "darwin":
            folder = os.fsdecode(fcntl.fcntl(dir_fd, fcntl.F_GETPATH, bytes(1024)).rstrip(b"\0"))
        else:
            folder = os.readlink(f"/proc/self/fd/{dir_fd}")  # noqa: PTH115 - as above
    except OSError:
        raise FileAccessDenied(f"open {name}: where dir_fd {dir_fd} is cannot be told. Give the whole path.") from None
    return folder


def _write(path: Any, doing: str, dir_fd: Any = None, *, follow: bool = True) -> None:
    if not isinstance(path, int):
        _need().check_write(_absolute(path, dir_fd), doing, follow=follow)
    elif doing != _OPENING:  # a handle that was opened for reading can still change its file's mode and times
        real = _path_of_handle(path)
        if real is not None:
            _need().check_write(real, doing)


def _read(path: Any, doing: str) -> None:
    if not isinstance(path, int):
        _need().check_read(_absolute("." if path is None else path), doing)


def _path_of_handle(descriptor: int) -> str | None:
    """Which file an open handle is of; None: of none, or this system does not tell."""
    try:
        if sys.platform == "darwin":
            found = os.fsdecode(fcntl.fcntl(descriptor, fcntl.F_GETPATH, bytes(1024)).rstrip(b"\0"))
        else:
            found = os.readlink(f"/proc/self/fd/{descriptor}")  # noqa: PTH115 - as above
    except OSError:
        return None
    return found if found.startswith("/") else None


def _at(arguments: Arguments, index: int) -> Any:
    return arguments[index] if len(arguments) > index else None


# -- what Python tells of -------------------------------------------------------------------------------------------


def _open(arguments: Arguments) -> None:
    path, _, flags = arguments
    if flags & _WRITES:
        _write(path, _OPENING)
    else:
        _read(path, "open for reading")


def _changes(doing: str, dir_fd: int | None = None, *, follow: bool = True) -> Callable[[Arguments], None]:
    """The check of an operation whose first argument is what it changes; `dir_fd`: the index of that argument."""

    def check(arguments: Arguments) -> None:
        _write(arguments[0], doing, None if dir_fd is None else _at(arguments, dir_fd), follow=follow)

    return check


def _rename(arguments: Arguments) -> None:
    _write(arguments[0], "rename", _at(arguments, 2), follow=False)
    _write(arguments[1], "rename to", _at(arguments, 3), follow=False)


def _link(arguments: Arguments) -> None:
    _write(arguments[0], "make a link to", _at(arguments, 2))  # who may write the link may write the file
    _write(arguments[1], "make a link at", _at(arguments, 3), follow=False)


def _symlink(arguments: Arguments) -> None:
    _write(arguments[1], "make a link at", _at(arguments, 2), follow=False)


def _list(arguments: Arguments) -> None:
    _read(_at(arguments, 0), "list")


def _bind(arguments: Arguments) -> None:
    if isinstance(arguments[1], (str, bytes)) and arguments[1][:1] not in {"\0", b"\0"}:
        _write(arguments[1], "make a socket at")


def _popen(arguments: Arguments) -> None:
    _program(arguments[2])


def _program(folder: Any = None) -> None:
    """A program works unwatched: it begins, at least, where functions may work."""
    _need().check_folder(_absolute("." if folder is None else folder), "start a program in")


def _program_here(_: Arguments) -> None:
    _program()


# -- SQLite opens its files by itself -------------------------------------------------------------------------------


def _sqlite(arguments: Arguments) -> None:
    _check_database(os.fsdecode(arguments[0]))


def _watch_attached_databases() -> None:
    """ATTACH and VACUUM INTO open further files: only the compilation of the statement tells of them."""
    plain = sqlite3.connect

    def connect(database: Any, *arguments: Any, **options: Any) -> sqlite3.Connection:
        con: sqlite3.Connection = plain(database, *arguments, **options)
        if not os.fsdecode(database).endswith(_ENGINE_DATABASES):
            con.set_authorizer(_authorize)
        return con

    sqlite3.connect = sqlite3.dbapi2.connect = connect  # type: ignore[assignment]


def _authorize(action: int, name: str | None, *_: Any) -> int:
    if action != _SQLITE_ATTACH:
        return sqlite3.SQLITE_OK
    if name is None:
        log.error("ATTACH needs its file's name as a literal: the file guard looks at it.")
        return sqlite3.SQLITE_DENY
    try:
        _check_database(name)
    except FileAccessDenied as error:
        _refused(error)  # SQLite itself only says "not authorized"
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def _check_database(name: str) -> None:
    if name in {"", ":memory:"}:
        return
    if not name.startswith("file:"):
        _write(name, "open for writing the database")
        return
    path, _, query = name[len("file:") :].partition("#")[0].partition("?")
    options = parse_qs(query)
    path = unquote(path)
    if path.startswith("//"):
        path = "/" + path[2:].partition("/")[2]
    if path in {"", ":memory:"} or "memory" in options.get("mode", []):
        return
    if "ro" in options.get("mode", []) or "1" in options.get("immutable", []):
        _need().check_database_read(_absolute(path), "open for reading the database")
    else:
        _write(path, "open for writing the database")


_CHECKS: Mapping[str, Callable[[Arguments], None]] = {
    "open": _open,
    "os.remove": _changes("remove", 1, follow=False),
    "os.rmdir": _changes("remove the folder", 1, follow=False),
    "os.mkdir": _changes("make the folder", 2, follow=False),
    "os.chmod": _changes("change the mode of", 2),
    "os.chown": _changes("change the owner of", 3),
    "os.chflags": _changes("change the flags of"),
    "os.utime": _changes("change the times of", 3),
    "os.truncate": _changes("truncate"),
    "os.setxattr": _changes("change the attributes of"),
    "os.removexattr": _changes("change the attributes of"),
    "os.rename": _rename,
    "os.link": _link,
    "os.symlink": _symlink,
    "os.listdir": _list,
    "os.scandir": _list,
    "shutil.rmtree": _changes("remove the folder", 1, follow=False),
    "socket.bind": _bind,
    "sqlite3.connect": _sqlite,
    "subprocess.Popen": _popen,
    "os.system": _program_here,
    "os.exec": _program_here,
    "os.posix_spawn": _program_here,
    "os.spawn": _program_here,
}


def _watch_what_has_no_event() -> None:
    """`os.open` tells nothing of its dir_fd; making pipes and devices is told of not at all."""
    plain_open = os.open

    def guarded_open(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if dir_fd is not None and flags & _WRITES:
            _write_or_tell(path, _OPENING, dir_fd)
        return plain_open(path, flags, mode, dir_fd=dir_fd)

    os.supports_dir_fd.add(guarded_open)
    os.open = guarded_open
    for name in ("mkfifo", "mknod"):
        plain = getattr(os, name, None)
        if plain is not None:
            setattr(os, name, _guarded(plain))


def _write_or_tell(path: Any, doing: str, dir_fd: int | None, *, follow: bool = True) -> None:
    try:
        _write(path, doing, dir_fd, follow=follow)
    except FileAccessDenied as error:
        _refused(error)
        raise


def _guarded(plain: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(path: Any, *arguments: Any, dir_fd: int | None = None, **more: Any) -> Any:
        _write_or_tell(path, "make a pipe or device at", dir_fd, follow=False)
        return plain(path, *arguments, dir_fd=dir_fd, **more)

    return guarded
