"""docs/reliability.md: each command that it names is one, each test exists, each code is an error's."""

import re
import shlex
from pathlib import Path

import pytest

from faults.matrix import FAULTS

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
#: What follows `scripts/test ` in backticks, once each: a file, perhaps with `-k`.
PROOFS = sorted(set(re.findall(r"`(?:python )?scripts/test ([^`]*\.py[^`]*)`", PAGE)))
#: Words of pytest's expressions that are no names.
OPERATORS = {"and", "or", "not"}


def names_in(file: Path) -> list[str]:
    """What pytest would find a `-k` in: the tests' names, and the matrix's rows where these are played."""
    text = file.read_text(encoding="utf-8")
    rows = [row.id for row in FAULTS.values() if row.few] if file.name == "test_matrix.py" else []
    return re.findall(r"^ *(?:async )?def (test_\w+)", text, flags=re.MULTILINE) + rows


def test_there_is_a_proof_in_each_row_of_the_tables_of_faults() -> None:
    tables = PAGE.partition("\n## What happens at which fault\n")[2].partition("\n## ")[0]
    rows = [line for line in tables.splitlines() if line.startswith("| ") and not line.startswith(("| fault", "| ---"))]
    assert len(rows) > 50
    for row in rows:
        assert re.fullmatch(r"\|.*\|.*\|.*\| `scripts/test [^`]+` \|", row), row


@pytest.mark.parametrize("proof", PROOFS)
def test_what_a_proof_names_exists(proof: str) -> None:
    path, *options = shlex.split(proof)
    assert (TESTS / path).is_file()
    names = names_in(TESTS / path)
    assert names
    if options:
        flag, expression = options
        assert flag == "-k"
        for word in set(expression.split()) - OPERATORS:
            assert any(word in name for name in names), word


def test_the_long_forms_exist_with_their_options() -> None:
    table = PAGE.partition("\n## The long forms\n")[2]
    rows = re.findall(r"^\| `python scripts/([^` ]+)(?: (\w+))?` \| (.*) \|$", table, flags=re.MULTILINE)
    assert {script for script, _, _ in rows} == {"soak", "power_loss.py", "bench"}
    for script, name, words in rows:
        path = ROOT / "benchmarks" / f"{name}.py" if name else ROOT / "scripts" / script
        text = path.read_text(encoding="utf-8")
        for option in re.findall(r"--\w+", words):
            assert option in text, (script, option)


def test_each_code_is_known() -> None:
    sources = ["docs/errors.md", "docs/dsl.md", "shared/workflow_engine_shared/storage/workflow/runs.py"]
    known = "".join((ROOT / source).read_text(encoding="utf-8") for source in sources)
    codes = set(re.findall(r"`([A-Z]+_[A-Z_]+)`", PAGE))
    assert codes
    assert {code for code in codes if code not in known} == set()


def test_the_readmes_and_the_page_on_recovery_lead_to_it() -> None:
    for page, link in {"README.md": "docs/", "README.zh-CN.md": "docs/", "docs/recovery.md": ""}.items():
        assert f"]({link}reliability.md" in (ROOT / page).read_text(encoding="utf-8"), page
