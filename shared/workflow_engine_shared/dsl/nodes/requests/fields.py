"""Readers for the fields of `http`: templates, addresses, headers, and secrets by their name."""

import re
from collections.abc import Callable
from collections.abc import Mapping as AnyMapping
from typing import Any, Literal, NamedTuple

import msgspec

from workflow_engine_shared.artifacts.files import name_problem
from workflow_engine_shared.dsl.fields import Field, Record, described
from workflow_engine_shared.dsl.nodes.readers import END_OF_TEXT, expression
from workflow_engine_shared.dsl.place import BAD, Place
from workflow_engine_shared.ids import shown
from workflow_engine_shared.jsonlogic.rules import OPERATORS
from workflow_engine_shared.secrets.named import NAME_PATTERN

from .checks import (
    HEADER_NAME,
    RESERVED_HEADER,
    header_name_problem,
    header_value_problem,
    is_secret_header,
    url_problem,
)

_USER = r"[\x20-9;-\x7e]{0,256}"
_RANGE_SCHEMA = {
    "type": "array",
    "minItems": 2,
    "maxItems": 2,
    "items": {"type": "integer", "minimum": 100, "maximum": 599},
}
MAX_RANGES = 20


class Auth(msgspec.Struct, frozen=True):
    """The credential of a request: which secret, and how it is sent."""

    kind: Literal["bearer", "basic", "header"]
    secret: str  #: its name
    name: str = ""  #: the user of `basic`, the header of `header`


def is_rule(value: Any) -> bool:
    """Whether an object in a template is JsonLogic: it has one key, an operator."""
    return isinstance(value, AnyMapping) and len(value) == 1 and next(iter(value)) in OPERATORS


def _template(value: Any, place: Place) -> bool:
    """Check the rules inside a value; whether all of them are right."""
    if is_rule(value):
        return expression(value, place) is not BAD
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    right = [_template(each, place.at(key)) for key, each in parts]  # all of them: each tells what is wrong with it
    return all(right)


@described({"type": ["object", "array", "string", "number", "boolean"]})
def template(value: Any, place: Place) -> Any:
    """Any JSON with rules inside."""
    if value is None:
        return place.expected("a value", value)
    return value if _template(value, place) else BAD


class _Refusal(NamedTuple):
    """How a text that has a problem is refused."""

    code: str
    subject: str  #: what the message begins with
    hint: str


def _text(value: Any, place: Place, problem_of: Callable[[str], str | None], refusal: _Refusal) -> Any:
    """A text without a problem."""
    if not isinstance(value, str):
        return place.expected("a string", value)
    if problem := problem_of(value):
        place.problem(refusal.code, f"{refusal.subject} {problem}.", refusal.hint)
        return BAD
    return value


def _text_or_rule(value: Any, place: Place, problem_of: Callable[[str], str | None], refusal: _Refusal) -> Any:
    """The same, or the rule that gives it."""
    if isinstance(value, dict):
        return expression(value, place)
    if not isinstance(value, str):
        return place.expected("a string, or JsonLogic that gives one", value)
    return _text(value, place, problem_of, refusal)


def _unless(pattern: str, problem: str) -> Callable[[str], str]:
    return lambda text: "" if re.fullmatch(pattern, text) else problem


@described({"type": ["string", "object"]})
def url(value: Any, place: Place) -> Any:
    """An address, or the rule that gives one."""
    hint = "Write it like https://example.com/prices."
    return _text_or_rule(value, place, url_problem, _Refusal("BAD_URL", "The address", hint))


@described({"type": "string", "pattern": f"^{HEADER_NAME}{END_OF_TEXT}", "not": {"pattern": RESERVED_HEADER}})
def header_name(name: Any, place: Place) -> Any:
    """A header that a flow may send."""
    hint = "Remove it, or write a name such as 'Accept-Language'."
    return _text(name, place, header_name_problem, _Refusal("BAD_HEADER", shown(name), hint))


@described({"type": ["string", "object"]})
def header_value(value: Any, place: Place) -> Any:
    """What a header says, or the rule that gives it. A credential does not belong into a flow."""
    hint = "Encode it, or send it in the body."
    read = _text_or_rule(value, place, header_value_problem, _Refusal("BAD_HEADER", "The header's value", hint))
    is_written_out = isinstance(read, str) and read and is_secret_header(str(place.key))
    return _secret_in_flow(place) if is_written_out else read


@described(
    {
        "type": ["string", "number", "boolean", "object", "array"],
        "items": {"type": ["string", "number", "boolean", "object"]},
    }
)
def query_value(value: Any, place: Place) -> Any:
    """A parameter's value, several of them, or rules that give them."""
    if isinstance(value, list):
        read = [_parameter(each, place.at(index)) for index, each in enumerate(value)]
        return BAD if any(each is BAD for each in read) else value
    return _parameter(value, place)


def _parameter(value: Any, place: Place) -> Any:
    if isinstance(value, dict):
        return expression(value, place)
    if isinstance(value, (str, int, float)):
        return value
    return place.expected("a text, a number, a boolean or JsonLogic", value)


