"""Our JsonLogic beside json-logic-js: random typed rules, and every difference that remains, with its reason.

    python scripts/jsonlogic_diff.py [--seed N] [--rules 20000] [--mixed 0.15] [--node-modules DIR]
    python scripts/jsonlogic_diff.py --cases FILE      the official tests.json of jsonlogic.com, or a file of its form
    python scripts/jsonlogic_diff.py --record FILE     rewrites such a file's third column with json-logic-js's answers

Needs Node.js; json-logic-js comes from npm into a temporary directory, or from DIR. Ends with 1 if a difference has no
documented reason.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jsonlogic_author import STATES, Author

from workflow_engine_shared.errors import BadExpression
from workflow_engine_shared.jsonlogic.rules import evaluate, expression_problems, json_equal

REFERENCE = "json-logic-js@2.0.5"
RUNNER = Path(__file__).with_suffix(".js")
REASONS = {
    "plain-zero": "minus zero is zero here, so dividing by it gives the other infinity",
    "characters": "characters are counted as Unicode's here, not as UTF-16 units",
}
"""What we do otherwise on purpose: the runner's variant that does it too, and why."""
SHOWN = 5

Rule = Any
Pair = tuple[Rule, Any]
Answer = dict[str, Any]

# -- answers --------------------------------------------------------------------------------------------------------


def our_answer(rule: Rule, data: Any) -> Answer:
    try:
        return {"value": evaluate(rule, data)}
    except BadExpression as error:
        return {"error": error.detail}


def their_answers(pairs: Sequence[Pair], node_modules: Path, variant: str = "") -> list[Answer]:
    lines = "".join(json.dumps(pair) + "\n" for pair in pairs)
    command = ["node", str(RUNNER), str((node_modules / "json-logic-js").resolve()), variant]
    done = subprocess.run(command, input=lines, capture_output=True, encoding="utf-8", check=True)
    return [json.loads(line, parse_int=_as_javascript_means_it) for line in done.stdout.splitlines()]


def _as_javascript_means_it(digits: str) -> int | float:
    """JavaScript writes a large double without a point, and its last digits are then not the number's own."""
    return int(digits) if abs(int(digits)) < 2**53 else float(digits)


def install(directory: Path) -> Path:
    print(f"npm installs {REFERENCE} ...")
    command = ["npm", "install", "--silent", "--no-save", "--no-audit", "--no-fund", "--prefix", str(directory)]
    subprocess.run([*command, REFERENCE], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return directory / "node_modules"


def agree(ours: Answer, theirs: Answer) -> bool:
    if "error" in ours or "error" in theirs:
        return "error" in ours and "error" in theirs
    return json_equal(ours["value"], theirs["value"])


# -- differences ----------------------------------------------------------------------------------------------------


def compare(arguments: argparse.Namespace, node_modules: Path) -> int:
    """Prints the differences by reason; how many have none."""
    author = Author(arguments.seed, arguments.mixed)
    pairs = [(author.rule(), author.random.choice(STATES)) for _ in range(arguments.rules)]
    theirs = their_answers(pairs, node_modules)
    refused = [rule for rule, _ in pairs if expression_problems(rule, "")]
    different = [pair for pair, their in zip(pairs, theirs, strict=True) if not agree(our_answer(*pair), their)]
    errors = sum("error" in their for their in theirs)
    print(f"seed {arguments.seed}: {len(pairs):,} rules, {arguments.mixed:.0%} of their operands of any type")
    print(f"{len(refused)} refused by validation, {errors} errors in json-logic-js, {len(different)} differences")
    unexplained = explain(different, node_modules)
    for rule in refused[:SHOWN]:
        print(f"{json.dumps(rule)}\n  {expression_problems(rule, '')[0].detail}")
    for rule, data in unexplained[:SHOWN]:
        print(f"{json.dumps(rule)}\n  over {json.dumps(data)}\n  ours {our_answer(rule, data)}")
        print(f"  js   {their_answers([(rule, data)], node_modules)[0]}")
    return len(refused) + len(unexplained)


def explain(different: Sequence[Pair], node_modules: Path) -> list[Pair]:
    """Prints how many differences go away when json-logic-js deviates as we do; what is left."""
    left = list(different)
    for variant, reason in REASONS.items():
        answers = their_answers(left, node_modules, variant)
        still = [pair for pair, their in zip(left, answers, strict=True) if not agree(our_answer(*pair), their)]
        print(f"{len(left) - len(still):6}  {reason}")
        left = still
    print(f"{len(left):6}  without a documented reason")
    return left


# -- files of cases -------------------------------------------------------------------------------------------------


def read_cases(path: Path) -> list[list[Any]]:
    """The cases of a file, without the texts that are its comments."""
    return [case for case in json.loads(path.read_text("utf-8")) if isinstance(case, list)]


def check(path: Path) -> int:
    """How many of a file's cases we answer otherwise."""
    wrong = [case for case in read_cases(path) if not agree(our_answer(case[0], case[1]), {"value": case[2]})]
    for rule, data, expected in wrong:
        print(f"{json.dumps(rule)} over {json.dumps(data)}\n  ours {our_answer(rule, data)}, expected {expected!r}")
    print(f"{len(read_cases(path))} cases, {len(wrong)} answered otherwise")
    return len(wrong)


def record(path: Path, node_modules: Path) -> int:
    lines = json.loads(path.read_text("utf-8"))
    answers = iter(their_answers([(case[0], case[1]) for case in read_cases(path)], node_modules))
    filled = [line if isinstance(line, str) else [*line[:2], next(answers)["value"]] for line in lines]
    text = ",\n".join("  " + json.dumps(line, ensure_ascii=False) for line in filled)
    path.write_text(f"[\n{text}\n]\n", "utf-8")
    return check(path)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    parser.add_argument("--rules", type=int, default=20_000)
    parser.add_argument("--mixed", type=float, default=0.15)
    parser.add_argument("--node-modules", type=Path)
    parser.add_argument("--cases", type=Path)
    parser.add_argument("--record", type=Path)
    arguments = parser.parse_args()
    if arguments.cases:
        return min(1, check(arguments.cases))
    with tempfile.TemporaryDirectory() as scratch:
        node_modules = arguments.node_modules or install(Path(scratch))
        if arguments.record:
            return min(1, record(arguments.record, node_modules))
        return min(1, compare(arguments, node_modules))


if __name__ == "__main__":
    sys.exit(main())
