"""The vocabularies are the words that the schemas let in."""

import re
from enum import Enum
from importlib import resources

import pytest

from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.workflow.payloads import PAYLOADS
from workflow_engine_shared.storage.workflow.signals import Command
from workflow_engine_shared.vocabulary import InterruptKind, SignalType, VisitStatus

STORAGE = "workflow_engine_shared.storage"


def words_of_check(database: str, table: str, column: str) -> set[str]:
    """The words that a table's CHECK lets into one of its columns."""
    schema = (resources.files(f"{STORAGE}.{database}") / "schema.sql").read_text(encoding="utf-8")
    body = re.search(rf"CREATE TABLE {table} \((.*?)\) STRICT;", schema, flags=re.DOTALL)
    assert body is not None
    # The CHECK whose whole condition is this list: others name single words of it.
    words = re.search(rf"CHECK \(\s*{column} IN \(([^)]*)\)\s*\)", body.group(1))
    assert words is not None
    return set(re.findall(r"'(\w+)'", words.group(1)))


@pytest.mark.parametrize(
    ("database", "table", "column", "vocabulary"),
    [
        ("workflow", "runs", "status", RunStatus),
        ("workflow", "signals", "type", SignalType),
        ("run", "visits", "status", VisitStatus),
    ],
)
def test_a_schema_takes_exactly_the_words_of_the_type(
    database: str, table: str, column: str, vocabulary: type[Enum]
) -> None:
    assert words_of_check(database, table, column) == {member.value for member in vocabulary}


def test_commands_are_the_signals_that_ask_for_something() -> None:
    asking = {each for each in SignalType if each.value.endswith("_request")}
    assert set(Command.__args__) == asking


def test_every_signal_has_a_payload() -> None:
    assert list(PAYLOADS) == list(SignalType)


def test_a_member_is_its_word() -> None:
    for member in (*VisitStatus, *InterruptKind, *SignalType):
        assert member == member.value
