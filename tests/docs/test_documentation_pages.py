"""All pages: links and their anchors lead somewhere, the index names every page, snippets are what they look like."""

import json
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.command_line import REPOSITORY
from support.pages import DOCS, snippets
from workflow_engine_shared.functions.registry import REGISTRY
from workflow_engine_shared.secrets.named import VARIABLE
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.cli.failure import UsageError
from workflow_engine_supervisor.cli.main import parser

ABOVE = ["README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
PAGES = [*sorted(path.relative_to(REPOSITORY).as_posix() for path in DOCS.rglob("*.md")), *ABOVE]
HOW_TOS = sorted(DOCS.glob("how-to/*.md"))


def text_of(page: str) -> str:
    return (REPOSITORY / page).read_text(encoding="utf-8")


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def anchors(page: str) -> set[str]:
    """A page's headings as GitHub makes anchors of them."""
    text = re.sub(r"```.*?```", "", text_of(page), flags=re.DOTALL)
    headings = re.findall(r"(?m)^#+ +(.+?) *$", text)
    plain = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading) for heading in headings]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in plain}


def wrong_links(page: str) -> Iterator[str]:
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(text_of(page))):
        if re.match(r"\w+:", target):
            continue
        path, _, anchor = target.partition("#")
        found = (REPOSITORY / page).parent / path if path else REPOSITORY / page
        if not found.exists():
            yield target
            continue
        if anchor and anchor not in anchors(found.resolve().relative_to(REPOSITORY).as_posix()):
            yield target


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    assert list(wrong_links(page)) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "REPOSITORY", tmp_path)
    (tmp_path / "a.md").write_text("# One two\n[x](a.md#one-two) [y](b.md) [z](#three) `[w](c.md)`\n")
    assert list(wrong_links("a.md")) == ["b.md", "#three"]


#: What guides to the sources speak of; the built console and what packages bring are none of ours to name.
SOURCES = ["shared", "supervisor", "worker", "tests", "scripts", "benchmarks", "flows", "docs", "console/src"]


def wrong_paths(page: str) -> list[str]:
    """Paths of sources in a page that are not there, whole (`tests/pure/`) or by their end (`kernel/visit`).

    A path is of sources if its first folder is one of ours, and all of it is spelled out: `nodes/TYPE.py` is not.
    """
    places = [REPOSITORY / name for name in SOURCES]
    found = {f"/{path.relative_to(REPOSITORY).as_posix()}" for top in places for path in (top, *top.rglob("*"))}
    folders = {path.rsplit("/", 1)[-1] for path in found if "." not in path.rsplit("/", 1)[-1]}
    named = re.findall(
        r"`((?:[a-z_]+/)+[a-z_]*(?:\.[a-z_]+)?)`", re.sub(r"```.*?```", "", text_of(page), flags=re.DOTALL)
    )
    ends = {path[place:] for path in found for place, letter in enumerate(path) if letter == "/"}
    return [
        path
        for path in dict.fromkeys(named)
        if path.split("/")[0] in folders
        and not {f"/{path.rstrip('/')}", f"/{path}.py", f"/{path.rsplit('.', 1)[0]}.py"} & ends
    ]


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_paths_of_sources_are_there(page: str) -> None:
    assert wrong_paths(page) == []


def test_a_path_that_is_not_there_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "REPOSITORY", tmp_path)
    (tmp_path / "worker" / "kernel").mkdir(parents=True)
    (tmp_path / "worker" / "kernel" / "visit.py").touch()
    there = "`kernel/visit` `kernel/visit.py` `kernel/visit.begin` `worker/kernel/`"
    text = f"{there} `kernel/TYPE.py` `kernel/gone` `other/x`"
    (tmp_path / "a.md").write_text(text)
    assert wrong_paths("a.md") == ["kernel/gone"]


@pytest.mark.parametrize("index", ["docs/index.md", "docs/index.zh-CN.md"])
def test_the_index_names_every_page(index: str) -> None:
    """A page that has a translation is named by the index of its language."""
    linked = {(DOCS / target).resolve() for target in re.findall(r"\]\(([^)#]+)", text_of(index))}
    translated = {path for path in DOCS.rglob("*.md") if path.with_name(f"{path.stem}.zh-CN.md").exists()}
    others = translated if ".zh-CN." in index else set(DOCS.rglob("*.zh-CN.md"))
    wanted = set(DOCS.rglob("*.md")) - others - {REPOSITORY / index}
    assert sorted(str(path.relative_to(DOCS)) for path in wanted - linked) == []


#: Pages that people translated; what is drawn from the code is compared with the code.
TRANSLATED = sorted(
    path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.zh-CN.md") if not path.name.startswith("errors")
)


