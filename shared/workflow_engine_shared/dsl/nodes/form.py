"""`form`: asks a person, who answers whenever it suits; nothing runs meanwhile."""

from typing import Any

import msgspec

from workflow_engine_shared.dsl.fields import Field, Number, Text
from workflow_engine_shared.dsl.nodes.waiting.forms import (
    MAX_WORD,
    SHOW,
    UI,
    form_schema,
    hints_have_fields,
    text_or_rule,
)
from workflow_engine_shared.dsl.nodes.waiting.times import MAX_WAIT

from .node_type import NodeType
from .policy import ON_ERROR, ON_TIMEOUT, Activity, activity_data
from .readers import output_key

MAX_DESCRIPTION = 10_000


class FormNode(Activity, frozen=True, kw_only=True):
    """Waits for what a person fills in."""

    title: Any = None  #: a text, or JsonLogic, as the two below
    title_zh: str | None = None
    description: Any = None
    description_zh: str | None = None
    schema: dict[str, Any] = msgspec.field(default_factory=lambda: {"type": "object", "properties": {}})
    ui: dict[str, Any] = msgspec.field(default_factory=dict)
    assignee: Any = None
    show: dict[str, Any] = msgspec.field(default_factory=dict)
    output_key: str | None = None


FORM = NodeType(
    "form",
    "Asks a person to fill in a form; the run goes on with the answer.",
    FormNode,
    activity_data(
        Field("title", text_or_rule(MAX_WORD), to="title", doc="What is asked; the node's label if left out."),
        Field("title_zh", Text(MAX_WORD), to="title_zh", doc="The title for people who read Chinese."),
        Field("description", text_or_rule(MAX_DESCRIPTION), to="description", doc="What the person should know."),
        Field(
            "description_zh",
            Text(MAX_DESCRIPTION),
            to="description_zh",
            doc="The description for people who read Chinese.",
        ),
        Field(
            "schema",
            form_schema,
            to="schema",
            doc="A JSON Schema of the answer; left out: there is nothing to fill in.",
        ),
        Field("ui", UI, to="ui", doc="Hints for whoever draws the form."),
        Field("assignee", text_or_rule(MAX_WORD), to="assignee", doc="Who is asked: a name, for people."),
        Field(
            "deadline",
            Number(0, MAX_WAIT, above=True),
            to="timeout",
            doc="How many seconds the person has; left out: as many as it takes.",
        ),
        Field("show", SHOW, to="show", doc="What of the run the person sees beside the form."),
        Field("outputKey", output_key, to="output_key", doc="The state key that gets the answer, an object."),
        ON_TIMEOUT,
        ON_ERROR,
        check=hints_have_fields,
    ),
    waits=lambda _node: True,
    defaults={"schema": {"type": "object", "properties": {}}},
)
