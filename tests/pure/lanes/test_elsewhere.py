"""What is sent to a process of another environment, as another Python may read it."""

import pickle
import pickletools
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from workflow_engine_shared.codec import encode
from workflow_engine_worker.lanes.elsewhere.function import FunctionElsewhere, ItemByCodec
from workflow_engine_worker.lanes.elsewhere.node_context import LaneNodeContext
from workflow_engine_worker.lanes.elsewhere.portable import portable
from workflow_engine_worker.lanes.item_context import NotInItem


def test_paths_are_named_by_nothing_of_pathlib(tmp_path: Path):
    body = portable({"folder": tmp_path, "deep": [Path("a/b")]})

    assert pickle.loads(body) == {"folder": tmp_path, "deep": [Path("a/b")]}
    names = [argument for _, argument, _ in pickletools.genops(body) if isinstance(argument, str)]
    assert not [each for each in names if "pathlib" in each]


@pytest.mark.parametrize("item", [None, {"a": [1, 2.5, "é"]}, datetime(2026, 1, 2, tzinfo=timezone.utc), b"x"])
def test_items_go_by_the_codec(item: Any):
    body = pickle.dumps(ItemByCodec(item))

    assert pickle.loads(body) == item
    assert encode(item) in body


def test_a_function_is_sent_by_its_name_and_loaded_there(tmp_path: Path):
    (tmp_path / "sent_elsewhere.py").write_text(
        "from workflow_engine import register_function\n\n\n"
        '@register_function("sent.it")\ndef it(state, *, by=1):\n    return {"n": state["n"] * by}\n'
    )
    function = FunctionElsewhere("sent.it", "own", (str(tmp_path),))

    assert pickle.loads(pickle.dumps(function.of_state()))(({"n": 2}, {"by": 3})) == {"n": 6}
    assert pickle.loads(pickle.dumps(function.of_items({"by": 5})))({"n": 2}) == {"n": 10}
    with pytest.raises(Exception, match=r"sent\.none"):
        pickle.loads(pickle.dumps(FunctionElsewhere("sent.none", "own", (str(tmp_path),))))
    with pytest.raises(Exception, match="disabled"):
        pickle.loads(pickle.dumps(FunctionElsewhere("sent.it", "own", (str(tmp_path),), ("sent.it",))))


def test_durable_calls_say_where_they_work():
    context = LaneNodeContext(None, lambda _: None, lambda: False)  # type: ignore[arg-type]
    with pytest.raises(NotInItem, match="checkpoint"):
        context.checkpoint({"a": 1})
    context.checkpoint(None)
    for name in ("step", "map_steps", "interrupt"):
        with pytest.raises(NotInItem, match=name) as caught:
            getattr(context, name)
        assert "map node" in str(caught.value.advice)


def test_progress_is_told_now_and_then_and_at_its_end():
    told: list[Any] = []
    context = LaneNodeContext(None, told.append, lambda: False)  # type: ignore[arg-type]
    for done in range(10_001):
        context.progress(done, 10_000, None)

    assert len(told) < 1_000
    assert (told[0].done, told[-1].done) == (0, 10_000)
