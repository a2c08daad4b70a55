"""Models by workflow pattern have the traces that they are to have."""

import pytest

from support.pattern_models import MODELS, Model, walked


@pytest.mark.parametrize("model", MODELS, ids=[model.id for model in MODELS])
def test_a_pattern_has_its_trace(model: Model) -> None:
    assert walked(model) == (model.trace, model.ends)


def test_each_control_flow_pattern_has_a_model_but_recursion() -> None:
    """WCP-22: a process that calls itself is refused, see `test_bad_files`."""
    numbers = {int(model.number[4:]) for model in MODELS if model.number.startswith("WCP-")}
    assert numbers == set(range(1, 44)) - {22}