@pytest.mark.parametrize("page", TRANSLATED)
def test_a_translation_has_what_the_page_has(page: str) -> None:
    """Headings, questions, rows of tables and their marks, one for one."""
    chinese, english = ((DOCS / name).read_text(encoding="utf-8") for name in (page, page.replace(".zh-CN.md", ".md")))
    for part in (r"(?m)^(#+) ", r"(?m)^\*\*.*[?？](\*\*)", r"(?m)^(\|)", r"([●◐○])"):
        assert re.findall(part, chinese) == re.findall(part, english), part


#: Translations of pages that people copy from, or look things up in.
SAME_CODE = [*HOW_TOS, *DOCS.glob("*.zh-CN.md")]


@pytest.mark.parametrize("path", [path for path in SAME_CODE if ".zh-CN." in path.name], ids=lambda path: path.stem)
def test_a_translation_shows_the_same_code(path: Path) -> None:
    english = path.with_name(path.name.replace(".zh-CN.md", ".md"))
    code, same = (
        re.findall(r"```.*?```", each.read_text(encoding="utf-8"), flags=re.DOTALL) for each in (path, english)
    )
    assert code == same


@pytest.fixture
def _registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that a page registers are its own."""
    monkeypatch.setattr(REGISTRY, "_functions", {})


def loaded(page: Path) -> list[dict[str, Any]]:
    """What each Python snippet of a page defines."""
    modules: list[dict[str, Any]] = []
    for code in snippets(page.read_text(encoding="utf-8"), "python"):
        modules.append({"__name__": page.stem})
        exec(compile(code, page.name, "exec"), modules[-1])
    return modules


@pytest.mark.usefixtures("_registry")
@pytest.mark.parametrize("path", HOW_TOS, ids=lambda path: path.stem)
def test_a_how_to_shows_python_that_can_be_loaded(path: Path) -> None:
    assert all(any(callable(value) for value in module.values()) for module in loaded(path))


@pytest.mark.usefixtures("_registry")
def test_the_loops_of_the_how_to_do_what_it_says() -> None:
    """Outside a run its functions simply run."""
    prices, measure, report, pages = loaded(DOCS / "how-to" / "durable-loops.md")
    rows = [{"id": 1, "price": "2.5"}, {"id": 2, "price": "x"}]
    assert prices["prices"]({"products": rows}) == {"prices": [{"id": 1, "price": 2.5}]}
    assert measure["measure_all"]({"pictures": ["ab", "abcd"], "threshold": 3}) == [False, True]
    assert report["report"]({"prices": [{"price": 2}, {"price": 3}]}) == {"summary": {"count": 2, "total": 5}}
    assert pages["pages"]({}) == {}


@pytest.mark.parametrize("path", HOW_TOS, ids=lambda path: path.stem)
def test_json_and_powershell_of_the_how_tos_can_be_read(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    for text in snippets(page, "json"):
        json.loads(text)
    for text in snippets(page, "powershell"):
        assert "&&" not in text


def command_lines(page: str) -> Iterator[str]:
    """What a page tells to type: lines of a shell, and code in a sentence; not forms with places to be filled in."""
    text = text_of(page)
    lines = [line for block in snippets(text, "(?:bash|powershell)") for line in block.splitlines()]
    lines += re.findall(r"(?<!`)`([^`\n]+)`(?!`)", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    for line in lines:
        if line.startswith("renflow ") and not re.search(r"[\[\]…<>|$(]|\.\.\.", line):
            yield line


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page not in {"CHANGELOG.md", "docs/cli.md", "docs/cli.zh-CN.md"}]
)
def test_commands_that_a_page_names_exist_with_their_flags(page: str) -> None:
    """They are parsed, not carried out. Prose may leave out which run or flow it is."""
    for line in command_lines(page):
        words = shlex.split(line, comments=True)[1:]
        try:
            parser().parse_args(words)
        except UsageError as error:
            if "are required" not in error.detail:
                raise
            parser().parse_args([*words, "x"])


def test_a_command_that_does_not_exist_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "REPOSITORY", tmp_path)
    for wrong in ("```bash\nrenflow show first --nodes\n```", "say `renflow halt first`"):
        (tmp_path / "a.md").write_text(wrong)
        with pytest.raises(UsageError):
            test_commands_that_a_page_names_exist_with_their_flags("a.md")


def test_settings_that_the_pages_speak_of_exist() -> None:
    names = {name.upper() for name in Settings.__struct_fields__}
    for page in (path.relative_to(REPOSITORY).as_posix() for path in [*HOW_TOS, DOCS / "faq.md"]):
        found = set(re.findall(r"\bREN_([A-Z_]+)\b", text_of(page)))
        assert {name for name in found if not f"REN_{name}".startswith(VARIABLE)} <= names, page
