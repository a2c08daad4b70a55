"""The functions and methods of the expression languages that are translated, by name."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from workflow_engine_shared.bpmn.expressions import rules
from workflow_engine_shared.bpmn.expressions.rules import Rule, rule


class Function(NamedTuple):
    """What a call becomes, and how many arguments it may have."""

    make: Callable[..., Rule]
    least: int
    most: int


_MANY: Final = 20

#: FEEL's functions; words that belong to one name have one space between them.
FEEL: Final[Mapping[str, Function]] = {
    "not": Function(lambda a: {"!": [rule(a)]}, 1, 1),
    "contains": Function(lambda a, b: {"in": [rule(b), rule(a)]}, 2, 2),
    "starts with": Function(rules.starts_with, 2, 2),
    "ends with": Function(rules.ends_with, 2, 2),
    "string length": Function(rules.length, 1, 1),
    "substring": Function(rules.substring, 2, 3),
    "string join": Function(rules.texts_together, 1, 2),
    "list contains": Function(lambda a, b: {"in": [rule(b), rule(a)]}, 2, 2),
    "count": Function(rules.length, 1, 1),
    "sum": Function(rules.total, 1, 1),
    "min": Function(lambda *items: {"min": list(map(rule, items))}, 2, _MANY),
    "max": Function(lambda *items: {"max": list(map(rule, items))}, 2, _MANY),
    "abs": Function(lambda a: {"max": [rule(a), rules.negative(a)]}, 1, 1),
    "modulo": Function(rules.modulo, 2, 2),
    "concatenate": Function(lambda *items: {"merge": list(map(rule, items))}, 1, _MANY),
    "string": Function(lambda a: {"cat": [rule(a)]}, 1, 1),
    "is defined": Function(lambda a: {"!==": [rule(a), None]}, 1, 1),
    "is empty": Function(lambda a: {"===": [rules.length(a), 0]}, 1, 1),
    "get or else": Function(lambda a, b: {"??": [rule(a), rule(b)]}, 2, 2),
}

#: Methods of values, as Java's expression language has them; the first argument is the value.
METHODS: Final[Mapping[str, Function]] = {
    "contains": Function(lambda value, part: {"in": [rule(part), rule(value)]}, 1, 1),
    "startsWith": Function(rules.starts_with, 1, 1),
    "endsWith": Function(rules.ends_with, 1, 1),
    "equals": Function(lambda a, b: {"===": [rule(a), rule(b)]}, 1, 1),
    "length": Function(rules.length, 0, 0),
    "size": Function(rules.length, 0, 0),
    "isEmpty": Function(lambda a: {"===": [rules.length(a), 0]}, 0, 0),
}
