"""Hints on the command line name its commands, and no requests."""

import re

import pytest

from workflow_engine_shared import errors
from workflow_engine_shared.errors import RenError
from workflow_engine_supervisor.cli.render import spoken

_REQUEST = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE) /")
KINDS = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, RenError)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_no_hint_speaks_http(kind: type[RenError]) -> None:
    assert _REQUEST.search(spoken(kind.hint)) is None


def test_what_becomes_of_hints() -> None:
    assert spoken("GET /runs lists the runs that exist.") == "'renflow runs' lists the runs that exist."
    assert (
        spoken("Cancel it first (POST /runs/r-1/cancel), or wait.")
        == "Cancel it first ('renflow cancel r-1'), or wait."
    )
    assert (
        spoken("See the type hints: GET /functions shows them.")
        == "See the type hints: 'renflow functions' shows them."
    )
    assert spoken("Use 1-128 letters.") == "Use 1-128 letters."
