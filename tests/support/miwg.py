"""What becomes of the BPMN files of the Model Interchange Working Group: each runs, or is refused by an element.

    python scripts/miwg DIR

`DIR` is a checkout of bpmn-miwg/bpmn-miwg-test-suite; its files are drawings of many modellers, few of them made to be
executed, and are no part of this repository. With `isExecutable` taken as true they are counted once more. It fails if
a file is refused without naming an element or a line, does not come back byte for byte, or breaks the reader.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

from workflow_engine_shared.bpmn.compile.bindings import Bindings
from workflow_engine_shared.bpmn.compile.program import check
from workflow_engine_shared.bpmn.xml_tree import Unreadable, encoded

_NOT = b'isExecutable="false"'
_YES = b'isExecutable="true"'


class Count:
    """What was counted of some files."""

    def __init__(self) -> None:
        self.files = self.runs = 0
        self.codes: Counter[str] = Counter()
        self.odd: list[str] = []

    def add(self, name: str, source: bytes) -> str:
        """Look at a file; returns what becomes of it."""
        self.files += 1
        problems = check(source, Bindings(scripts_are_work=True))
        if not problems:
            self.runs += 1
            return "runs"
        self.codes.update({each.code for each in problems})
        if not all(each.element or each.line for each in problems):
            self.odd.append(f"{name} is refused, and nothing in it is named")
        return f"{problems[0].code}: {problems[0].detail}"

    def line(self, title: str) -> str:
        codes = ", ".join(f"{code} {number}" for code, number in self.codes.most_common(6))
        return f"{title:42} {self.files:4} files, {self.runs:4} run, {self.files - self.runs:4} refused ({codes})"


def _comes_back(source: bytes) -> bool:
    """Whether what is kept of the text is what the file was; a file in another encoding is refused as a text."""
    try:
        return encoded(source.decode()) == source
    except (UnicodeDecodeError, Unreadable):
        return True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    begun, odd = perf_counter(), []
    for title, pattern in (("reference files", "Reference/*.bpmn"), ("all files", "**/*.bpmn")):
        counts = Count(), Count()
        for path in sorted(folder.glob(pattern)):
            name, source = str(path.relative_to(folder)), path.read_bytes()
            counts[0].add(name, source)
            told = counts[1].add(name, source.replace(_NOT, _YES))
            odd += [] if _comes_back(source) else [f"{name} does not come back as it was"]
            if title == "reference files":
                print(f"  {path.name:12} {told[:150]}")
        print(counts[0].line(title), counts[1].line(f"{title}, isExecutable taken as true"), sep="\n")
        odd += [each for count in counts for each in count.odd]
    print(f"{perf_counter() - begun:.1f} s", *odd, sep="\n")
    return bool(odd)


if __name__ == "__main__":
    sys.exit(main())
