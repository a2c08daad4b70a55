"""What can be wrong around the engine: the data directory, its databases, the network."""

from workflow_engine_shared.errors.base import RenError


class AlreadyRunning(RenError):
    """Another supervisor owns this home."""

    code = "ALREADY_RUNNING"
    hint = "Use that one, or choose another --home."


class NotRunning(RenError):
    """No supervisor is running for this home."""

    code = "NOT_RUNNING"
    hint = "Start one: renflow serve"


class PortInUse(RenError):
    """The port belongs to another program."""

    code = "PORT_IN_USE"
    hint = "Choose another --port, or 0 for any free one."


class HomeNotWritable(RenError):
    """The data directory cannot be written."""

    code = "HOME_NOT_WRITABLE"
    hint = "Choose another with --home or REN_HOME, or mend its permissions."


class HomeUnsafe(RenError):
    """Another user could read or change the data directory."""

    code = "HOME_UNSAFE"
    hint = "Choose another with --home or REN_HOME, or make it a directory of your own that only you can write."


class HomeOnNetwork(RenError):
    """The data directory is on a file system of the network, where a database may be damaged."""

    code = "HOME_ON_NETWORK_FS"
    hint = "Choose a local directory with --home or REN_HOME; allow_network_home = true takes the risk."


class ConfigError(RenError):
    """A setting has a wrong value."""

    code = "CONFIG_ERROR"
    hint = "Flags win over REN_* variables, these over config.toml in the data directory."


class DatabaseNotOurs(RenError):
    """The file is not a renflow database."""

    code = "DB_NOT_OURS"
    hint = "It was left untouched. Move it away, or choose another --home."


class DatabaseNewer(RenError):
    """The database was written by a newer renflow."""

    code = "DB_NEWER_THAN_APP"
    hint = "It was left untouched. Upgrade renflow, or choose another --home."


class StorageFailure(RenError):
    """The database could not be read or written."""

    code = "STORAGE_FAILURE"
    hint = "Look at the disk and the data directory's permissions (renflow doctor names them), then try again."


class DatabaseDamaged(StorageFailure):
    """The content of a database file is damaged."""

    code = "DB_CORRUPT"
    hint = "It was left as it is. Restore it from a backup; renflow doctor says which file is damaged."


class DatabaseMissing(StorageFailure):
    """The database of a data directory with runs is gone."""

    code = "DB_MISSING"
    hint = "Put workflow.db back from a backup and start the supervisor anew; without one, move the runs folder away."


class DatabaseBusy(StorageFailure):
    """The database is locked by another program."""

    code = "DB_BUSY"
    hint = "Try again; close programs that hold workflow.db open for writing."


class TooManyOpenFiles(StorageFailure):
    """The system gives this process no more file handles."""

    code = "TOO_MANY_OPEN_FILES"
    hint = (
        "Nothing is lost: it goes on once files are closed. Raise the limit (ulimit -n) and start the supervisor anew."
    )


class DiskFull(StorageFailure):
    """The disk is full."""

    code = "DISK_FULL"
    hint = "Free some space: nothing is lost, waiting runs go on by themselves."


class HostNotAllowed(RenError):
    """The request names a host this server does not answer for."""

    code = "HOST_NOT_ALLOWED"
    hint = "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address."


class OriginNotAllowed(RenError):
    """A page of another origin sent this request."""

    code = "ORIGIN_NOT_ALLOWED"
    hint = "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address."


class Unauthorized(RenError):
    """The request carries no valid token."""

    code = "UNAUTHORIZED"
    hint = "Send Authorization: Bearer TOKEN with the token given to the server."


class NotFound(RenError):
    """There is nothing at this address."""

    code = "NOT_FOUND"
    hint = "docs/api.md lists the endpoints."


class MethodNotAllowed(RenError):
    """This address does not take this method."""

    code = "METHOD_NOT_ALLOWED"
    hint = "The Allow header lists what it takes."
