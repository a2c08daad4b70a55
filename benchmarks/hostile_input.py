"""What the largest and the worst input costs, beside what the standard library does with the same bytes.

    python scripts/bench hostile_input [--rounds 5]

Bodies: our strict reader beside `json.loads`. Flow documents: reading and checking one, beside parsing its JSON. Texts:
hiding secrets in a line of a log, beside one `re.sub` of a word. The best of the rounds, taken in turn.
"""

import argparse
import itertools
import json
import re
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter
from typing import Any

from support.documents import flow, problems
from workflow_engine_shared.errors import TooDeep
from workflow_engine_shared.secrets.masking import Masker
from workflow_engine_shared.secrets.names import SecretNames
from workflow_engine_shared.strict_json import strict_json

BODIES = {
    "100,000 levels": b"[" * 100_000 + b"]" * 100_000,
    "200,000 numbers": json.dumps(list(range(200_000))).encode(),
    "50,000 keys": json.dumps({f"k{n}": n for n in range(50_000)}).encode(),
    "20,000 keys like hashes": json.dumps({str(n * (2**61 - 1)): n for n in range(20_000)}).encode(),
}
TEXTS = {
    "a word": "x" * 65536,
    "assignments": "a=b " * 16384,
    "addresses": "://" * 21000,
    "names of secrets": "token=  " * 8000,
    "a name and blanks": "password" + " " * 65000,
    "a name and backslashes": "token" + "\\" * 65000 + "=",
    "bearers": "bearer " * 9000,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    for name, body in BODIES.items():
        beside_json(name, body, lambda at=body: refused(strict_json, at), rounds)
    for count in (1000, 10_000):
        document = chain(count)
        beside_json(
            f"a flow of {count:,} nodes", json.dumps(document).encode(), lambda at=document: problems(at), rounds
        )
    masker = Masker(SecretNames(), [f"secret-number-{n:04}" for n in range(10)])
    word = re.compile("secret-number-0007")
    for name, text in TEXTS.items():
        compare(name, "re.sub", lambda at=text: masker.text(at), lambda at=text: word.sub("", at), rounds)


def beside_json(name: str, body: bytes, ours: Callable[[], object], rounds: int) -> None:
    compare(name, "json.loads", ours, lambda: refused(json.loads, body), rounds)


def refused(read: Callable[[bytes], Any], body: bytes) -> None:
    """Some of it is refused, by one or by both."""
    with suppress(TooDeep, RecursionError):
        read(body)


def chain(length: int) -> dict[str, Any]:
    names = ["s", *(f"n{number}" for number in range(length - 2)), "e"]
    return flow(" ".join(names), " ".join(f"{a}>{b}" for a, b in itertools.pairwise(names)))


def compare(name: str, base: str, ours: Callable[[], object], bare: Callable[[], object], rounds: int) -> None:
    pairs = [(seconds(ours), seconds(bare)) for _ in range(rounds)]
    best, least = (min(each) * 1000 for each in zip(*pairs, strict=True))
    print(f"{name:24} ours {best:9.2f} ms   {base:10} {least:8.2f} ms   ratio {best / least:8.1f}", flush=True)


def seconds(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


if __name__ == "__main__":
    main()
