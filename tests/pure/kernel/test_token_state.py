"""Where tokens are, put away and read again; and what of it is stored in chunks."""

import datetime as dt
from typing import Any

import pytest

from workflow_engine_shared.errors import CheckpointUnreadable
from workflow_engine_shared.jsonlogic.rules import evaluate
from workflow_engine_shared.tokens import engine
from workflow_engine_shared.tokens.events import Completed
from workflow_engine_shared.tokens.program import Block, End, Flow, Program, Start, Task
from workflow_engine_shared.tokens.state import ROOT, State
from workflow_engine_worker.kernel.token_state import TOKENS, WRITTEN, packed, put_written, unpacked, without_written

PROGRAM = Program(
    {
        each.id: each
        for each in (
            Start("start", Flow("split")),
            Block("split", (Flow("a"), Flow("b")), join="join", then=Flow("end"), need=2),
            Task("a", Flow("a2")),
            Task("a2", Flow("join", leaves=True)),
            Task("b", Flow("join", leaves=True)),
            End("end"),
        )
    },
    "start",
)
DAY = dt.date(2026, 11, 26)


def standing() -> State:
    """Branch `a` wrote something that is no JSON, and `b` nothing yet."""
    state, _ = engine.start(PROGRAM, {"x": {1, 2}}, evaluate)
    first = next(act_id for act_id, act in state["acts"].items() if act["node"] == "a")
    state, _ = engine.apply(PROGRAM, state, Completed(first, {"day": DAY, "a/b": [1]}), evaluate)
    return state


def test_it_is_read_as_it_was_put_away():
    state = standing()
    ctl = packed(state)
    assert isinstance(ctl[TOKENS], str)
    assert ROOT not in ctl[WRITTEN], "the run's own variables are the state that every node receives"
    assert unpacked(ctl, state["vars"][ROOT]) == state


def test_what_is_read_shares_no_dict_with_the_checkpoint():
    state = standing()
    ctl, data = packed(state), state["vars"][ROOT]
    read = unpacked(ctl, data)
    read["vars"][ROOT]["new"] = 1
    for scope_id in read["vars"]:
        read["vars"][scope_id]["more"] = 1
    assert "new" not in data
    assert not any("more" in own for own in ctl[WRITTEN].values())


def test_what_branches_wrote_goes_into_chunks_and_comes_back():
    state = standing()
    channels: dict[str, Any] = {"data": {"x": 1}, "ctl": packed(state)}
    rest, written = without_written(channels)
    assert WRITTEN not in rest["ctl"]
    assert channels["ctl"][WRITTEN], "the channels that were given stay as they were"
    (branch,) = [scope_id for scope_id, own in state["vars"].items() if "day" in own]
    assert written == {f"{branch}/day": DAY, f"{branch}/a/b": [1]}, "a key may have a slash of its own"

    put_written(rest, written)
    assert unpacked(rest["ctl"], state["vars"][ROOT]) == state, "a branch that wrote nothing needs no chunk"


@pytest.mark.parametrize("channels", [{"data": {}}, {"ctl": None}, {"ctl": {"visits": 1}}], ids=str)
def test_a_run_without_tokens_is_left_alone(channels: dict[str, Any]):
    before = dict(channels)
    assert without_written(channels) == (channels, {})
    put_written(channels, {})
    assert channels == before


@pytest.mark.parametrize(
    "ctl",
    [
        {},
        {TOKENS: ""},
        {TOKENS: "{"},
        {TOKENS: "[]"},
        {TOKENS: "{}"},
        {TOKENS: 7},
        {TOKENS: '{"scopes": {"s1": {}, "s2": {}}}', WRITTEN: {"s2": 3}},
        {TOKENS: '{"scopes": {"s1": {}, "s2": {}}}', WRITTEN: []},
    ],
    ids=str,
)
def test_what_is_damaged_is_told(ctl: dict[str, Any]):
    with pytest.raises(CheckpointUnreadable, match="branches stood cannot be read"):
        unpacked(ctl, {})
