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
