"""Checks the environments of flows: what they take, which could not be built, and whether uv is there to build them."""

from collections.abc import Iterator

from workflow_engine_shared.environments.installer_process import find_uv
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.home.environments import built_environments
from workflow_engine_supervisor.home.finding import Finding, Verdict

_SHOWN = 3
_SHORT = 12


def flow_environments(settings: Settings) -> Iterator[Finding]:
    """Nothing where no flow has ever had one."""
    home = settings.home_paths
    if not home.environments.is_dir() and not home.locks.is_dir():
        return
    found = built_environments(home)
    have = f"{len(found.sizes)} built, {found.size_mb:,.0f} MB in {home.environments}"
    if found.failed:
        shown = [f"{name[:_SHORT]}: {_first(why)}" for name, why in found.failed.items()][:_SHOWN]
        more = f"; and {len(found.failed) - _SHOWN} more" if len(found.failed) > _SHOWN else ""
        hint = (
            "What building said: the Library, or GET /environments/HASH/log. The next run that needs one tries again."
        )
        detail = f"{have}; {len(found.failed)} could not be built: {'; '.join(shown)}{more}"
        yield Finding("environments", Verdict.WARNING, detail, hint)
    elif find_uv() is None:
        yield Finding("environments", Verdict.WARNING, f"{have}; uv, which builds them, is not there.", _NO_UV)
    else:
        yield Finding("environments", Verdict.OK, f"{have}.")


def _first(text: str) -> str:
    return text.partition("\n")[0]


_NO_UV = "python -m pip install uv. Those that are built need no uv."
