"""Pages that are drawn from the code say what the code says."""

import inspect
from pathlib import Path
from typing import get_args

import draw_messages
import draw_patterns
import list_errors
import pytest

from workflow_engine_shared.protocol import messages
from workflow_engine_shared.protocol.events import RUN_EVENT_TYPES, EventType
from workflow_engine_supervisor.schemas.events import LIST_EVENTS, RUN_EVENTS
from workflow_engine_supervisor.schemas.runs import ProgressAnswer

ROOT = Path(__file__).resolve().parents[2]


def test_every_error_has_its_heading() -> None:
    assert (ROOT / "docs" / "errors.md").read_text(encoding="utf-8") == list_errors.draw()


def test_every_error_has_its_heading_in_chinese() -> None:
    page = (ROOT / "docs" / "errors.zh-CN.md").read_text(encoding="utf-8")
    assert page == list_errors.draw("zh")
    codes = [[line for line in text.splitlines() if line.startswith("## ")] for text in (page, list_errors.draw())]
    assert codes[0] == codes[1]


def test_every_message_has_its_table() -> None:
    assert (ROOT / "docs" / "messages.md").read_text(encoding="utf-8") == draw_messages.draw()


def test_every_pattern_has_its_row() -> None:
    assert (ROOT / "docs" / "bpmn-patterns.md").read_text(encoding="utf-8") == draw_patterns.draw()


def test_every_frame_is_sent_by_somebody() -> None:
    frames = {kind for _, kind in inspect.getmembers(messages, inspect.isclass) if issubclass(kind, messages._Message)}
    sent = [messages.ToWorker, messages.ToSupervisor, messages.ToTemplate, messages.FromTemplate]
    assert frames - {messages._Message} == {kind for each in sent for kind in get_args(each)}


def test_every_live_event_has_its_data() -> None:
    assert set(RUN_EVENTS) == set(RUN_EVENT_TYPES)
    assert set(RUN_EVENTS) | set(LIST_EVENTS) == set(get_args(EventType))


def test_progress_read_from_rows_has_the_keys_of_the_frame() -> None:
    assert set(ProgressAnswer.model_fields) == {each.name for each in draw_messages.fields(messages.Progress)} - {
        "message"
    }


class _Undescribed:
    size: int


def test_a_field_that_says_nothing_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match=r"_Undescribed\.size needs"):
        list(draw_messages.fields(_Undescribed))
