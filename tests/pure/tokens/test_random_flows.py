"""Random flows: tokens are accounted for at every step, and nobody stands still in silence.

The long form, with ten times as many, is `python scripts/fuzz_tokens`.
"""

import collections
import random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from support.random_flows import block_flow, nested_flow, random_graph, tally
from support.token_runs import TokenRun
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.dsl.to_program import to_program
from workflow_engine_shared.tokens import step
from workflow_engine_shared.tokens.state import ROOT

SEEDS = range(100)
#: Each circle without work is an incident after so many moves: one event of ten leads to one in graphs of all kinds.
MOVES = 100


def test_random_block_flows():
    counted = tally([block_flow(seed) for seed in SEEDS])
    assert "refused" not in counted
    assert counted["finished"] > len(SEEDS) / 2
    assert counted["steps"] > 20 * len(SEEDS)


def test_random_flows_that_call_flows():
    counted = tally([nested_flow(seed) for seed in SEEDS])
    assert "refused" not in counted
    assert counted["finished"] > len(SEEDS) / 3
    assert counted["steps"] > 20 * len(SEEDS)


def test_random_graphs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(step, "MOST_MOVES", MOVES)  # what ends by itself is far below either limit
    counted = tally([random_graph(seed) for seed in SEEDS])
    assert "refused without a word" not in counted
    assert counted["refused"] > len(SEEDS) / 4
    assert counted["finished"] > len(SEEDS) / 4


@settings(max_examples=50)
@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_the_result_does_not_depend_on_the_order_and_counts_every_visit(drawn: int, one: int, other: int):
    """Each visit counts itself and leaves its name: at a join by a reducer, elsewhere on top of what it sees."""
    program = to_program(parse_flow(block_flow(drawn, 4, counting=True)))
    ends = []
    for order in (one, other):
        chance, visits = random.Random(order), collections.Counter[str]()
        run = TokenRun(program, n=0, log=[])
        while run.enabled and visits.total() < 400:
            node = chance.choice(run.enabled)
            visits[node] += 1
            run.done(node, **_counted(run, node), **{f"by_{node}": visits[node]})
        if run.status == "finished":
            assert run.data["n"] == visits.total()
            assert collections.Counter(run.data["log"]) == visits
        assume(visits.total() < 400)
        assert {code for _, code in run.trouble} <= {"ENDLESS_CIRCLE"}
        ends.append((run.status, bool(run.trouble), run.data if run.status == "finished" else None))
    assert ends[0] == ends[1]


def _counted(run: TokenRun, node: str) -> dict[str, Any]:
    seen = run.seen_by(node)
    outside = run.state["acts"][run.id_of(node)]["scope"] == ROOT
    return {"n": seen["n"] + 1, "log": [*seen["log"], node]} if outside else {"n": 1, "log": [node]}


@settings(max_examples=50)
@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_failures_that_are_tried_again_change_nothing(drawn: int, order: int):
    program = to_program(parse_flow(block_flow(drawn, 3, counting=True)))
    ends = []
    for failing in (0.0, 0.4):
        chance, visits, run = random.Random(order), 0, TokenRun(program, n=0, log=[])
        while run.enabled and visits < 200:
            visits += 1
            node = min(run.enabled)
            while chance.random() < failing and not _is_caught(run, node):
                run.fail(node)
                assert run.trouble == [(node, "BROKEN")]
                run.retry(node)
            run.done(node, **_counted(run, node))
        ends.append((run.status, run.trouble, visits, run.data))
    assert ends[0] == ends[1]


def _is_caught(run: TokenRun, node: str) -> bool:
    return bool(getattr(run.program.nodes[node], "catches", None))
