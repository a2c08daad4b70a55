"""Reads an expression, of Java's expression language or of FEEL, as JsonLogic: one word ahead, by binding strength."""

from collections.abc import Mapping
from typing import Any, Final

from workflow_engine_shared.bpmn.expressions import rules
from workflow_engine_shared.bpmn.expressions.functions import FEEL, METHODS, Function
from workflow_engine_shared.bpmn.expressions.rules import Path, Rule, rule
from workflow_engine_shared.bpmn.expressions.words import NotUnderstood, Word, words_of

MAX_DEPTH: Final = 40
_LITERALS: Final[Mapping[str, Any]] = {"true": True, "false": False, "null": None}
_IN_WORDS: Final = {"and": "&&", "or": "||", "eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">="}
_ALSO: Final = {"div": "/", "mod": "%"}
_STRENGTH: Final = {
    "?": 1,
    "||": 2,
    "&&": 3,
    "in": 4,
    "between": 4,
    **dict.fromkeys(("==", "=", "!=", "<>", "<", ">", "<=", ">="), 5),
    **dict.fromkeys("+-", 6),
    **dict.fromkeys("*/%", 7),
}
_COMPARES: Final = frozenset({"==", "=", "!=", "<>", "<", ">", "<=", ">="})
_PREFIX: Final = 8
_GET_OR_ELSE: Final = ["get", "or", "else", "("]
_ENDS: Final = frozenset({"then", "else", "satisfies", "return"})


def parsed(text: str, *, feel: bool) -> Rule:
    """The JsonLogic rule that a text stands for.

    Raises:
        NotUnderstood: it uses something that is not translated, which the message names.
    """
    reader = _Reader(words_of(text), feel=feel)
    found = rule(reader.term(0))
    reader.expect("", "the end of the expression")
    return found


class _Reader:
    """The words that are left to read."""

    def __init__(self, words: list[Word], *, feel: bool) -> None:
        self._words = words
        self._at = 0
        self._feel = feel
        self._depth = 0

    # -- words ------------------------------------------------------------------------------------------------------

    @property
    def _word(self) -> Word:
        return self._words[self._at]

    def _next(self) -> Word:
        word = self._word
        self._at = min(self._at + 1, len(self._words) - 1)
        return word

    def _is(self, *values: str) -> bool:
        return self._word.kind in {"sign", "name"} and self._word.value in values

    def _take(self, *values: str) -> bool:
        found = self._is(*values)
        if found:
            self._next()
        return found

    def expect(self, value: str, what: str) -> None:
        """The next word must be this one; an empty one is the end."""
        word = self._next()
        if word.value != value or word.kind == "text":
            found = "the expression ends" if word.kind == "end" else f"{word.value!r} stands"
            raise NotUnderstood(f"{found} where {what} belongs (character {word.at + 1})")

    # -- terms ------------------------------------------------------------------------------------------------------

    def term(self, strength: int) -> Rule:
        """What can be read until something that binds weaker."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise NotUnderstood(f"it is nested more than {MAX_DEPTH} levels deep")
        left = self._first()
        while (sign := self._operator()) and _STRENGTH[sign] > strength:
            self._next()
            left = self._infix(sign, left)
        self._depth -= 1
        return left

    def _operator(self) -> str | None:
        word = self._word
        if word.kind not in {"sign", "name"} or word.value in _ENDS:
            return None
        words = {**_IN_WORDS, **({} if self._feel else _ALSO)} if word.kind == "name" else {}
        sign = words.get(word.value, word.value)
        if sign in {"**", "instance", "^", "&", "|", "matches"}:
            raise NotUnderstood(f"the operator {sign!r} is not translated")
        is_name = word.kind == "name" and sign not in {"in", "between"} and word.value not in words
        return None if is_name or sign not in _STRENGTH else sign

    def _infix(self, sign: str, left: Rule) -> Rule:
        if sign == "?":
            yes = self.term(0)
            self.expect(":", "':'")
            return {"if": [rule(left), rule(yes), rule(self.term(0))]}
        if sign in {"&&", "||"}:
            return self._joined("and" if sign == "&&" else "or", _STRENGTH[sign], left)
        if sign == "between":
            low = self.term(_STRENGTH["&&"])
            self.expect("and", "'and'")
            return rules.within(left, low, self.term(_STRENGTH["in"]))
        if sign == "in":
            return self._in(left)
        right = self.term(_STRENGTH[sign])
        if sign in _COMPARES:
            if not self._feel and sign in {"=", "<>"}:
                raise NotUnderstood(f"{sign!r} compares in FEEL only; write {'==' if sign == '=' else '!='}")
            return rules.compared(sign, left, right, strictly=self._feel)
        return rules.plus(left, right) if sign == "+" else {sign: [rule(left), rule(right)]}

    def _joined(self, name: str, strength: int, left: Rule) -> Rule:
        """`a && b && c` is one rule, however long."""
        operands = [rule(left), rule(self.term(strength))]
        while (sign := self._operator()) in {"&&", "||"} and _STRENGTH[sign] == strength:
            self._next()
            operands.append(rule(self.term(strength)))
        return {name: operands}

    def _first(self) -> Rule:
        word = self._next()
        if word.kind == "number":
            return rules.number(word.value)
        if word.kind == "text":
            return word.value
        if word.kind == "name":
            return self._named(word)
        return self._signed(word)

    def _signed(self, word: Word) -> Rule:
        if word.value == "-":
            return rules.negative(self.term(_PREFIX))
        if word.value == "!":
            return {"!": [rule(self.term(_PREFIX))]}
        if word.value == "(":
            inner = self.term(0)
            self.expect(")", "')'")
            return self._parts(inner)
        if word.value == "[":
            return list(map(rule, self._items("]")))
        what = "the expression ends" if word.kind == "end" else f"{word.value!r} stands"
        raise NotUnderstood(f"{what} where a value belongs (character {word.at + 1})")

    def _named(self, word: Word) -> Rule:
        if word.value in _LITERALS:
            return _LITERALS[word.value]
        if word.value == "not" and not (self._feel and self._is("(")):
            return {"!": [rule(self.term(_PREFIX))]}
        if word.value == "empty" and not self._feel:
            return rules.is_empty(self.term(_PREFIX))
        if word.value == "if" and self._feel:
            return self._choice()
        if self._feel and word.value in {"some", "every", "for", "function"} and self._word.kind == "name":
            raise NotUnderstood(f"'{word.value} …' is not translated")
        name = word.value
        while self._feel and self._word.kind == "name" and (name == "get or" or self._is_function_ahead()):
            name += f" {self._next().value}"
        if self._is("("):
            return self._parts(self._call(name))
        return self._parts(Path((name,)))

    def _is_function_ahead(self) -> bool:
        """FEEL's names of functions have several words: behind them stands a parenthesis."""
        place = self._at
        if self._word.value == "or" and [word.value for word in self._words[place - 1 : place + 3]] == _GET_OR_ELSE:
            return True
        while self._words[place].kind == "name" and self._words[place].value not in {*_IN_WORDS, "in", *_ENDS}:
            place += 1
        return place > self._at and self._words[place].value == "(" and self._words[place].kind == "sign"

    def _choice(self) -> Rule:
        when = self.term(0)
        self.expect("then", "'then'")
        yes = self.term(0)
        self.expect("else", "'else'")
        return {"if": [rule(when), rule(yes), rule(self.term(0))]}

    def _call(self, name: str) -> Rule:
        function = FEEL.get(name) if self._feel else None
        if function is None:
            language = "FEEL" if self._feel else "this expression language"
            raise NotUnderstood(f"the function {name}() is none of {language} that is translated")
        return self._made(name, function, [])

    def _made(self, name: str, function: Function, given: list[Rule]) -> Rule:
        self.expect("(", "'('")
        arguments = self._items(")")
        if not function.least <= len(arguments) <= function.most:
            raise NotUnderstood(f"{name}() has {len(arguments)} arguments")
        made: Rule = function.make(*given, *arguments)
        return made

    def _items(self, end: str) -> list[Rule]:
        items: list[Rule] = []
        while not self._take(end):
            if items:
                self.expect(",", f"',' or {end!r}")
            items.append(self.term(0))
        return items

    def _parts(self, value: Rule) -> Rule:
        """What stands behind a value: parts of it, and calls of its methods."""
        while True:
            if self._take("."):
                word = self._next()
                if word.kind != "name":
                    raise NotUnderstood(f"{word.value!r} stands behind a '.'")
                value = self._member(value, word.value)
            elif self._take("["):
                value = self._item(value, self.term(0))
                self.expect("]", "']'")
            else:
                return value

    def _member(self, value: Rule, name: str) -> Rule:
        if not self._is("("):
            if isinstance(value, Path):
                return Path((*value, name))
            raise NotUnderstood(f"'.{name}' of what is no variable is not translated")
        function = METHODS.get(name)
        if function is None:
            raise NotUnderstood(f"the method {name}() is not translated")
        return self._made(name, function, [value])

    def _item(self, value: Rule, key: Rule) -> Rule:
        if isinstance(value, Path) and isinstance(key, str):
            return Path((*value, key))
        if isinstance(value, Path) and isinstance(key, int) and not isinstance(key, bool) and key >= self._feel:
            return Path((*value, str(key - self._feel)))
        raise NotUnderstood("a filter or computed place in brackets is not translated")

    # -- FEEL's tests -----------------------------------------------------------------------------------------------

    def _in(self, value: Rule) -> Rule:
        """`x in [1..5]`, `x in (1, 2, > 7)`, `x in list`."""
        if not self._is("(") or self._is_range():
            return self._test(value)
        self._next()
        tests = [self._test(value)]
        while not self._take(")"):
            self.expect(",", "',' or ')'")
            tests.append(self._test(value))
        return rules.either("or", tests)

    def _test(self, value: Rule) -> Rule:
        if self._is(*_COMPARES):
            sign = self._next().value
            return rules.compared(sign, value, self.term(5), strictly=self._feel)
        if self._is_range():
            begin = self._next().value
            low = self.term(5)
            self.expect("..", "'..'")
            high = self.term(5)
            end = self._next().value
            if end not in {"]", ")", "["}:
                raise NotUnderstood("a range has no end")
            return rules.within(value, low, high, open_low=begin in {"(", "]"}, open_high=end in {")", "["})
        other = self.term(5)
        if isinstance(other, (Path, list)):
            return {"in": [rule(value), rule(other)]}
        return rules.compared("=", value, other, strictly=True)

    def _is_range(self) -> bool:
        """Whether `..` stands in the brackets that begin here."""
        if not self._is("[", "(", "]"):
            return False
        depth = 0
        for word in self._words[self._at + 1 :]:
            if word.kind == "sign" and word.value in {"[", "("}:
                depth += 1
            elif word.kind == "sign" and word.value == ".." and not depth:
                return True
            elif word.kind == "end" or (word.kind == "sign" and word.value in {"]", ")", ","} and not depth):
                return False
            elif word.kind == "sign" and word.value in {"]", ")"}:
                depth -= 1
        return False
