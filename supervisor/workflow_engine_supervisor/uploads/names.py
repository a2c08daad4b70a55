"""The rule for names of uploaded files: what it lets through can be a file on every system, below one folder."""

from workflow_engine_shared.artifacts.files import name_problem
from workflow_engine_shared.errors import InvalidFileName, Problem
from workflow_engine_shared.ids import id_problem, shown

MAX_DEPTH = 32
MAX_PATH_BYTES = 1024


def checked_path(path: str, pointer: str = "/path") -> tuple[str, ...]:
    """The parts of a path that an uploaded file may have, '/' between folders.

    Raises:
        InvalidFileName: it leads elsewhere, or some system cannot have such a file.
    """
    problem = path_problem(path)
    if problem:
        told = Problem("BAD_FILE_NAME", pointer, f"{shown(path, 120)}: {problem}.", InvalidFileName.hint)
        raise InvalidFileName(f"{shown(path, 120)} cannot be a file's name here: {problem}.", problems=[told])
    return tuple(path.split("/"))


def path_problem(path: str) -> str:
    """What is wrong with a path, or an empty string."""
    if path.startswith(("/", "\\")):
        return "it is an absolute path"
    if path[1:2] == ":":
        return f"it begins with a drive, {shown(path[:2])}"
    parts = path.split("/")
    if ".." in parts or "." in parts:
        return "it leads out of its folder by '.' or '..'"
    if len(parts) > MAX_DEPTH:
        return f"it has {len(parts)} folders; {MAX_DEPTH} may be"
    problem = next(filter(None, map(part_problem, parts)), "")
    if problem:
        return problem
    size = len(path.encode())
    return f"it has {size} bytes in UTF-8; {MAX_PATH_BYTES} may be" if size > MAX_PATH_BYTES else ""


def part_problem(part: str) -> str:
    """What is wrong with the name of one file or folder, or an empty string."""
    if not part:
        return "it has an empty name in it"
    problem = name_problem(part)
    if problem:
        return f"{shown(part)} {problem}"
    if part.endswith((" ", ".")):
        return f"{shown(part)} ends with a blank or a dot, which Windows leaves out"
    stem = part.split(".", maxsplit=1)[0].rstrip()
    return f"{shown(part)} is a device name on Windows" if id_problem(stem).endswith("on Windows") else ""


def is_clutter(part: str) -> bool:
    """Whether a name is that of what systems put into folders and archives for themselves: nobody's data."""
    return part == "__MACOSX" or part.lower() in {"thumbs.db", "desktop.ini"} or part.startswith(".")
