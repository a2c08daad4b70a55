"""`workflow.db`: created and migrated by the supervisor, attached by workers."""

from pathlib import Path

from workflow_engine_shared.errors import DatabaseNotOurs
from workflow_engine_shared.storage.sqlite.database import Database
from workflow_engine_shared.storage.sqlite.migrate import Schema, check_before_writing, prepare

WORKFLOW = Schema(
    application_id=0x52454E31,
    version=7,
    package="workflow_engine_shared.storage.workflow",
    migrations=(
        "migrate_1_to_2.sql",
        "migrate_2_to_3.sql",
        "migrate_3_to_4.sql",
        "migrate_4_to_5.sql",
        "migrate_5_to_6.sql",
        "migrate_6_to_7.sql",
    ),
)


def open_workflow_db(path: Path) -> Database:
    """Open `workflow.db`, creating or migrating it first. Supervisor only; workers use `attach_workflow_db`.

    Raises:
        DatabaseNotOurs: the file is something else.
        DatabaseNewer: a newer renflow wrote it.
    """
    prepare(path, WORKFLOW)
    return Database(path, autocheckpoint=0)


def attach_workflow_db(path: Path, *, readonly: bool = False) -> Database:
    """Open a `workflow.db` that its supervisor has prepared.

    Raises:
        DatabaseNotOurs: it is absent, or something else.
        DatabaseNewer: another version of renflow prepared it.
    """
    if not path.is_file():
        raise DatabaseNotOurs(f"There is no database {path}.", hint="The supervisor makes it when it starts.")
    check_before_writing(path, WORKFLOW, may_be_empty=False)
    return Database(path, readonly=readonly, autocheckpoint=0)
