"""Random BPMN programs: tokens are accounted for at every step, and nobody stands still in silence.

The long form, with ten times as many, is `python scripts/fuzz_tokens`.
"""

import pytest

from support.random_bpmn import block_program, graph_program, tally
from workflow_engine_shared.tokens import step

SEEDS = range(60)
#: Each circle without work is an incident after so many moves: a quarter of all events here leads to one.
MOVES = 100


def test_random_blocks():
    counted = tally([block_program(seed) for seed in SEEDS])
    assert counted["finished"] > len(SEEDS) * 0.8
    assert counted["waits for what never comes"] == 0


def test_random_graphs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(step, "MOST_MOVES", MOVES)  # what ends by itself is far below either limit
    counted = tally([graph_program(seed) for seed in SEEDS])
    assert counted["finished"] > len(SEEDS) / 8
    assert counted["steps"] > 20 * len(SEEDS)
