"""Random JsonLogic rules for `jsonlogic_diff.py`, and the states they are evaluated over."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Rule = Any

STATE: dict[str, Any] = {
    "count": 3,
    "zero": 0,
    "debt": -7,
    "ratio": 0.1,
    "whole": 4.0,
    "tiny": 1.5e-9,
    "huge": 1.0e25,
    "name": "Kaffee",
    "empty": "",
    "digits": "42",
    "point": " 3.50 ",
    "hex": "0x1F",
    "price": "12.5 EUR",
    "accent": "Zürich",
    "emoji": "a😀b",
    "yes": True,
    "no": False,
    "nothing": None,
    "numbers": [3, 1, 2, 0, -5, 2.5],
    "words": ["apple", "", "Banana", "10", "9"],
    "flags": [True, False, None],
    "none": [],
    "mixed": [0, "", None, False, [], [1], "0", 1],
    "items": [
        {"sku": "a1", "qty": 2, "price": 9.5, "tags": ["new", "red"]},
        {"sku": "b2", "qty": 0, "price": 3, "tags": []},
        {"sku": "c3", "qty": 11, "price": None},
    ],
    "shop": {"city": "Bern", "open": True, "staff": {"size": 4, "names": ["Ada", "Lin"]}, "0": "zero"},
    "blank": {},
}
STATES: list[Any] = [*[STATE] * 15, {}, {"count": 1, "items": [], "name": None}, [1, "two", [3]], None, "text", 0]


# -- typed rules ----------------------------------------------------------------------------------------------------


KINDS = ("number", "text", "flag", "list")

PATHS: Mapping[str, Sequence[str]] = {
    "number": ["count", "zero", "debt", "ratio", "whole", "tiny", "huge", "numbers.1", "shop.staff.size"],
    "text": ["name", "empty", "digits", "point", "hex", "price", "accent", "emoji", "words.0", "items.1.sku"],
    "flag": ["yes", "no", "flags.1", "shop.open"],
    "list": ["numbers", "words", "flags", "none", "mixed", "items", "items.0.tags", "shop.staff.names"],
    "any": ["", "nothing", "blank", "shop", "shop.0", "numbers.9", "numbers.-1", "items.01", "a.b.c", "words.length"],
}
CONSTANTS: Mapping[str, Sequence[Any]] = {
    "number": [0, 1, 2, 3, -1, -7, 0.5, 2.5, 100, 1e21, 1e-7],
    "text": ["", "a", "apple", "0", "1", "10", "1e3", " 7 ", "0x10", "Infinity", "true", "ü", "3 kg", ".5", "-"],
    "flag": [True, False],
    "list": [[], [0], [1, 2, 3], ["a", "b"], ["1", 1, True, None], [[1], [2, [3]]]],
    "any": [None],
}


class Author:
    """Writes rules whose operands have the types the operators are for, except for a share of mixed ones."""

    def __init__(self, seed: int, mixed: float) -> None:
        self.random = random.Random(seed)
        self.mixed = mixed
        self.scope: list[str] = []  # what `var` reads inside filter, map, reduce

    def rule(self, kind: str | None = None, depth: int = 4) -> Rule:
        kind = kind or self.random.choice(KINDS)
        if self.chance(self.mixed):
            kind = self.random.choice((*KINDS, "any"))
        if depth == 0 or kind == "any" or self.chance(0.2):
            return self.leaf(kind)
        writers: Sequence[Callable[[int], Rule]] = {
            "number": (self.arithmetic, self.arithmetic, self.extreme, self.reduction, self.conditional("number")),
            "text": (self.joined, self.part, self.conditional("text")),
            "flag": (self.comparison, self.comparison, self.equality, self.negation, self.membership, self.quantified),
            "list": (self.literal, self.selected, self.mapped, self.merged, self.absent, self.conditional("list")),
        }[kind]
        return self.random.choice(writers)(depth - 1)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def leaf(self, kind: str) -> Rule:
        if self.chance(0.4):
            return self.random.choice(CONSTANTS[kind])
        path = self.random.choice(self.scope if self.scope and self.chance(0.8) else PATHS[kind])
        if self.chance(0.8):
            return {"var": path if self.chance(0.7) else [path]}
        return {"var": [path, self.random.choice(CONSTANTS[kind])]}

    def some_of(self, kind: str, depth: int, least: int, most: int) -> list[Rule]:
        return [self.rule(kind, depth) for _ in range(self.random.randint(least, most))]

    def arithmetic(self, depth: int) -> Rule:
        operator, least, most = self.random.choice(
            [("+", 1, 4), ("*", 1, 4), ("-", 1, 2), ("-", 2, 2), ("/", 2, 2), ("%", 2, 2)]
        )
        return {operator: self.some_of("number", depth, least, most)}

    def extreme(self, depth: int) -> Rule:
        return {self.random.choice(["min", "max"]): self.some_of("number", depth, 1, 4)}

    def reduction(self, depth: int) -> Rule:
        rule = self.in_scope(["current", "accumulator", "current.qty"], "number", depth)
        start = [self.rule("number", depth)] if self.chance(0.8) else []
        return {"reduce": [self.rule("list", depth), rule, *start]}

    def conditional(self, kind: str) -> Callable[[int], Rule]:
        def write(depth: int) -> Rule:
            operator = self.random.choice(["if", "if", "?:", "and", "or"])
            if operator in {"and", "or"}:
                return {operator: self.some_of(kind, depth, 1, 3)}
            branches = [self.rule("flag", depth), self.rule(kind, depth)] * (
                1 if operator == "?:" else self.random.randint(1, 2)
            )
            return {operator: [*branches, self.rule(kind, depth)]}

        return write

    def joined(self, depth: int) -> Rule:
        return {"cat": [self.rule(self.random.choice(KINDS[:3]), depth) for _ in range(self.random.randint(1, 4))]}

    def part(self, depth: int) -> Rule:
        bounds = [
            self.random.choice([0, 1, -1, 2, -3, 10, self.rule("number", depth)])
            for _ in range(self.random.randint(1, 2))
        ]
        return {"substr": [self.rule("text", depth), *bounds]}

    def comparison(self, depth: int) -> Rule:
        operator = self.random.choice(["<", "<=", ">", ">="])
        kind = self.random.choice(["number", "number", "text"])
        return {operator: self.some_of(kind, depth, 2, 3 if operator in {"<", "<="} else 2)}

    def equality(self, depth: int) -> Rule:
        kind = self.random.choice(KINDS)
        return {self.random.choice(["==", "!=", "===", "!=="]): self.some_of(kind, depth, 2, 2)}

    def negation(self, depth: int) -> Rule:
        operand = self.rule(self.random.choice(KINDS), depth)
        return {self.random.choice(["!", "!!"]): [operand]}

    def membership(self, depth: int) -> Rule:
        return {"in": [self.rule("text", depth), self.rule(self.random.choice(["text", "list"]), depth)]}

    def quantified(self, depth: int) -> Rule:
        operator = self.random.choice(["all", "some", "none"])
        return {operator: [self.rule("list", depth), self.in_scope(["", "qty", "sku", "tags.0"], "flag", depth)]}

    def literal(self, depth: int) -> Rule:
        return self.some_of(self.random.choice(KINDS[:3]), depth, 0, 4)

    def selected(self, depth: int) -> Rule:
        return {"filter": [self.rule("list", depth), self.in_scope(["", "qty", "sku", "tags.0"], "flag", depth)]}

    def mapped(self, depth: int) -> Rule:
        rule = self.in_scope(["", "qty", "price", "tags"], self.random.choice(KINDS), depth)
        return {"map": [self.rule("list", depth), rule]}

    def merged(self, depth: int) -> Rule:
        return {"merge": [self.rule(self.random.choice(["list", "list", "number"]), depth) for _ in range(3)]}

    def absent(self, _depth: int) -> Rule:
        names = self.random.sample([path for paths in PATHS.values() for path in paths], 3)
        return self.random.choice(
            [{"missing": names}, {"missing": [names]}, {"missing_some": [self.random.randint(0, 3), names]}]
        )

    def in_scope(self, paths: list[str], kind: str, depth: int) -> Rule:
        outer, self.scope = self.scope, paths
        rule = self.rule(kind, depth)
        self.scope = outer
        return rule
