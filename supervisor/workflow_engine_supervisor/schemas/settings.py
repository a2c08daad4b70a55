"""The settings as they may be shown."""

from typing import TypeAlias

import msgspec

from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_shared.settings import Settings

Shown: TypeAlias = bool | int | float | str | list[str]


def shown_settings(settings: Settings) -> dict[str, Shown]:
    """All settings in effect, by name; of the token only whether there is one, and no password of an address."""
    shown: dict[str, Shown] = msgspec.to_builtins(settings)
    masker = Masker()
    return {**shown, "token": bool(settings.token), "index_url": masker.text(settings.index_url)}
