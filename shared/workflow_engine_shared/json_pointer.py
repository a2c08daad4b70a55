"""JSON pointers (RFC 6901): the path to one value inside a document, as text."""

from collections.abc import Iterable


def escape(step: object) -> str:
    """One step of a pointer: an object's key or a list's index, with '~' and '/' escaped."""
    return str(step).replace("~", "~0").replace("/", "~1")


def from_steps(steps: Iterable[object]) -> str:
    """The pointer that leads through these steps from the top; the empty text points to the document itself."""
    return "".join(f"/{escape(step)}" for step in steps)


def steps(pointer: str) -> list[str]:
    """The steps of a pointer, as text; none for the document itself."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def join(pointer: str, *steps: object) -> str:
    """The pointer that leads these steps further than `pointer` does."""
    return pointer + from_steps(steps)
