"""An element of a BPMN file, and where it stands."""

from collections.abc import Iterator

from workflow_engine_shared.bpmn.names import DEFINITION, MODEL, PARTS
from workflow_engine_shared.errors import Problem


class Element:
    """An element: its own attributes by name, those of other vocabularies by (namespace, name), and its line."""

    __slots__ = ("attributes", "children", "foreign", "line", "name", "namespace", "parent", "parts")

    def __init__(self, namespace: str, name: str, line: int, parent: "Element | None") -> None:
        self.namespace = namespace
        self.name = name
        self.line = line
        self.parent = parent
        self.attributes: dict[str, str] = {}
        self.foreign: dict[tuple[str, str], str] = {}
        self.children: list[Element] = []
        self.parts: list[str] = []

    @property
    def is_bpmn(self) -> bool:
        return self.namespace == MODEL

    @property
    def id(self) -> str:
        """Its own id; empty: it has none."""
        return self.attributes.get("id", "")

    @property
    def is_part(self) -> bool:
        """Whether a person who draws does not see it: a part of what is drawn."""
        return self.name in PARTS or self.name.endswith(DEFINITION)

    @property
    def near_id(self) -> str:
        """Its id or that of what it is in: where a person looks for it."""
        element: Element | None = self
        while element is not None and (not element.id or not element.is_bpmn or element.is_part):
            element = element.parent
        return "" if element is None else element.id

    @property
    def text(self) -> str:
        """The text in it and in the elements below, without white space around it."""
        return "".join(part for each in self.walk() for part in each.parts).strip()

    @property
    def title(self) -> str:
        """What a sentence calls it."""
        name = " ".join(self.attributes.get("name", "").split())[:60]
        named = f" {self.id!r}" if self.id and self.is_bpmn else f" in {self.near_id!r}" if self.near_id else ""
        return f"<{self.name}>{named}{f' ({name})' if name else ''}"

    def get(self, attribute: str) -> str | None:
        return self.attributes.get(attribute)

    def is_true(self, attribute: str, *, default: bool = False) -> bool:
        """An attribute that XML Schema has as a boolean."""
        value = self.attributes.get(attribute)
        return default if value is None else value.strip() in {"true", "1"}

    def child(self, name: str) -> "Element | None":
        """The first element of BPMN below it that has this name."""
        return next((each for each in self.children if each.name == name and each.is_bpmn), None)

    def all(self, *names: str) -> "list[Element]":
        """The elements of BPMN right below it that have one of these names."""
        return [each for each in self.children if each.name in names and each.is_bpmn]

    def text_of(self, name: str) -> str | None:
        """The text of a child; None: there is none of this name."""
        found = self.child(name)
        return None if found is None else found.text

    def walk(self) -> "Iterator[Element]":
        """It and all below it, as they stand in the file."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


def trouble(element: Element, code: str, detail: str, hint: str = "") -> Problem:
    """What is wrong with an element."""
    return Problem(code, "", detail, hint, element=element.near_id or None, line=element.line or None)
