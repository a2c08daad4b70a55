"""The shapes of the API's answers, one file a resource: each is made when it is used for the first time.

There are some two hundred, and a supervisor that carries out one command meets twenty: to make all of them at once is
an eighth of its import.
"""

import threading
from typing import Any

from pydantic import BaseModel, ConfigDict

_making = threading.RLock()


class Shape(BaseModel):
    """An answer, or a part of one."""

    model_config = ConfigDict(defer_build=True)

    @classmethod
    def model_rebuild(cls, *, force: bool = False, raise_errors: bool = True, **_: Any) -> bool | None:
        """Make it, once: requests come in several threads, and not every pydantic makes them wait for each other."""
        with _making:
            if cls.__pydantic_complete__ and not force:
                return None
            # Its types are those of its module: no caller's names are looked at.
            return super().model_rebuild(force=force, raise_errors=raise_errors, _parent_namespace_depth=0)
