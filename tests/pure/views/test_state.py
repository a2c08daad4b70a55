"""A state as it is shown: whole when it is small, else its longest values give way."""

from hypothesis import assume, given
from hypothesis import strategies as st

from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_supervisor.views.state import MAX_BYTES, visible_state

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=200),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=20), inner, max_size=5),
)


@given(st.dictionaries(st.text(max_size=20), JSON, max_size=10))
def test_a_small_state_is_shown_whole(values: dict[str, object]):
    assume(Masker().view(values) == values)  # nothing in it looks like a secret
    shown, truncated = visible_state(values, Masker())
    assert (shown == values) or truncated


def test_the_longest_values_give_way_first():
    values = {"a": "x" * 60_000, "b": "y" * 50_000, "c": "z" * 1000}
    shown, truncated = visible_state(values, Masker())
    assert truncated
    assert shown["a"]["$type"] == "string"
    assert (shown["b"], shown["c"]) == (values["b"], values["c"])


def test_a_state_just_at_the_limit_is_whole():
    text = "x" * (MAX_BYTES - len('"a"') - len('""') - 4)
    assert visible_state({"a": text}, Masker()) == ({"a": text}, False)
    assert visible_state({"a": text + "x"}, Masker())[1]
