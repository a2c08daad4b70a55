"""Equal JSON values have equal texts; the texts and fingerprints are stored, so they never change."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine_shared.codec.canonical_json import canonical, fingerprint

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text("aé😀"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abé"), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": [1, 1.0, -0.0], "a": None}, '{"a":null,"b":[1,1.0,-0.0]}'),
        ({"é": "\u2028", "e": 1e22}, '{"e":1e+22,"é":"\u2028"}'),
        ({"": {}, "10": True, "9": []}, '{"":{},"10":true,"9":[]}'),
    ],
)
def test_the_text_never_changes(value: Any, text: str) -> None:
    assert canonical(value) == text


def test_the_fingerprint_never_changes() -> None:
    assert fingerprint({"b": 1, "a": ["é"]}) == "cde3c54c1d323a37b399fbf0246d2a68a66d3f4c8b57844aaab17ee6cddfdc07"


@given(JSON)
def test_the_order_of_keys_means_nothing(value: Any) -> None:
    def turned(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: turned(part[key]) for key in reversed(part)}
        return [turned(item) for item in part] if isinstance(part, list) else part

    assert canonical(turned(value)) == canonical(value)
    assert json.loads(canonical(value)) == value


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [{"a": float("-inf")}]])
def test_what_json_cannot_hold_has_no_text(value: Any) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical(value)
