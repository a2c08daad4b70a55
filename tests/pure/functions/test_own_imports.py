"""An import that means a file of the author's never gets a package of that name: it works, or says what to write."""

import sys
from functools import partial
from pathlib import Path

import pytest

from workflow_engine_shared.errors import DependencyNotAllowed, OwnModuleImport
from workflow_engine_worker.dependencies.environment import Environment
from workflow_engine_worker.dependencies.plan import mapped
from workflow_engine_worker.dependencies.sources import Wanted, read_wants
from workflow_engine_worker.functions.distributions import distribution_of
from workflow_engine_worker.functions.hints import hint_for
from workflow_engine_worker.functions.own_imports import files_named, refuse_ambiguous_imports


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    folder = tmp_path / "flows"
    for path in ("helpers_at_top.py", "lib/retry.py", "sib/__init__.py", "sib/retry.py", "sib/kit/clean.py"):
        write(folder, path, "MINE = True\n")
    return folder


def write(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, "utf-8")


def refusal(flows: Path, line: str, file: str = "sib/steps.py") -> str:
    write(flows, file, f"{line}\n")
    with pytest.raises(OwnModuleImport) as refused:
        refuse_ambiguous_imports([file.removesuffix(".py").replace("/", ".")], [flows])
    assert str(flows / file) + ":1: " in refused.value.detail
    return refused.value.detail


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("import retry", "from . import retry"),
        ("import retry as again", "from . import retry as again"),
        ("from retry import MINE", "from .retry import MINE"),
        ("from retry import MINE as X", "from .retry import MINE as X"),
        ("import kit.clean", "from .kit import clean"),
        ("from kit import clean", "from .kit import clean"),
        ("def f():\n    import retry", "from . import retry"),
        ("from flows.sib import retry", "from sib import retry"),
        ("from flows.sib.retry import MINE", "from sib.retry import MINE"),
        ("import flows.lib.retry as r", "from lib import retry as r"),
        ("from flows import helpers_at_top", "import helpers_at_top"),
        ("from .. import helpers_at_top", "import helpers_at_top"),
        ("from ..lib import retry", "from lib import retry"),
        ("from ..lib.retry import MINE", "from lib.retry import MINE"),
    ],
)
def test_what_does_not_give_the_file_is_refused_with_the_line_that_does(flows: Path, line: str, right: str) -> None:
    if line.startswith("def"):
        write(flows, "sib/steps.py", f"{line}\n")
        with pytest.raises(OwnModuleImport, match=rf"steps.py:2: .*write '{right}'"):
            refuse_ambiguous_imports(["sib.steps"], [flows])
    else:
        assert f"write '{right}'" in refusal(flows, line)


@pytest.mark.parametrize(
    ("line", "right"),
    [("from . import helpers_at_top", "import helpers_at_top"), ("from .lib import retry", "from lib import retry")],
)
def test_a_file_of_the_flows_folder_itself_has_no_package(flows: Path, line: str, right: str) -> None:
    assert f"write '{right}'" in refusal(flows, line, "steps.py")


@pytest.mark.parametrize(
    "text",
    [
        "from . import retry\nfrom .retry import MINE\nfrom .kit.clean import MINE as M",
        "from sib import retry\nfrom lib.retry import MINE\nimport lib.retry\nimport helpers_at_top",
        "import json, httpx\nfrom collections import abc\nimport retrying_nothing",
        "try:\n    import retry\nexcept ImportError:\n    from . import retry",
        "import statistics",
    ],
)
def test_what_gives_the_file_or_is_none_of_its_business_is_not_touched(flows: Path, text: str) -> None:
    write(flows, "sib/steps.py", text)
    write(flows, "sib/statistics.py", "")  # absolute, it is the standard library's, as everywhere in Python
    refuse_ambiguous_imports(["sib.steps"], [flows])


def test_the_index_is_not_asked_for_names_of_the_authors(flows: Path) -> None:
    write(
        flows, "sib/steps.py", "import retry\nfrom . import kit\nfrom .nowhere import x\nimport bs4\nimport flows.sib\n"
    )
    wants = read_wants(["sib.steps"], [flows])
    assert [wanted.name for wanted in wants.imports] == ["bs4"]


