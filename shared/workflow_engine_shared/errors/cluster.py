"""What can be wrong with the cluster that a loop's items run on."""

from workflow_engine_shared.errors.base import RenError


class ClusterNotSet(RenError):
    """`pool="ray"` needs a cluster, and the setting `ray_address` names none."""

    code = "CLUSTER_NOT_SET"
    hint = (
        "Set ray_address to the cluster's address (host:6379), or to local for trying out; or use pool='process', "
        "which needs no cluster. Then resume."
    )


class RayNotInstalled(RenError):
    """`pool="ray"` needs Ray, and it is not installed where renflow runs."""

    code = "RAY_NOT_INSTALLED"
    hint = "Install it there with pip install 'renflow[ray]', or use pool='process'; then resume."


class ClusterRefused(RenError):
    """The cluster does not take this run's items."""

    code = "CLUSTER_REFUSED"
    hint = "Mend what the message names, such as the token or the versions on the machines; then resume."


class ClusterUnreachable(RenError):
    """The cluster cannot be reached; the run waits and tries again."""

    code = "CLUSTER_UNREACHABLE"
    hint = "Nothing to do once the cluster is back: the run goes on by itself. It can be paused or cancelled."


class CodeNotSendable(RenError):
    """The flows folders cannot be sent to the machines of the cluster."""

    code = "CODE_NOT_SENDABLE"
    hint = "Move data out of the flows folders, or pin the flow's code: then only its own files are sent."
