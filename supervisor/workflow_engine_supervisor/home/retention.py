"""How long runs are kept, and how large the data directory may become: settings that are changed while it works."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import msgspec

from workflow_engine_shared.errors import SettingFixed, SettingNotWritten
from workflow_engine_shared.paths import replace_file, sync_names
from workflow_engine_shared.settings import Settings

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

Source = Literal["default", "config.toml", "environment"]
NAMES = ("retention_days", "home_max_bytes")


class Retention:
    """The values in effect. Any thread asks; a change is in config.toml before it counts."""

    def __init__(self, settings: Settings, environ: Mapping[str, str] | None = None) -> None:
        self._config = settings.home_paths.config
        environ = os.environ if environ is None else environ
        self._fixed = {name for name in NAMES if f"REN_{name.upper()}" in environ}
        self._lock = threading.Lock()
        self._settings = settings

    @property
    def retention_days(self) -> float:
        """Days that runs are kept once they are over; 0: for ever."""
        return self._settings.retention_days

    @property
    def home_max_bytes(self) -> int:
        """Bytes of the data directory above which runs wait; 0: any."""
        return self._settings.home_max_bytes

    def in_effect(self, settings: Settings) -> Settings:
        """All settings, with what was changed of them."""
        return msgspec.structs.replace(settings, retention_days=self.retention_days, home_max_bytes=self.home_max_bytes)

    def sources(self) -> dict[str, Source]:
        """Where each value comes from."""
        try:
            written = set(self._document())
        except SettingNotWritten:
            written = set()
        return {
            name: "environment" if name in self._fixed else "config.toml" if name in written else "default"
            for name in NAMES
        }

    def change(self, values: Mapping[str, float]) -> None:
        """Write values into config.toml, leaving all else in it as it stands, and go by them.

        Raises:
            SettingFixed: a variable decides one of them. Nothing was changed.
            SettingNotWritten: config.toml cannot be read or written. Nothing was changed.
        """
        fixed = sorted(self._fixed & values.keys())
        if fixed:
            raise SettingFixed(f"REN_{fixed[0].upper()} decides {fixed[0]}: what config.toml says has no effect.")
        if not values:
            return
        with self._lock:
            document = self._document()
            document.update(values)
            try:
                replace_file(self._config, document.as_string().encode(), durable=True)
                sync_names(self._config.parent)
            except OSError as error:
                raise SettingNotWritten(f"{self._config} cannot be written: {error.strerror}.") from error
            self._settings = msgspec.structs.replace(self._settings, **values)

    def _document(self) -> TOMLDocument:
        import tomlkit  # only where settings are changed
        from tomlkit.exceptions import TOMLKitError

        try:
            return tomlkit.parse(self._config.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            return tomlkit.document()
        except (OSError, UnicodeDecodeError, TOMLKitError) as error:
            raise SettingNotWritten(f"{self._config} cannot be read: {error}.") from error
