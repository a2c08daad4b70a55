"""Which packages a flow's source asks for, and which of those an installer may be given."""

import ast
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine_shared.environments.installer_process import clean_environ, failure
from workflow_engine_shared.environments.requirements import as_argument, parse_requirement
from workflow_engine_shared.errors import (
    DependencyInstallFailed,
    DependencyNotAllowed,
    DependencyUnresolvable,
    DiskFull,
    PackageIndexUnreachable,
)
from workflow_engine_worker.control.leave import NodeFailed
from workflow_engine_worker.dependencies.environment import Environment, engine_needs
from workflow_engine_worker.dependencies.packages import Packages
from workflow_engine_worker.dependencies.plan import find_missing, mapped
from workflow_engine_worker.dependencies.sources import (
    Wanted,
    Wants,
    imports,
    read_wants,
    script_requirements,
)
from workflow_engine_worker.functions.distributions import distribution_of, import_names

BAD = [
    "--index-url=http://x",
    "-rreq.txt",
    "-e.",
    "git+https://example.org/x.git",
    "x @ file:///etc/passwd",
    "x @ https://evil/x.whl",
    "./expA.py",
    "../rel",
    "http://example.org/x.whl",
    "requests --pre",
    "x; import os",
    "a b",
    "",
    " ",
    "requests\n--index-url=x",
    "x" * 300,
    "pip",
    "Pip",
    "setuptools>=1",
    "uv",
    "wheel",
    "renflow",
    "Ren_Flow".replace("_", ""),
    "ren",
    "sqlite3",
    "distutils",
    "json",
    "rеquests",  # a Cyrillic е
    "requests\u200b",
    "x[a b]",
    "x[--pre]",
    "x===1.0;",
    "x===https://evil",
    "-x",
    "x-",
    ".x",
    "x>=1 --hash=sha256:00",
    "x\x00",
]
GOOD = {
    "pillow>=11": "pillow>=11",
    "Pillow": "Pillow",
    "zope.interface": "zope.interface",
    "ruamel_yaml~=0.18": "ruamel_yaml~=0.18",
    "uvicorn[standard] >= 0.35, != 0.36": "uvicorn[standard]!=0.36,>=0.35",
    "tomli>=2; python_version < '3.11'": "tomli>=2",
    "a1==1.0.*": "a1==1.0.*",
}


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_plain_package_name_is_refused(text: str):
    with pytest.raises(DependencyNotAllowed, match="not allowed"):
        parse_requirement(text)


@pytest.mark.parametrize("text", GOOD)
def test_a_name_with_versions_becomes_one_argument(text: str):
    assert as_argument(parse_requirement(text)) == GOOD[text]


@given(st.text(max_size=80))
def test_whatever_is_taken_is_no_option_no_path_and_no_address(text: str):
    try:
        argument = as_argument(parse_requirement(text))
    except DependencyNotAllowed:
        return
    assert argument.isascii()
    assert argument[0].isalnum()
    assert not set(argument) & set(" \t\n/\\@:;'\"$`|&")


def test_the_engine_is_never_touched():
    assert {"renflow", "langgraph", "fastapi", "msgspec", "langchain-core"} <= engine_needs()
    here = Environment.here()
    fits = Wants([Wanted("fastapi", "f.py:1"), Wanted("langgraph>=1", "f.py:1")])
    assert not find_missing(fits, here, "auto")
    with pytest.raises(DependencyUnresolvable, match=r"f.py:7 requires fastapi<0.1, but fastapi .* the engine itself"):
        find_missing(Wants([Wanted("fastapi<0.1", "f.py:7")]), here, "auto")


@pytest.mark.parametrize(
    ("module", "distribution"),
    [
        ("PIL.Image", "pillow"),
        ("bs4", "beautifulsoup4"),
        ("yaml", "pyyaml"),
        ("cv2", "opencv-python"),
        ("sklearn.svm", "scikit-learn"),
        ("dateutil.parser", "python-dateutil"),
        ("numpy", "numpy"),
        ("google.cloud.storage.blob", "google-cloud-storage"),
        ("google.protobuf", "protobuf"),
        ("jwt", "pyjwt"),
        ("serial", "pyserial"),
    ],
)
def test_an_import_comes_from_the_distribution_that_the_list_names(module: str, distribution: str):
    assert distribution_of(module) == distribution


@pytest.mark.parametrize("module", ["google", "utils", "tests", "reqeusts", "pil", "Numpy", "distutils", "my_module"])
def test_what_the_list_does_not_have_is_not_guessed(module: str):
    assert distribution_of(module) is None
    with pytest.raises(DependencyNotAllowed, match=rf"'import {module}' at f.py:3"):
        mapped([Wanted(module, "f.py:3")])


def test_every_name_on_the_list_may_be_installed():
    names = import_names()
    assert len(names) > 4000
    assert not [name for name in set(names.values()) if parse_requirement(name).name != name]
    assert not set(names) & sys.stdlib_module_names


