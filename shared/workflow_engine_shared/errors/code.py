"""What can go wrong with code that is kept with a version of a flow."""

from workflow_engine_shared.errors.base import RenError


class CodeNotFreezable(RenError):
    """The code of a flow's functions cannot be kept with its version."""

    code = "CODE_NOT_FREEZABLE"
    hint = "Mend what is named, or publish without pinning: 'policy': {'code': 'live'}."


class CodeDamaged(RenError):
    """The code that was kept with a version is not what was published."""

    code = "CODE_DAMAGED"
    hint = "Put the file back from a backup, or publish a new version and resume the run with it."


class VersionDoesNotFit(RenError):
    """A run cannot go on with this version of its flow."""

    code = "VERSION_DOES_NOT_FIT"
    hint = "Resume it with the version it has, or start a new run of the other one."
