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


class SignatureRequired(RenError):
    """A version of a flow must be signed, and is not."""

    code = "SIGNATURE_REQUIRED"
    hint = "Publish it with `renflow flows publish FLOW --sign KEY`; a run of it then goes on with a resume."


class SignatureInvalid(RenError):
    """The signature of a version of a flow does not hold."""

    code = "SIGNATURE_INVALID"
    hint = "Sign it again with a key that is trusted (`renflow flows publish FLOW --sign KEY`), if it is yours."


class KeyUnusable(RenError):
    """A key cannot be used."""

    code = "KEY_UNUSABLE"
    hint = "'renflow keys list' shows the keys of this data directory."


class SignaturesUnavailable(RenError):
    """Signatures need the package cryptography, which is not installed."""

    code = "SIGNATURES_UNAVAILABLE"
    hint = "Install it beside renflow: pip install 'renflow[signatures]'."