@described({"type": "array", "minItems": 1, "maxItems": MAX_RANGES, "items": _RANGE_SCHEMA})
def status_ranges(value: Any, place: Place) -> Any:
    """Ranges of status codes, both ends included."""
    if not isinstance(value, list):
        return place.expected("a list of ranges", value)
    if not 1 <= len(value) <= MAX_RANGES:
        place.problem("OUT_OF_RANGE", f"{place.subject} must have 1 to {MAX_RANGES} ranges.", "Write [[200, 299]].")
        return BAD
    ranges = [_range(each, place.at(index)) for index, each in enumerate(value)]
    return BAD if any(each is BAD for each in ranges) else tuple(ranges)


def _range(value: Any, place: Place) -> Any:
    if not isinstance(value, list):
        place.problem("WRONG_TYPE", f"{place.subject} must be a range.", "Write [[200, 299]], or [[204, 204]] for one.")
        return BAD
    if len(value) != 2:  # noqa: PLR2004 - a range has two ends
        place.problem("OUT_OF_RANGE", f"{place.subject} must have two ends.", "Write [[200, 299]].")
        return BAD
    for index, code in enumerate(value):
        if not isinstance(code, int) or isinstance(code, bool):
            return place.at(index).expected("a whole number", code)
        if not 100 <= code <= 599:  # noqa: PLR2004 - what a status code can be
            place.at(index).problem("OUT_OF_RANGE", f"{code} is no status code.", "They go from 100 to 599.")
            return BAD
    if value[0] > value[1]:
        place.problem("BAD_RANGE", f"The range from {value[0]} to {value[1]} is empty.", "Write the lower code first.")
        return BAD
    return tuple(value)


@described({"type": ["string", "object"]})
def file_name(value: Any, place: Place) -> Any:
    """An artifact's name, or the rule that gives it."""
    hint = "Write a name such as 'prices.csv'."
    return _text_or_rule(value, place, name_problem, _Refusal("BAD_ARTIFACT_NAME", shown(value), hint))


# -- auth -----------------------------------------------------------------------------------------------------------


@described({"type": "string", "pattern": f"^{NAME_PATTERN}{END_OF_TEXT}"})
def secret_name(value: Any, place: Place) -> Any:
    """The name of a secret."""
    hint = "Write the name that it has in secrets.toml: letters, digits, '_' and '-'."
    problem = _unless(NAME_PATTERN, "is no name of a secret")
    return _text(value, place, problem, _Refusal("OUT_OF_RANGE", place.subject, hint))


@described({"type": "string", "pattern": f"^{_USER}{END_OF_TEXT}"})
def user_name(value: Any, place: Place) -> Any:
    """A user's name as `basic` sends it."""
    problem = _unless(_USER, "must be ASCII without ':'")
    return _text(value, place, problem, _Refusal("OUT_OF_RANGE", place.subject, "Write the user's name."))


class _Reference(Record):
    """`{"secret": name}`."""

    def __init__(self) -> None:
        super().__init__(dict, Field("secret", secret_name, to="secret", required=True))

    def __call__(self, value: Any, place: Place) -> Any:
        return _secret_in_flow(place) if isinstance(value, str) else super().__call__(value, place)


def _secret_in_flow(place: Place) -> Any:
    hint = 'Keep it in secrets.toml of the data directory, and name it in "auth": {"bearer": {"secret": "shop"}}.'
    place.problem("SECRET_IN_FLOW", f"{place.subject} is written into the flow.", hint)
    return BAD


_BASIC = Record(
    dict,
    Field("user", user_name, to="name", required=True),
    Field("password", _Reference(), to="secret", required=True),
)
_HEADER = Record(
    dict, Field("name", header_name, to="name", required=True), Field("value", _Reference(), to="secret", required=True)
)
_KINDS: dict[str, Record] = {"bearer": _Reference(), "basic": _BASIC, "header": _HEADER}
_AUTH_SCHEMA = {
    "oneOf": [
        {"type": "object", "properties": {name: kind.schema()}, "required": [name], "additionalProperties": False}
        for name, kind in _KINDS.items()
    ]
}


@described(_AUTH_SCHEMA)
def auth(value: Any, place: Place) -> Any:
    """Exactly one way to send a secret."""
    fields = Record(dict, *(Field(name, kind, to=name) for name, kind in _KINDS.items())).fields_of(value, place)
    if fields is BAD or BAD in fields.values() or value.keys() - _KINDS.keys():
        return BAD
    if len(value) != 1:
        detail = f"{place.subject} must have exactly one of {', '.join(map(repr, _KINDS))}."
        place.problem("AMBIGUOUS_AUTH", detail, 'Write it like {"bearer": {"secret": "shop"}}.')
        return BAD
    ((kind, given),) = fields.items()
    secret = given["secret"]
    return Auth(kind, secret["secret"] if isinstance(secret, dict) else secret, given.get("name", ""))