SOURCE = """\
import a.b, sys
from c import d
from . import near
from ..above import thing
try:
    import forgiven
except ImportError:
    import instead
try:
    import needed
except ValueError:
    pass
if TYPE_CHECKING:
    import only_types
if sys.platform == "no-such-system":
    import other_system
else:
    import this_system
if sys.version_info < (3, 0):
    import old
def f():
    import late
class C:
    from inner import x
with open("f") as g:
    import in_with
match = 1
if __name__ == "__main__":
    import as_program
"""


def test_imports_are_those_that_the_code_cannot_do_without():
    found = dict(imports(ast.parse(SOURCE), ["top", "sub"]))
    assert found == {
        "a.b": 1, "sys": 1, "c.d": 2, "top.sub.near": 3, "top.above.thing": 4, "needed": 10, "this_system": 18,
        "late": 22, "inner.x": 24, "in_with": 26,
    }  # fmt: skip


def test_imports_are_followed_through_the_flows_folders(tmp_path: Path):
    for path, text in {
        "pkg/__init__.py": "import from_init",
        "pkg/work.py": "from . import help\nfrom pkg.more import x\nimport single",
        "pkg/help.py": "import helped",
        "pkg/more.py": "# coding: latin-1\nimport more\nx = '\xe9'",
        "pkg/unused.py": "import unused",
        "single.py": "import broken",
        "broken.py": "import (",
    }.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(text.encode("latin-1"))
    wants = read_wants(["pkg.work"], [tmp_path])
    assert sorted(wanted.name for wanted in wants.imports) == ["from_init", "helped", "more"]
    assert Wanted("helped", f"{tmp_path / 'pkg' / 'help.py'}:1") in wants.imports


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_script_block_names_its_requirements(ending: str):
    lines = [
        "# /// script",
        '# requires-python = ">=3.10"',
        "# dependencies = [",
        '#   "pillow>=11",',
        "#   'x',",
        "# ]",
        "# ///",
        "",
    ]
    assert script_requirements(ending.join(lines)) == ["pillow>=11", "x"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# /// script\n# dependencies = [\n# ///\n",
        "# /// script\n# dependencies = 3\n# ///\n",
        "# /// other\n# x = 1\n# ///\n",
    ],
)
def test_a_broken_script_block_names_none(text: str):
    assert script_requirements(text) == []


def test_modes_say_what_counts():
    wants = Wants(
        [Wanted("fixture-x; python_version < '3'", "f.py:1")],
        [Wanted("bs4_not_there", "f.py:2"), Wanted("os.path", "f.py:3")],
    )
    here = Environment.here()
    assert [wanted.name for wanted in find_missing(wants, here, "auto").imports] == ["bs4_not_there"]
    assert not find_missing(wants, here, "declared")


def test_off_installs_nothing(tmp_path: Path):
    tmp_path.joinpath("off_module.py").write_text(
        "import nowhere_at_all\nfrom workflow_engine import register_function\n"
        "@register_function('off.f', requires=['--index-url=http://x'])\ndef f(state): ...\n"
    )
    assert Packages("off", "", _never, _never).provide(["off.f"], [tmp_path]) is None
    with pytest.raises(NodeFailed) as refused:
        Packages("declared", "", _never, _never).provide(["off.f"], [tmp_path])
    assert refused.value.error.code == "DEPENDENCY_NOT_ALLOWED"
    assert f"{tmp_path / 'off_module.py'}:4" in refused.value.error.message


def _never(*_: object) -> None:
    pytest.fail("nothing is started")


def test_an_installer_knows_one_index_and_no_settings_of_others():
    given = {
        "PATH": "/bin",
        "PIP_CERT": "/c.pem",
        "PIP_EXTRA_INDEX_URL": "http://evil",
        "SSL_CERT_FILE": "/c.pem",
        "UV_EXTRA_INDEX_URL": "http://evil",
        "UV_HTTP_TIMEOUT": "5",
        "UV_INDEX": "http://evil",
        "pip_find_links": "/evil",
    }
    environ = clean_environ(given, "https://pypi.org/simple")
    assert not [value for value in environ.values() if "evil" in value]
    assert (environ["PATH"], environ["PIP_CERT"], environ["UV_HTTP_TIMEOUT"]) == ("/bin", "/c.pem", "5")
    assert environ["UV_DEFAULT_INDEX"] == environ["PIP_INDEX_URL"] == "https://pypi.org/simple"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("error: Failed to fetch: `http://h/simple/x/`\n  cause: tcp connect error", PackageIndexUnreachable),
        ("WARNING: Retrying (Retry(total=0)) after NewConnectionError\nERROR: No matching", PackageIndexUnreachable),
        ("  × No solution found when resolving dependencies", DependencyUnresolvable),
        ("ERROR: ResolutionImpossible: for help visit", DependencyUnresolvable),
        ("ERROR: No matching distribution found for x", DependencyUnresolvable),
        ("error: Failed to extract archive: x.whl\n cause: invalid Zip archive", DependencyInstallFailed),
        ("error: failed to write: No space left on device (os error 28)", DiskFull),
        ("Segmentation fault", DependencyInstallFailed),
    ],
)  # fmt: skip
def test_what_an_installer_says_decides_whether_the_run_waits(said: str, kind: type[Exception]):
    assert type(failure(said.splitlines(), "http://me:secret@h/simple")) is kind
