"""What was guessed, mended, merged or left out on the way: counted by kind for the summary, told once in the log."""

import logging
from collections import Counter
from enum import Enum
from typing import Any

EXAMPLES = 3  #: of each kind, in the log
MAX_EXAMPLE_CHARS = 200


class Note(str, Enum):
    """The kinds, as the summary names them. What is wrong with one product is a `Problem`."""

    CHARSET_GUESSED = "charset_guessed"  #: nothing declares it
    CHARSET_WRONG = "charset_wrong"  #: the declared one does not explain the bytes
    CHARACTERS_REPLACED = "characters_replaced"  #: bytes that the encoding does not explain, now U+FFFD
    LINES_BEFORE_HEADER = "lines_before_header"  #: a title, `sep=`, blank lines
    COLUMNS_TWICE = "columns_twice"  #: two columns of one name: the first counts
    ROWS_BLANK = "rows_blank"
    HEADERS_REPEATED = "headers_repeated"  #: tables that were joined
    DUPLICATES_DIFFER = "duplicates_differ"  #: dropped for their id, but with another name, price or picture
    ROWS_REPLACED = "rows_replaced"  #: a damaged row, by a sound one of the same id
    PAGES_REFRESHED = "pages_refreshed"  #: pages that only sent us on to another one
    PAGES_BROKEN_OFF = "pages_broken_off"  #: pages that came without their end however often they were asked for
    PAGES_EMPTY = "pages_empty"  #: pages without a product
    IMAGES_BLANK = "image_blank"  #: pictures of one colour: they look like all others of their kind
    IMAGES_SHARED = "image_shared"  #: products whose picture's address many others have: a placeholder
    IMAGES_BY_OTHER_NAME = "image_by_other_name"  #: files that were found by another form of the name
    NEXT_LEADS_BACK = "next_leads_back"  #: the last page's link leads to one that was read


class Notes:
    """A collector that is handed through what reads a catalogue."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.encodings: Counter[str] = Counter()  #: how texts were read, e.g. "gb18030 (declared)"
        self.examples: dict[str, list[str]] = {}

    def add(self, kind: Note, example: str = "", times: int = 1) -> None:
        """Something of this kind happened `times` times."""
        self.counts[kind.value] += times
        shown = self.examples.setdefault(kind.value, [])
        if example and len(shown) < EXAMPLES:
            shown.append(" ".join(example.split())[:MAX_EXAMPLE_CHARS])

    def as_data(self) -> dict[str, Any]:
        """The notes as plain data, the form in which a durable step keeps them."""
        return {"counts": dict(self.counts), "encodings": dict(self.encodings), "examples": self.examples}

    def take_in(self, data: dict[str, Any]) -> None:
        """Add what `as_data` wrote."""
        self.counts.update(data["counts"])
        self.encodings.update(data["encodings"])
        for kind, examples in data["examples"].items():
            shown = self.examples.setdefault(kind, [])
            shown.extend(examples[: EXAMPLES - len(shown)])

    def log(self, logger: logging.Logger) -> None:
        """One line for how texts were read, one for each kind."""
        if self.encodings:
            logger.info("read as %s", self.encodings_in_words())
        for kind, count in self.counts.items():
            logger.warning("%s: %d (%s)", kind, count, "; ".join(self.examples.get(kind, ())) or "see the summary")

    def encodings_in_words(self) -> str:
        """E.g. `utf-8 (declared): 12, gb18030 (guessed): 1`."""
        if len(self.encodings) == 1:
            return next(iter(self.encodings))
        return ", ".join(f"{how}: {count}" for how, count in self.encodings.most_common())
