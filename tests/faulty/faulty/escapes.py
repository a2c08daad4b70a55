"""Ways to reach files that are not the run's own; each takes the folder it tries to reach."""

import contextlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from workflow_engine import current_run, map_steps, register_function


@register_function("escape")
def escape(state, *, way, outside):
    """Do what `way` names; whoever is let through leaves a mark."""
    WAYS[way](Path(outside))
    return {"through": [*state.get("through", []), way]}


def _own(name="own.txt"):
    path = current_run().outputs_dir / name
    path.write_text("own")
    return path


def _open_w(outside):
    open(outside / "new.txt", "w").close()


def _open_a(outside):
    with (outside / "file.txt").open("a") as file:
        file.write("more")


def _open_rw(outside):
    with (outside / "file.txt").open("r+b") as file:
        file.write(b"X")


def _open_bytes_path(outside):
    open(os.fsencode(outside / "new2.txt"), "x").close()


def _os_open(outside):
    os.close(os.open(outside / "raw", os.O_WRONLY | os.O_CREAT))


def _os_open_dir_fd(outside):
    folder = os.open(outside, os.O_RDONLY)
    os.close(os.open("raw2", os.O_WRONLY | os.O_CREAT, dir_fd=folder))


def _write_text(outside):
    (outside / "text").write_text("x")


def _copy(outside):
    shutil.copy(_own(), outside / "copy")


def _rename_out(outside):
    os.rename(_own("moves"), outside / "moved")


def _rename_in(outside):
    os.rename(outside / "moved_in", current_run().outputs_dir / "stolen")


def _remove(outside):
    os.remove(outside / "removed")


def _link(outside):
    os.link(outside / "file.txt", current_run().outputs_dir / "hard")


def _symlink(outside):
    os.symlink(_own(), outside / "soft")


def _through_symlink(outside):
    link = current_run().outputs_dir / "innocent"
    link.unlink(missing_ok=True)
    link.symlink_to(outside)
    (link / "through").write_text("x")


def _dots(outside):
    up = "/".join([".."] * len(current_run().outputs_dir.parts))
    (current_run().outputs_dir / f"{up}{outside}" / "dots").write_text("x")


def _relative(outside):
    before = Path.cwd()
    os.chdir(outside)
    try:
        Path("relative").write_text("x")
    finally:
        os.chdir(before)


def _chmod(outside):
    os.chmod(outside / "file.txt", 0o600)


def _utime(outside):
    os.utime(outside / "file.txt")


def _mkdir(outside):
    (outside / "folder").mkdir()


def _rmdir(outside):
    (outside / "empty").rmdir()


def _rmtree(outside):
    shutil.rmtree(outside / "tree")


def _truncate(outside):
    os.truncate(outside / "file.txt", 1)


def _mkfifo(outside):
    os.mkfifo(outside / "pipe")


def _sqlite(outside):
    with contextlib.closing(sqlite3.connect(outside / "new.db")) as con:
        con.execute("CREATE TABLE t (a)")


def _sqlite_attach(outside):
    with contextlib.closing(sqlite3.connect(current_run().outputs_dir / "own.db")) as con:
        con.execute(f"ATTACH '{outside / 'attached.db'}' AS other")
        con.execute("CREATE TABLE other.t (a)")


def _tempfile(outside):
    tempfile.NamedTemporaryFile(dir=outside).close()


def _mkdtemp(outside):
    tempfile.mkdtemp(dir=outside)


def _subprocess_cwd(outside):
    subprocess.run([sys.executable, "-c", "open('child', 'w')"], cwd=outside, check=True)


def _system_cwd(outside):
    before = Path.cwd()
    os.chdir(outside)
    try:
        os.system("echo > shell")
    finally:
        os.chdir(before)


def _socket(outside):
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as server:
        server.bind(os.path.relpath(outside / "socket"))


def _item(path):
    Path(path).write_text("x")


def _process_pool(outside):
    list(map_steps(_item, [str(outside / "pooled")], pool="process"))


WAYS = {name[1:]: value for name, value in list(globals().items()) if name.startswith("_") and callable(value)}
for _name in ("own", "item"):
    del WAYS[_name]


@register_function("reads")
def reads(state, *, path):
    """What a function finds in a file or folder."""
    path = Path(path)
    if path.is_dir():
        return {"found": sorted(each.name for each in path.iterdir())}
    return {"found": path.read_text()}


def _size(path):
    return len(Path(path).read_bytes())


@register_function("looks_around")
def looks_around(state, *, path):
    """Code that takes what it may not read for nothing at all."""
    secret = str(Path(path) / "secret.txt")
    sizes = map_steps(_size, [secret, secret], pool="process", on_error="skip")
    found = {
        "glob": len(list(Path(path).glob("*"))),
        "walk": len(list(os.walk(path))),
        "exists": Path(secret).exists(),
        "pool": sum(1 for size in sizes if size),
    }
    return {"found": found}


@register_function("overwrites_inputs")
def overwrites_inputs(state):
    (current_run().inputs_dir / "mine").write_text("x")


@register_function("works")
def works(state):
    """Everything a function may do."""
    run = current_run()
    with tempfile.TemporaryDirectory() as folder:
        assert Path(folder).resolve().is_relative_to(run.outputs_dir.parent)
        Path(folder, "a").write_text("a")
    shutil.copytree(run.inputs_dir, run.outputs_dir / "copied")
    with contextlib.closing(sqlite3.connect(run.outputs_dir / "a.db")) as con:
        con.execute("ATTACH ':memory:' AS m")
        con.execute("CREATE TABLE t (a)")
    subprocess.run([sys.executable, "-c", "pass"], check=True, cwd=run.outputs_dir)
    with open(os.devnull, "w") as nothing:
        nothing.write("x")
    import wave

    return {"worked": True, "module": wave.__name__}
