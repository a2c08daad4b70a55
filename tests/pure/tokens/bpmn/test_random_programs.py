"""Random BPMN programs: tokens are accounted for at every step, and nobody stands still in silence.

The long form, with ten times as many, is `python scripts/fuzz_tokens`.
"""

from support.random_bpmn import block_program, graph_program, tally

SEEDS = range(60)


def test_random_blocks():
    counted = tally([block_program(seed) for seed in SEEDS])
    assert counted["finished"] > len(SEEDS) * 0.8
    assert counted["waits for what never comes"] == 0


def test_random_graphs():
    counted = tally([graph_program(seed) for seed in SEEDS])
    assert counted["finished"] > len(SEEDS) / 8
    assert counted["steps"] > 20 * len(SEEDS)
