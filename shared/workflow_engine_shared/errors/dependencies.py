"""What can be wrong with the packages that a flow needs."""

from workflow_engine_shared.errors.base import RenError


class DependencyNotAllowed(RenError):
    """A package that a flow needs is none that may be installed by itself."""

    code = "DEPENDENCY_NOT_ALLOWED"
    hint = "Install it yourself, or name it in the function's requires=; then resume."


class DependencyUnresolvable(RenError):
    """The packages that a flow needs do not exist, or do not fit what is installed."""

    code = "DEPENDENCY_UNRESOLVABLE"
    hint = "Change the requirement, or install what fits yourself; then resume."


class DependencyInstallFailed(RenError):
    """The packages that a flow needs could not be installed."""

    code = "DEPENDENCY_INSTALL_FAILED"
    hint = "The environment is as it was. Mend the cause the log names, then resume."


class PackageIndexUnreachable(DependencyInstallFailed):
    """The package index cannot be reached; the run waits and tries again."""

    hint = (
        "Nothing to do once the network or the index is back: the run goes on by itself. It can be paused or cancelled."
    )


class OwnModuleImport(RenError):
    """An import means a file of the flows folders, but would give something else or nothing."""

    code = "OWN_MODULE_IMPORT"
    hint = "Change the line as the message says, then resume."


class PythonMissing(RenError):
    """The Python version that an environment wants is not on this machine."""

    code = "PYTHON_MISSING"
    hint = "Install it (`uv python install VERSION`), or name another one in the environment's 'python'."


class EnvironmentForeign(RenError):
    """An environment was resolved for another system or another Python than there is here."""

    code = "ENVIRONMENT_FOREIGN"
    hint = "Publish the flow here as a new version, and let the run go on with that one (renflow resume --version)."


class EnvironmentDamaged(RenError):
    """An environment, or the list of its packages, is not what was made."""

    code = "ENVIRONMENT_DAMAGED"
    hint = "Remove it with `renflow envs remove HASH`: the next run that needs it builds it again."


class EnvironmentNotFound(RenError):
    """There is no such environment."""

    code = "ENVIRONMENT_NOT_FOUND"
    hint = "GET /environments, or renflow envs list, shows those that there are."


class EnvironmentInUse(RenError):
    """Runs that are at work, or wait for a worker, use the environment."""

    code = "ENVIRONMENT_IN_USE"
    hint = "Pause them, or wait for their end."