@pytest.mark.parametrize(
    ("name", "file", "line"),
    [
        ("retry", "lib/retry.py", "from lib import retry"),
        ("kit", "sib/kit/clean.py", "from sib import kit"),
        ("steps", "my-flow/steps.py", None),
        ("flows", "", None),
        ("docx.deep", "deeper/still/docx/__init__.py", "from deeper.still import docx"),
    ],
)
def test_a_name_that_any_file_has_is_never_installed(flows: Path, name: str, file: str, line: str | None) -> None:
    if file:
        write(flows, file, "")
    with pytest.raises(DependencyNotAllowed) as refused:
        mapped([Wanted(name, "x.py:3")], partial(files_named, folders=[flows]))
    assert f"at x.py:3 finds no module, and what {flows / file} has as its name" in refused.value.detail
    assert "requires=" in refused.value.advice
    assert (f"write '{line}'" in refused.value.advice) if line else "write" not in refused.value.advice


def test_beside_an_installed_package_the_file_is_not_silently_passed_over(
    flows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "site", "fixture_paid.py", "")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    write(flows, "sib/fixture_paid.py", "import fixture_paid\n")  # itself: it means the package
    refuse_ambiguous_imports(["sib.fixture_paid"], [flows])
    told = refusal(flows, "import fixture_paid")
    assert "write 'from . import fixture_paid', or rename that file" in told
    assert str(tmp_path / "site" / "fixture_paid.py") in told
    write(flows, "fixture_paid.py", "")
    assert "gives the installed package" in refusal(flows, "import fixture_paid", "steps.py")
    assert not read_wants(["steps"], [flows]).imports


def test_all_is_told_at_once_each_with_its_place(flows: Path) -> None:
    write(flows, "sib/steps.py", "import retry\nfrom . import more\nfrom flows.lib import retry as other\n")
    write(flows, "sib/more.py", "import kit.clean\n")
    with pytest.raises(OwnModuleImport) as refused:
        refuse_ambiguous_imports(["sib.steps"], [flows])
    places = [line.partition(": ")[0].rpartition("/")[2] for line in refused.value.detail.splitlines()]
    assert places == ["steps.py:1", "steps.py:3", "more.py:1"]


@pytest.mark.parametrize(
    ("module", "distribution"),
    [
        ("hnswlib", "hnswlib"),
        ("docker", "docker"),
        ("mysql.connector.pooling", "mysql-connector-python"),
        ("azure.storage.blob.BlobClient", "azure-storage-blob"),
        ("azure.identity", "azure-identity"),
        ("pyvips", "pyvips"),
        ("linkedin_api", "linkedin-api"),
        ("data_diff", "data-diff"),
        ("shell", None),
        ("results", None),
        ("azure.something_new", None),
    ],
)
def test_no_fork_is_given_for_the_package_that_is_meant(module: str, distribution: str | None) -> None:
    assert distribution_of(module) == distribution


def test_a_module_of_a_shared_top_is_found_whoever_brought_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "mysql/__init__.py", "")
    assert not Environment.here().provides("mysql.connector")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert not Environment.here().provides("mysql.connector")
    write(tmp_path, "mysql/connector/__init__.py", "")
    assert Environment.here().provides("mysql.connector.Error")
    assert "mysql" not in sys.modules


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (ModuleNotFoundError("No module named 'bs4'", name="bs4"), "requires=['beautifulsoup4']"),
        (ImportError("Unable to find a usable engine; tried using: 'pyarrow', 'fastparquet'."), "requires=['pyarrow']"),
        (ImportError("Missing optional dependency 'xlrd'. Use pip or conda."), "requires=['xlrd']"),
        (ModuleNotFoundError("No module named 'my_thing'", name="my_thing"), "from . import NAME"),
        (ImportError("attempted relative import with no known parent package"), None),
        (ImportError("cannot import name 'x' from 'json'", name="json"), None),
        (ValueError("No module named 'bs4'"), None),
    ],
)
def test_an_import_at_run_time_says_how_it_is_declared(error: BaseException, word: str | None) -> None:
    wrapped = RuntimeError("reading failed")
    wrapped.__cause__ = error
    for each in (error, wrapped):
        hint = hint_for(each)
        assert hint is None if word is None else word in str(hint)
