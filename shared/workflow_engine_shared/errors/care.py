"""What can go wrong with what keeps renflow well: the service, backups, settings that are changed."""

from workflow_engine_shared.errors.base import RenError


class ServiceExists(RenError):
    """A service with other settings is installed."""

    code = "SERVICE_EXISTS"
    hint = "Remove it first: renflow service remove. Its data stays."


class ServiceNotInstalled(RenError):
    """There is no such service."""

    code = "SERVICE_NOT_INSTALLED"
    hint = "'renflow service install' makes it; a data directory of its own (--home) has a service of its own."


class ServiceFailed(RenError):
    """The system's service manager did not do what it was asked."""

    code = "SERVICE_FAILED"
    hint = "'renflow service install --print' shows the file and the commands, to be given to it by hand."


class BackupDamaged(RenError):
    """The backup is damaged, or no backup of renflow."""

    code = "BACKUP_DAMAGED"
    hint = "Nothing was restored. Take another backup, or a fresh copy of this one."


class BackupNewer(RenError):
    """The backup was made by a newer renflow."""

    code = "BACKUP_NEWER_THAN_APP"
    hint = "Nothing was restored. Upgrade renflow first."


class BundleDamaged(RenError):
    """The run bundle is damaged, or none of renflow."""

    code = "RUN_BUNDLE_DAMAGED"
    hint = "Nothing was imported. Export the run again, or take a fresh copy of the bundle."


class BundleNewer(RenError):
    """The run bundle was made by a newer renflow."""

    code = "RUN_BUNDLE_NEWER_THAN_APP"
    hint = "Nothing was imported. Upgrade renflow first."


class RunWentOn(RenError):
    """The run went on while it was copied."""

    code = "RUN_WENT_ON"
    hint = "Pause the run, and export it again."


class HomeInUse(RenError):
    """Supervisors or workers are at work in the data directory."""

    code = "HOME_IN_USE"
    hint = "Stop the supervisor (Ctrl-C, or renflow service remove) and its runs, or choose another --home."


class HomeNotEmpty(RenError):
    """The data directory holds data already."""

    code = "HOME_NOT_EMPTY"
    hint = "Choose another --home, or let --force set aside what is there; it is kept beside it."


class SettingNotWritten(RenError):
    """The settings cannot be read or written."""

    code = "SETTING_NOT_WRITTEN"
    hint = "Nothing was changed. Mend config.toml in the data directory, or its permissions."


class SettingFixed(RenError):
    """A REN_ variable decides this setting, so that what config.toml says has no effect."""

    code = "SETTING_FIXED"
    hint = "Take the variable out of the supervisor's environment and start it anew, or change it there."
