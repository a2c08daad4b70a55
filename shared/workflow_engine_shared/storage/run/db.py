"""A run's own database: opened for writing by the worker that holds the run's lock, read-only by everybody else."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from workflow_engine_shared.errors import DatabaseNotOurs, RunFilesMissing
from workflow_engine_shared.machine_limits import storage_error
from workflow_engine_shared.paths import sync_names
from workflow_engine_shared.plain_files import OddFile, refuse_odd_folder
from workflow_engine_shared.storage.sqlite import damage
from workflow_engine_shared.storage.sqlite.database import OFF, Connection, Database, connect
from workflow_engine_shared.storage.sqlite.fresh import make_fresh
from workflow_engine_shared.storage.sqlite.migrate import Schema, is_half_made, prepared, refuse_odd_database
from workflow_engine_shared.storage.sqlite.statements import load

from .fence import FencedConnection

_SQL = load(__package__, "visits")
#: Without one of these a `run.db` is not whole.
TABLES = (
    "checkpoints",
    "chunks",
    "writes",
    "visits",
    "spent",
    "loops",
    "steps",
    "reruns",
    "error_kinds",
    "answers",
    "code",
    "overlays",
    "applied_signals",
    "waits",
    "artifacts",
    "refusals",
)
#: In the log before it is copied and begins anew. SQLite's own 1000 are some 400 visits, each of which makes the log
#: longer, and a sync of that costs a third more than one of what is written over.
AUTOCHECKPOINT_PAGES = 250
#: Of the file in the memory of each of a worker's connections, which append: SQLite's own 2 MB fill up over thousands
#: of visits with what nobody reads again.
CACHE_KIB = 512


def open_for_writing(path: Path, epoch: int) -> Database:
    """Create or open `run.db` as the worker of this epoch. Call with the run's lock held.

    Every write of this process is fenced from then on: it fails as soon as a newer epoch stands in `owner`.

    Raises:
        Fenced: a newer worker owns the run already.
        RunFilesMissing: something else stands in its place.
    """
    refuse_odd(path)
    try:
        if not path.exists():
            sync_names(path.parent.parent)  # the folder may have been made without that
        is_fresh = make_fresh(path, RUN)
    except OSError as error:
        raise storage_error(error, f"{path} could not be made") from error
    with contextlib.nullcontext() if is_fresh else prepared(path, RUN):
        database = FencedDatabase(path, epoch, is_fresh=is_fresh)
        try:
            # Nobody has to find it after a power cut: all that might write is gone then.
            with database.write(lasting=False) as con:
                con.execute(_SQL["take_ownership"], {"epoch": epoch})
        except BaseException:
            database.close()
            raise
    return database


@contextlib.contextmanager
def reading(path: Path) -> Iterator[Connection | None]:
    """`run.db` for one look; None while it is absent, half made or without tables (the worker makes it).

    Raises:
        StorageFailure: it cannot be read.
        RunFilesMissing: something else stands in its place.
    """
    database = open_for_reading(path)
    if database is None:
        yield None
        return
    try:
        with database.read() as con:
            yield con if is_prepared(con) else None
    finally:
        database.close()


def open_for_reading(path: Path) -> Database | None:
    """Open `run.db` to look at; None while it is absent or half made (the worker makes it).

    Raises:
        RunFilesMissing: something else stands in its place.
    """
    refuse_odd(path)
    return Database(path, readonly=True) if path.exists() and not is_half_made(path) else None


def refuse_odd(path: Path) -> None:
    """`run.db` is a plain file in a folder of its own, or absent: nobody follows a link, or waits for a pipe.

    Raises:
        RunFilesMissing
    """
    try:
        refuse_odd_folder(path.parent)
        refuse_odd_database(path)
    except (OddFile, DatabaseNotOurs) as error:
        raise RunFilesMissing(f"{str(error).rstrip('.')}.") from error


def is_sound(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with a run's database, and all of it is there; reads all of it."""
    return damage.is_sound(path, TABLES)


def is_prepared(con: Connection) -> bool:
    """Whether the worker has made the tables: a file that was just created has none for a moment."""
    return bool(con.execute("PRAGMA user_version").fetchone()[0])


class FencedDatabase(Database):
    """A `run.db` whose connections can write only while their epoch owns the run."""

    def __init__(self, path: Path, epoch: int, *, is_fresh: bool = False) -> None:
        super().__init__(path)
        self._epoch = epoch
        if is_fresh:
            self._unsynced = OFF

    def _connect(self) -> Connection:
        con = connect(self.path, autocheckpoint=AUTOCHECKPOINT_PAGES, factory=FencedConnection)
        con.execute(f"PRAGMA cache_size=-{CACHE_KIB:d}")
        con.fence(self._epoch)
        return con


RUN = Schema(
    application_id=0x52454E32,
    version=6,
    package="workflow_engine_shared.storage.run",
    migrations=(
        "migrate_1_to_2.sql",
        "migrate_2_to_3.sql",
        "migrate_3_to_4.sql",
        "migrate_4_to_5.sql",
        "migrate_5_to_6.sql",
    ),
)
