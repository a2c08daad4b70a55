"""A state that is changed in its place: what a step costs is what it changes, and it can be taken back."""

import copy
from typing import Any

import pytest

from support.bpmn_drawing import flows, gateway, program_of, simple, times, work, works
from workflow_engine_shared.jsonlogic.rules import evaluate
from workflow_engine_shared.tokens import engine
from workflow_engine_shared.tokens.events import Cancel, Completed, Ignored
from workflow_engine_shared.tokens.journal import Journal, journaled, take_back

MANY = simple(work("a", times("<loopCardinality>1000</loopCardinality>")), flows("s > a > e"))


def test_what_was_changed_is_taken_back_in_its_order() -> None:
    journal: Journal = []
    before = {"a1": 1, "a2": 2, "a10": 3}
    part = journaled(before, journal)
    part["a2"] = 5
    del part["a1"]
    part["a11"] = 6
    assert (part.pop("a10"), part.pop("a9", None), part.setdefault("a12", 7), part.setdefault("a2", 8)) == (
        3,
        None,
        7,
        5,
    )
    assert part.popitem() == ("a12", 7)
    with pytest.raises(KeyError):
        part.pop("a9")
    assert dict(part) == {"a2": 5, "a11": 6}
    take_back(journal)
    assert [*part.items()] == [*before.items()]
    assert journal == []
    for forbidden in (part.clear, part.update):
        with pytest.raises(NotImplementedError):
            forbidden()


def test_a_step_changes_what_is_there_and_copies_none_of_it() -> None:
    program = program_of(MANY)
    state, _ = engine.start(program, {}, evaluate)
    whole = copy.deepcopy(state)
    first, second, *_ = (each.id for each in engine.enabled(program, state))
    once = engine.advance(program, state, Completed(first), evaluate)
    assert state == whole, "what came in as plain dicts is copied once"
    parts = [once.state[name] for name in ("acts", "scopes", "vars", "subs")]  # type: ignore[literal-required]
    twice = engine.advance(program, once.state, Completed(second), evaluate)
    assert all(one is twice.state[name] for one, name in zip(parts, ("acts", "scopes", "vars", "subs"), strict=True))  # type: ignore[literal-required]
    assert second not in once.state["acts"]
    twice.take_back()
    assert once.state == engine.apply(program, whole, Completed(first), evaluate)[0]


def test_a_step_that_raises_leaves_the_state_as_it_was() -> None:
    source = simple(works("a b c"), gateway("exclusive", "g"), flows("s > a > g", "g > b ? n == 1", "g > c ? n == 2"))
    program = program_of(source.replace(b"</process>", flows("b > e", "c > e").encode() + b"</process>"))
    state, _ = engine.start(program, {"n": 1}, evaluate)
    state = engine.advance(program, state, Completed("nobody"), evaluate).state
    whole = copy.deepcopy(state)

    def faulty(_rule: Any, _variables: dict[str, Any]) -> Any:
        raise ZeroDivisionError

    (due,) = engine.enabled(program, state)
    with pytest.raises(ZeroDivisionError):
        engine.advance(program, state, Completed(due.id), faulty)
    assert state == whole
    assert engine.advance(program, state, Completed(due.id), evaluate).state["status"] == "running"


def test_nothing_happens_to_a_run_that_is_over() -> None:
    program = program_of(simple(works("a"), flows("s > a > e")))
    state, _ = engine.start(program, {}, evaluate)
    over = engine.advance(program, state, Cancel(), evaluate)
    again = engine.advance(program, over.state, Cancel(), evaluate)
    again.take_back()
    assert (again.state, again.notices) == (over.state, [Ignored(Cancel())])
