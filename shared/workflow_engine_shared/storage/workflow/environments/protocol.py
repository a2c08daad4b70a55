"""What a store does with environments; stands alone so that the store's own protocol names it only."""

from typing import Protocol


class EnvironmentReads(Protocol):
    """`environments.py` says what each does and raises."""

    def used_environments(self) -> tuple[list[tuple[str, int, str]], list[tuple[str, str, str]]]: ...


class EnvironmentWrites(Protocol):
    """`environments.py` says what each does and raises."""

    def lock_version(self, flow_id: str, version: int, environment: str) -> None: ...
    def set_environment(self, thread_id: str, epoch: int, environment: str) -> bool: ...
