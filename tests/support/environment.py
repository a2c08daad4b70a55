"""The environment that programs which tests start are given."""

import os


def outer_environment() -> dict[str, str]:
    """The variables around the tests, without settings of renflow and of Python.

    pytest sets and removes one of them for each phase of a test, so for a thread that outlives a test a name that was
    listed may be gone.
    """
    names = [name for name in os.environ if not name.startswith(("REN_", "PYTHON"))]
    values = ((name, os.environ.get(name)) for name in names)
    return {name: value for name, value in values if value is not None}
