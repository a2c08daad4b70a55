"""Environments as versions and runs have them: by the hash of their lock."""

from workflow_engine_shared.storage.sqlite.database import Connection, every, one
from workflow_engine_shared.storage.sqlite.statements import load

_SQL = load(__package__, "environments")


def used_environments(con: Connection) -> tuple[list[tuple[str, int, str]], list[tuple[str, str, str]]]:
    """Versions with an environment as flow id, version and hash, and runs that are not over as id, status and hash."""
    versions = [
        (row["flow_id"], row["version"], row["environment"]) for row in every(con, _SQL["versions_in_environments"], {})
    ]
    runs = [
        (row["thread_id"], row["status"], row["environment"]) for row in every(con, _SQL["runs_in_environments"], {})
    ]
    return versions, runs


def set_environment(con: Connection, thread_id: str, epoch: int, environment: str) -> bool:
    """Let a run have the environment that its worker resolved. False: another worker holds it."""
    params = {"thread_id": thread_id, "epoch": epoch, "environment": environment}
    return one(con, _SQL["set_environment"], params) is not None


def lock_version(con: Connection, flow_id: str, version: int, environment: str) -> None:
    """Keep what a version's environment was resolved to; one that was resolved before stays as it is."""
    con.execute(_SQL["lock_version"], {"flow_id": flow_id, "version": version, "environment": environment})
