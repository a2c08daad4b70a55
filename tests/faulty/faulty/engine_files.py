"""Ways in which ordinary code meets the engine's own files; each takes the data directory and another run's id."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from workflow_engine import current_run, map_steps, register_function


@register_function("meets_engine")
def meets_engine(state, *, way, home, other):
    """Do what `way` names; whoever is let through leaves a mark."""
    WAYS[way](Path(home), Path(home) / "runs" / other, current_run().outputs_dir.parent)
    return {"through": [*state.get("through", []), way]}


def _remove_all_runs(home, other, own):
    shutil.rmtree(home / "runs")


def _remove_other_run(home, other, own):
    shutil.rmtree(other)


def _remove_own_run(home, other, own):
    shutil.rmtree(own)


def _remove_home(home, other, own):
    shutil.rmtree(home)


def _overwrite_database(home, other, own):
    open(home / "workflow.db", "wb").close()


def _append_to_database(home, other, own):
    with (home / "workflow.db").open("ab") as file:
        file.write(b"x")


def _remove_log_of_database(home, other, own):
    (home / "workflow.db-wal").unlink()


def _write_database(home, other, own):
    with contextlib.closing(sqlite3.connect(home / "workflow.db")) as con:
        con.execute("DELETE FROM runs")
        con.commit()


def _attach_database(home, other, own):
    with contextlib.closing(sqlite3.connect("mine.db")) as con:
        con.execute(f"ATTACH '{home / 'workflow.db'}' AS theirs")


def _copy_database(home, other, own):
    shutil.copy(home / "workflow.db", "copy.db")


def _read_own_run_db(home, other, own):
    (own / "run.db").read_bytes()


def _overwrite_own_run_db(home, other, own):
    (own / "run.db").write_bytes(b"")


def _write_own_run_db(home, other, own):
    with contextlib.closing(sqlite3.connect(f"file:{own / 'run.db'}", uri=True)) as con:
        con.execute("DELETE FROM steps")
        con.commit()


def _truncate_own_log(home, other, own):
    os.truncate(own / "logs.jsonl", 0)


def _remove_own_lock(home, other, own):
    (own / "worker.lock").unlink()


def _replace_own_vitals(home, other, own):
    Path("mine").write_text("x")
    os.replace("mine", own / "vitals")


def _write_into_other_run(home, other, own):
    (other / "outputs" / "mine.txt").write_text("x")


def _write_into_others_work(home, other, own):
    (other / "work" / "mine.txt").write_text("x")


def _write_settings(home, other, own):
    (home / "config.toml").write_text("token = 'mine'")


def _read_settings(home, other, own):
    (home / "config.toml").read_text()


def _read_secrets(home, other, own):
    return (home / "secrets.toml").read_text()


def _remove_supervisor_info(home, other, own):
    (home / "supervisor.json").unlink()


def _remove_supervisor_lock(home, other, own):
    (home / "supervisor.lock").unlink()


def _take_the_reserve(home, other, own):
    (home / ".reserve").unlink()


def _empty_trash(home, other, own):
    os.makedirs(home / "trash" / "mine")


def _up_from_the_working_directory(home, other, own):
    open("../../../workflow.db", "r+b").close()


def _through_a_link(home, other, own):
    Path("link").unlink(missing_ok=True)
    Path("link").symlink_to(home)
    open("link/workflow.db", "r+b").close()


def _in_other_case(home, other, own):
    open(home / "WORKFLOW.DB", "w").close()


def _hard_link(home, other, own):
    os.link(home / "workflow.db", "hard.db")


def _by_folder_handle(home, other, own):
    folder = os.open(home, os.O_RDONLY)
    try:
        os.close(os.open("workflow.db", os.O_WRONLY, dir_fd=folder))
    finally:
        os.close(folder)


def _by_reopened_handle(home, other, own):
    with open(own / "logs.jsonl", "rb") as log:
        open(f"/proc/self/fd/{log.fileno()}", "r+b").close()


def _by_dev_fd(home, other, own):
    with open(own / "logs.jsonl", "rb") as log:
        open(f"/dev/fd/{log.fileno()}", "r+b").close()


def _mode_of_handle(home, other, own):
    with open(own / "logs.jsonl", "rb") as log:
        os.fchmod(log.fileno(), 0o644)


def _times_of_handle(home, other, own):
    with open(own / "logs.jsonl", "rb") as log:
        os.utime(log.fileno(), (0, 0))


def _program_in_the_home(home, other, own):
    subprocess.run([sys.executable, "-c", "pass"], cwd=home, check=True)


def _item(path):
    open(path, "r+b").close()


def _from_an_item_process(home, other, own):
    list(map_steps(_item, [str(home / "workflow.db")], pool="process"))


WAYS = {name[1:]: value for name, value in list(globals().items()) if name.startswith("_") and callable(value)}
del WAYS["item"]


@register_function("ordinary_paths")
def ordinary_paths(state):
    """What libraries do with relative paths: their `runs` folder, a database of their own, logs."""
    for name in ("runs/train/exp1", "trash", "backups", "tmp"):
        os.makedirs(name, exist_ok=True)
    shutil.rmtree("runs")
    for name in ("workflow.db", "run.db", "supervisor.json", "logs.jsonl", "config.toml", "worker.lock"):
        Path(name).write_text("mine")
        assert Path(name).read_text() == "mine"
    with contextlib.closing(sqlite3.connect("state.db")) as con:
        con.execute("CREATE TABLE t (a)")
        con.commit()
    run_db = current_run().outputs_dir.parent / "run.db"
    with contextlib.closing(sqlite3.connect(f"file:{run_db}?mode=ro", uri=True)) as con:
        assert con.execute("SELECT count(*) FROM checkpoints").fetchone()[0] >= 0
    print("to the log", file=open("/dev/fd/2", "w"), flush=True)
    child = subprocess.run([sys.executable, "-c", "import os; print(os.getcwd())"], check=True, capture_output=True)
    return {"cwd": os.getcwd(), "child": child.stdout.decode().strip(), "found": sorted(os.listdir())}


@register_function("makes_manager")
def makes_manager(state):
    """`multiprocessing.Manager` makes a socket below TMPDIR."""
    import multiprocessing

    with multiprocessing.get_context("spawn").Manager() as manager:
        shared = manager.dict(a=1)
        return {"shared": shared["a"], "tmp": os.environ["TMPDIR"]}
