"""Questions about hooks: which there are, how they fare, and whether a message comes through now."""

from concurrent.futures import ThreadPoolExecutor

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.errors import DeliveryFailed, HookNotFound, Problem
from workflow_engine_shared.ids import shown
from workflow_engine_shared.storage.workflow.outbox.deliveries import HookRow
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_supervisor.hooks.config import Hook, HooksAtHand
from workflow_engine_supervisor.hooks.notice import Notice
from workflow_engine_supervisor.hooks.outside import Outside

_SIDE_BY_SIDE = 8


class HookDesk:
    """Any thread."""

    def __init__(self, at_hand: HooksAtHand, outside: Outside, store: Store, clock: Clock) -> None:
        self._at_hand = at_hand
        self._outside = outside
        self._store = store
        self._clock = clock

    def hooks(self) -> tuple[list[tuple[str, Hook, HookRow]], tuple[Problem, ...]]:
        """Each usable hook with how it fares, by name; and what is wrong in the file."""
        found = self._at_hand()
        with self._store.read() as tx:
            rows = {row.name: row for row in tx.list_hooks()}
        listed = [(name, hook, rows.get(name, HookRow(name, 0, 0))) for name, hook in sorted(found.of_name.items())]
        return listed, found.problems

    def test(self, name: str | None) -> dict[str, str | None]:
        """Send a test message by one hook, or by all; says of each why it was not taken, None: it was.

        Raises:
            HookNotFound: there is none with this name, or it cannot be used.
        """
        hooks = self._at_hand().of_name
        if name is not None and name not in hooks:
            raise HookNotFound(f"There is no hook {shown(name)} that can be used.")
        chosen = {each: hook for each, hook in sorted(hooks.items()) if name in (None, each)}
        with ThreadPoolExecutor(_SIDE_BY_SIDE, "hook-test") as threads:
            return dict(zip(chosen, threads.map(self._tried, chosen.values()), strict=True))

    def _tried(self, hook: Hook) -> str | None:
        try:
            self._outside.tell(hook, Notice(0, "test", self._clock.now()), self._outside.line())
        except DeliveryFailed as error:
            return error.detail
        return None
