"""The doctor's checks beyond the data directory: who runs renflow, who can reach it, the clock, the environment."""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_type_hints

from workflow_engine_shared.clock import Clock, parse_rfc3339, pause
from workflow_engine_shared.dsl.suggestion import did_you_mean
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.home.finding import Finding, Verdict
from workflow_engine_supervisor.loopback import is_loopback

#: Renflow is younger than the first, and the second is beyond all certificates: a clock outside was never set.
_YEARS = range(2025, 2100)
_AHEAD_SECONDS = 60.0
_PROBE_SECONDS = 0.05
_DRIFT_SECONDS = 0.025
_FEW_FILES = 256


def user() -> Finding:
    """Check whether flows run as root."""
    if sys.platform != "win32" and os.geteuid() == 0:
        hint = "Use a user of its own: what a flow's functions do, they do as root."
        return Finding("user", Verdict.WARNING, "renflow runs as root.", hint)
    return Finding("user", Verdict.OK, "renflow does not run as root.")


def exposure(settings: Settings) -> Finding:
    """Check whether other machines can reach the server."""
    if is_loopback(settings.host):
        return Finding("exposure", Verdict.OK, f"Only this machine can reach {settings.host}.")
    detail = f"Other machines can reach {settings.host}, and what is sent there is not encrypted, the token included."
    return Finding("exposure", Verdict.WARNING, detail, "Put a proxy with TLS in front, or listen on 127.0.0.1.")


def clock(root: Path, present: Clock) -> Finding:
    """Check the clock: nothing renflow decides hangs on the time of day, but all it shows does."""
    wall, steady = parse_rfc3339(present.now()).timestamp(), present.monotonic()
    pause(_PROBE_SECONDS)
    passed = parse_rfc3339(present.now()).timestamp() - wall
    drift = passed - (present.monotonic() - steady)
    year = parse_rfc3339(present.now()).year
    ahead = _newest(root) - wall
    hint = "Let the system set its clock (NTP). Runs are not harmed: waits and limits use another clock."
    if year not in _YEARS:
        return Finding("clock", Verdict.WARNING, f"The clock says it is the year {year}.", hint)
    if ahead > _AHEAD_SECONDS:
        detail = f"Files in {root} were written {ahead:.0f} seconds in the future: the clock was set back."
        return Finding("clock", Verdict.WARNING, detail, hint)
    if abs(drift) > _DRIFT_SECONDS:
        detail = f"The clock moved {passed * 1000:.0f} ms in {_PROBE_SECONDS * 1000:.0f}: it is being set."
        return Finding("clock", Verdict.WARNING, detail, hint)
    return Finding("clock", Verdict.OK, f"It is {present.now()}.")


def environment(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Variables that have no effect, or one nobody wants; the limit of open files."""
    known = {f"REN_{name.upper()}" for name in get_type_hints(Settings)}
    strangers = sorted(name for name in environ if name.startswith("REN_") and name not in known)
    complaints = [f"{name} has no effect. {did_you_mean(name, known)}".rstrip() for name in strangers]
    if environ.get("PYTHONOPTIMIZE"):
        complaints.append("PYTHONOPTIMIZE leaves out assertions, those in flows included.")
    if environ.get("LANGGRAPH_STRICT_MSGPACK", "").lower() in {"0", "false"}:
        complaints.append("LANGGRAPH_STRICT_MSGPACK is off; workers turn it on for themselves.")
    files = _open_files_allowed()
    if files is not None and files < _FEW_FILES:
        complaints.append(f"Only {files} files may be open at once (ulimit -n).")
    if complaints:
        yield Finding("environment", Verdict.WARNING, " ".join(complaints), "Mend or unset what is named.")
    else:
        yield Finding("environment", Verdict.OK, "No variable is in the way.")


def _newest(root: Path) -> float:
    times = [0.0]
    for path in (root, *root.glob("workflow.db*"), root / "supervisor.json"):
        try:
            times.append(path.stat().st_mtime)
        except OSError:
            continue
    return max(times)


def _open_files_allowed() -> int | None:
    allowed: int | None = None
    if sys.platform != "win32":
        import resource  # POSIX only

        allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return allowed
