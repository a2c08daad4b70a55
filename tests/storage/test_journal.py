"""The step journal: what is asked of items that did not succeed, with one meaning of the kind of an error."""

import re
from collections import Counter

import msgspec
import pytest

from support.stored import at
from workflow_engine_shared.codec import encode
from workflow_engine_shared.errors import ErrorData
from workflow_engine_shared.storage.run import journal, loop_sums, retry_plan, visits
from workflow_engine_shared.storage.run.journal import StepRow
from workflow_engine_shared.storage.run.loop_sums import StepState
from workflow_engine_shared.storage.sqlite.database import Connection
from workflow_engine_shared.storage.sqlite.statements import compose, load
from workflow_engine_shared.vocabulary import VisitStatus

#: Each message, and the kind of error that it tells.
KINDS = {
    "ValueError: bad price": "ValueError",
    "ValueError: bad: price": "ValueError",
    "ValueError": "ValueError",
    "ValueErrors: no kin": "ValueErrors",
    "no colon in it": "no colon in it",
    ": nothing before it": "",
    "": "",
    "价格错误: 太高": "价格错误",
    "it's 100 %: _": "it's 100 %",
}


@pytest.fixture
def skipped(run_con: Connection) -> Connection:
    """A done item, then one that was skipped for each message; and one that failed."""
    visits.begin_visit(run_con, 1, "a", at(1))
    loop = journal.open_loop(run_con, 1, "s", "l", None).id
    rows = [step(loop, 0, "done", None)]
    rows += [step(loop, number, "skipped", message) for number, message in enumerate(KINDS, 1)]
    journal.put_steps(run_con, [*rows, step(loop, 99, "failed", "OSError: gone")])
    return run_con


def step(loop: int, number: int, state: StepState, message: str | None) -> StepRow:
    error = None if message is None else msgspec.json.encode(ErrorData("STEP_FAILED", message)).decode()
    return StepRow(
        loop, encode(number), number, state, 1, encode(None) if error is None else None, error, None, at(2), 0
    )


def messages(con: Connection, error: str | None = None) -> list[str]:
    found = journal.list_steps(con, after=0, limit=100, error=error)
    return [each.error.message for each in found if each.error is not None]


def test_error_groups_count_kinds_the_most_frequent_first(skipped: Connection) -> None:
    kinds = Counter([*KINDS.values(), "OSError"])
    assert loop_sums.error_groups(skipped) == kinds.most_common()


def test_a_retry_means_what_failed_and_of_what_was_skipped_one_kind(skipped: Connection) -> None:
    loop = journal.open_loop(skipped, 1, "s", "l", None).id
    kinds = Counter(KINDS.values())
    due = retry_plan.due_again(skipped)
    assert due.of() == kinds.total() + 1
    assert {kind: due.of(kind) for kind in kinds} == {kind: number + 1 for kind, number in kinds.items()}
    assert (due.of("OSError"), due.of("nothing like it")) == (1, 1)
    journal.remove_steps(skipped, loop, [encode(99)])
    assert retry_plan.due_again(skipped).of() == kinds.total(), "it is no longer in the list"
    kind = min(kinds)
    journal.forget_unsuccessful(skipped, 1, kind)
    assert retry_plan.due_again(skipped).of() == kinds.total() - kinds[kind]
    visits.end_visit(skipped, 1, VisitStatus.FINISHED, at(3))
    visits.begin_visit(skipped, 2, "b", at(3))
    assert retry_plan.due_again(skipped).of() == 0, "what an earlier visit let pass is not tried again"


@pytest.mark.parametrize("kind", sorted({*KINDS.values()}))
def test_a_listed_kind_finds_its_items(skipped: Connection, kind: str) -> None:
    assert messages(skipped, kind) == [message for message, its in KINDS.items() if its == kind]


@pytest.mark.parametrize("kind", sorted({*KINDS.values()}))
def test_a_forgotten_kind_leaves_the_other_skipped_items(skipped: Connection, kind: str) -> None:
    journal.forget_unsuccessful(skipped, 1, kind)
    assert messages(skipped) == [message for message, its in KINDS.items() if its != kind]
    assert journal.count_done(skipped) == 1


def test_forgetting_without_a_kind_leaves_what_is_done(skipped: Connection) -> None:
    journal.forget_unsuccessful(skipped, 1)
    assert (messages(skipped), journal.count_done(skipped)) == ([], 1)


def test_parts_stand_in_the_statements_that_name_them() -> None:
    text = "-- name: a\nSELECT {one};\n\n-- part: one\n-- What it is.\n1 + 1\n\n-- name: b\nSELECT '{}', {one};\n"
    assert compose(text) == {"a": "SELECT -- What it is.\n1 + 1", "b": "SELECT '{}', -- What it is.\n1 + 1"}
    assert not [
        name
        for name, body in load("workflow_engine_shared.storage.run", "journal").items()
        if re.search(r"\{\w+\}", body)
    ]
