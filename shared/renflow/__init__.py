"""renflow from Python: `renflow.connect()` starts and watches runs.

The same names as `workflow_engine.client`. What the author of a flow imports is in `workflow_engine`.
"""

from workflow_engine.client import *  # noqa: F403 - the list of names stands there
from workflow_engine.client import __all__ as __all__
