"""What the visits of a run work with."""

from dataclasses import dataclass, field

from workflow_engine_shared.paths import RunPaths
from workflow_engine_shared.web.access import WebAccess
from workflow_engine_worker.control.commands import RunCommands
from workflow_engine_worker.control.own_threads import OwnThreads
from workflow_engine_worker.control.wait_rows import WaitRows
from workflow_engine_worker.lanes.loop import ItemLanes
from workflow_engine_worker.output.capture import Capture
from workflow_engine_worker.reporting.reporter import Reporter
from workflow_engine_worker.stack_watchdog import StackWatchdog
from workflow_engine_worker.steps.journal import JournalWriter
from workflow_engine_worker.visits.positions import Positions
from workflow_engine_worker.visits.visit_store import VisitStore


@dataclass(frozen=True)
class Tools:
    """What every visit of this run uses."""

    thread_id: str
    paths: RunPaths
    commands: RunCommands
    visit_store: VisitStore
    journal: JournalWriter
    report: Reporter
    positions: Positions
    capture: Capture
    stack_watchdog: StackWatchdog
    threads: OwnThreads
    lanes: ItemLanes
    wait_rows: WaitRows
    web: WebAccess = field(default_factory=WebAccess)
