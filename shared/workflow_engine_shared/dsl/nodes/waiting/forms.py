"""Readers of what a form shows: its schema, hints for its fields, and which part of the run is shown beside it."""

from typing import Any

from workflow_engine_shared.artifacts.files import name_problem
from workflow_engine_shared.dsl.fields import Choice, Field, Listing, Mapping, Reader, Record, Text, described, string
from workflow_engine_shared.dsl.nodes.readers import MAX_STATE_KEY, expression
from workflow_engine_shared.dsl.place import BAD, Place
from workflow_engine_shared.dsl.schema_field import json_schema
from workflow_engine_shared.dsl.suggestion import did_you_mean
from workflow_engine_shared.ids import shown

MAX_WORD = 200
MAX_HELP = 2000
MAX_SHOWN = 100
#: How a field may be asked for; left out, its schema decides.
WIDGETS = (
    "text",
    "textarea",
    "password",
    "number",
    "checkbox",
    "switch",
    "radio",
    "select",
    "date",
    "datetime",
    "time",
    "list",
    "table",
    "json",
)
_WORDS = Mapping(string, Text(MAX_WORD))


def text_or_rule(at_most: int) -> Reader:
    """A text of at most so many characters, or the rule that gives one."""
    plain = Text(at_most)

    @described({"anyOf": [plain.schema(), {"type": "object"}]})
    def read(value: Any, place: Place) -> Any:
        if isinstance(value, dict):
            return expression(value, place)
        if not isinstance(value, str):
            return place.expected("a string, or JsonLogic that gives one", value)
        return plain(value, place)

    return read


@described({"type": "object"})
def form_schema(value: Any, place: Place) -> Any:
    """The schema of what a person fills in: an object."""
    read = json_schema(value, place)
    if read is BAD:
        return BAD
    kinds = read.get("type", "object")
    if "object" not in ([kinds] if isinstance(kinds, str) else kinds):
        detail = f"A form gives an object with its fields, and the schema asks for {shown(kinds)}."
        place.at("type").problem("BAD_SCHEMA", detail, 'Write "type": "object", and the fields as "properties".')
        return BAD
    return read


# -- hints ----------------------------------------------------------------------------------------------------------

_FIELD_HINTS = Record(
    dict,
    Field("title", Text(MAX_WORD), to="title", doc="What stands above the field instead of its schema's title."),
    Field("title_zh", Text(MAX_WORD), to="title_zh", doc="The same for people who read Chinese."),
    Field("help", Text(MAX_HELP), to="help", doc="What stands below the field."),
    Field("help_zh", Text(MAX_HELP), to="help_zh", doc="The same for people who read Chinese."),
    Field("widget", Choice(WIDGETS), to="widget", doc="How the field is asked for."),
    Field("labels", _WORDS, to="labels", doc="Value → the word that stands for it."),
    Field("labels_zh", _WORDS, to="labels_zh", doc="The same for people who read Chinese."),
)

UI = Record(
    dict,
    Field("order", Listing(string), to="order", doc="The fields that come first, in this order."),
    Field("fields", Mapping(string, _FIELD_HINTS), to="fields", doc="Field → hints for it."),
    Field("submit", Text(MAX_WORD), to="submit", doc="What the button says."),
    Field("submit_zh", Text(MAX_WORD), to="submit_zh", doc="The same for people who read Chinese."),
)


def hints_have_fields(data: dict[str, Any], place: Place) -> None:
    """Note hints for fields that the schema does not have."""
    schema, ui = data.get("schema"), data.get("ui")
    known = schema.get("properties") if isinstance(schema, dict) else None
    if not isinstance(ui, dict) or not isinstance(known, dict):
        return
    for name in ("order", "fields"):
        hinted = ui.get(name)
        named = list(enumerate(hinted)) if isinstance(hinted, list) else []
        named += [(key, key) for key in hinted] if isinstance(hinted, dict) else []
        for step, field in named:
            if isinstance(field, str) and field not in known:
                detail = f"The schema has no property {shown(field)}."
                here = place.at("ui").at(name).at(step)
                here.problem("UNKNOWN_PROPERTY", detail, did_you_mean(field, known) or "Remove it, or add it there.")


# -- what is shown --------------------------------------------------------------------------------------------------


@described({"type": "string", "minLength": 1, "maxLength": MAX_STATE_KEY})
def shown_key(value: Any, place: Place) -> Any:
    """A key of the state, or a way into it as `var` knows them."""
    if not isinstance(value, str):
        return place.expected("a string", value)
    if not value or len(value) > MAX_STATE_KEY:
        detail = f"{place.subject} must be a text of 1 to {MAX_STATE_KEY} characters."
        place.problem("OUT_OF_RANGE", detail, "Write the key under which the state has it.")
        return BAD
    return value


@described({"type": ["string", "object"]})
def shown_file(value: Any, place: Place) -> Any:
    """The name of an artifact, several by a '*', or a rule that gives names or what `artifact()` returned."""
    if isinstance(value, dict):
        return expression(value, place)
    if not isinstance(value, str):
        return place.expected("a string, or JsonLogic that gives names", value)
    if problem := name_problem(value.replace("*", "x")):
        hint = 'Write the name under which a node before kept the file, such as "report.html" or "*.png".'
        place.problem("BAD_ARTIFACT_NAME", f"The artifact's name {shown(value)} {problem}.", hint)
        return BAD
    return value


def _few(item: Reader) -> Reader:
    """A list of at most `MAX_SHOWN`."""
    listing = Listing(item)

    @described({**listing.schema(), "maxItems": MAX_SHOWN})
    def read(value: Any, place: Place) -> Any:
        if isinstance(value, list) and len(value) > MAX_SHOWN:
            detail = f"{place.subject} has {len(value):,} items; at most {MAX_SHOWN} are allowed."
            place.problem("TOO_LARGE", detail, "Show what the person needs to decide.")
            return BAD
        found = listing(value, place)
        return BAD if found is BAD or BAD in found else found

    return read


SHOW = Record(
    dict,
    Field("state", _few(shown_key), to="state", doc="Keys of the state whose values are shown."),
    Field("artifacts", _few(shown_file), to="artifacts", doc="Files that are shown: names, `*` for any part of one."),
)
