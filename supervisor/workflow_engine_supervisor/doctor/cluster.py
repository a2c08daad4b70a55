"""Checks the cluster that loops with `pool="ray"` run on."""

import importlib.metadata
import importlib.util
from collections.abc import Iterator

from workflow_engine_shared.errors.cluster import RayNotInstalled
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.web.listening import refusal
from workflow_engine_supervisor.home.finding import Finding, Verdict

_LOCAL = "local"


def cluster(settings: Settings) -> Iterator[Finding]:
    """Whether Ray is installed and somebody listens at the cluster's address; nothing where none is set."""
    address = settings.ray_address
    if not address:
        return
    if importlib.util.find_spec("ray") is None:
        detail = f"ray_address is {address}, and Ray is not installed here."
        yield Finding("cluster", Verdict.ERROR, detail, RayNotInstalled.hint)
        return
    have = f"Ray {importlib.metadata.version('ray')}, renflow {importlib.metadata.version('renflow')}"
    if address == _LOCAL:
        yield Finding("cluster", Verdict.OK, f"Runs start a cluster of this machine alone ({have}).")
    elif why := refusal(address, tries=1):
        hint = "Start the cluster, or let this machine join it; runs that need it wait meanwhile. See docs/cluster.md."
        yield Finding("cluster", Verdict.WARNING, f"Nobody answers at {address}: {why} ({have} here).", hint)
    else:
        yield Finding("cluster", Verdict.OK, f"Somebody answers at {address} ({have} here; its machines need both).")
