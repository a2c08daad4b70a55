"""Finding functions in the source: every form an author may write, and every file that must not harm the others."""

import hashlib
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow_engine_shared.functions import source_module
from workflow_engine_shared.functions.discovery import FoundFunction, Scan, scan
from workflow_engine_shared.functions.near_misses import NearMisses, near_misses
from workflow_engine_shared.functions.signature import Parameter, Signature

IMPORT = "from workflow_engine import register_function\n"


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return folder


def function(name: str = "a", *, text: str = IMPORT) -> str:
    return f'{text}@register_function("{name}")\ndef f(state): ...\n'


def codes(found: Scan) -> dict[str, str]:
    """Problems by file name."""
    return {Path(problem.pointer.rpartition(":")[0]).name: problem.code for problem in found.problems}


def test_everything_about_a_function(tmp_path: Path) -> None:
    body = (
        f"{IMPORT}\n"
        '@register_function("data.scrape", requires=["httpx>=0.28", "selectolax"], timeout=5)\n'
        "def scrape(state, *, limit: int = 5):\n"
        '    """Fetch products.\n\n    From the shop.\n    """\n'
    )
    write(tmp_path, {"pack/deep/shop.py": body})
    file = str(tmp_path / "pack" / "deep" / "shop.py")
    doc = "Fetch products.\n\nFrom the shop."
    requires = ("httpx>=0.28", "selectolax")
    signature = Signature((Parameter("limit", required=False, default=5, hint="int"),), "state")
    source_hash = hashlib.sha256(body.encode()).hexdigest()
    expected = FoundFunction("data.scrape", "pack.deep.shop", file, 4, doc, requires, signature, source_hash, 5)
    assert scan(tmp_path) == Scan({"data.scrape": expected})


@pytest.mark.parametrize(
    "source",
    [
        'from workflow_engine import register_function\n@register_function("a")\ndef f(s): ...',
        'from workflow_engine import register_function as r\n@r("a")\ndef f(s): ...',
        'from workflow_engine import step, register_function as r\n@r(name="a", requires=[])\ndef f(s): ...',
        'import workflow_engine\n@workflow_engine.register_function("a")\ndef f(s): ...',
        'import workflow_engine as w, os\n@w.register_function("a")\ndef f(s): ...',
        'from workflow_engine import register_function\n@register_function("a")\nasync def f(s): ...',
        'from workflow_engine import register_function\n@other\n@register_function("a")\n@third()\ndef f(s): ...',
        'from workflow_engine import register_function\n@register_function("" "a")\ndef f(s): ...',
        'if 1:\n    from workflow_engine import register_function as r\n@r("a")\ndef f(s): ...',
        '\ufefffrom workflow_engine import register_function\r\n@register_function("a")\r\ndef f(s): ...\r\n',
    ],
)
def test_forms_that_are_found(tmp_path: Path, source: str) -> None:
    found = scan(write(tmp_path, {"m.py": source}))
    assert list(found.functions) == ["a"]
    assert found.problems == []


@pytest.mark.parametrize(
    "source",
    [
        'def register_function(n): ...\n@register_function("a")\ndef f(s): ...',
        'from elsewhere import register_function\n@register_function("a")\ndef f(s): ...',
        'from .workflow_engine import register_function\n@register_function("a")\ndef f(s): ...',
        'import elsewhere\n@elsewhere.register_function("a")\ndef f(s): ...',
        'import workflow_engine\n@workflow_engine.x.register_function("a")\ndef f(s): ...',
        IMPORT + '# @register_function("a")\ndef f(s): ...',
        IMPORT + '"""\n@register_function("a")\ndef f(s): ...\n"""',
        IMPORT + '@register_function("a")\nclass K: ...',
    ],
)
def test_forms_that_are_not_ours(tmp_path: Path, source: str) -> None:
    assert scan(write(tmp_path, {"m.py": source})) == Scan()


@pytest.mark.parametrize(
    ("body", "code", "word"),
    [
        ('def outer():\n    @register_function("a")\n    def f(s): ...', "FUNCTION_NOT_IMPORTABLE", "inside"),
        ('class K:\n    @register_function("a")\n    def f(s): ...', "FUNCTION_NOT_IMPORTABLE", "inside"),
        ('@register_function("a")\ndef f(s):\n    yield {}', "REGISTRATION_ERROR", "generator"),
        ('@register_function("a")\nasync def f(s):\n    yield {}', "REGISTRATION_ERROR", "generator"),
        ('@register_function("a")\ndef f(*, size): ...', "REGISTRATION_ERROR", "first parameter"),
        ('@register_function("a")\ndef f(s, size, /): ...', "REGISTRATION_ERROR", "by position only"),
    ],
)
def test_b65_b66_b70_what_cannot_be_registered_is_logged_by_its_source(
    tmp_path: Path, body: str, code: str, word: str
) -> None:
    found = scan(write(tmp_path, {"m.py": IMPORT + body, "good.py": function("good")}))
    assert list(found.functions) == ["good"]
    [problem] = found.problems
    line = (IMPORT + body).splitlines().index(next(each for each in body.splitlines() if "def f" in each)) + 1
    assert (problem.code, problem.pointer) == (code, f"{tmp_path / 'm.py'}:{line}")
    assert word in problem.detail


@pytest.mark.parametrize("block", ["if True:", "try:", "with x:", "for x in y:"])
def test_functions_below_a_condition_are_found(tmp_path: Path, block: str) -> None:
    body = f"{block}\n    @register_function('a')\n    def f(s): ..."
    assert list(scan(write(tmp_path, {"m.py": IMPORT + body + "\nfinally: pass" * (block == "try:")})).functions) == [
        "a"
    ]


@pytest.mark.parametrize("name", ["random.py", "json/mine.py", "asyncio/__init__.py", "pytest.py", "msgspec/x.py"])
def test_b74_a_module_whose_name_is_taken_is_logged_and_harms_nobody(tmp_path: Path, name: str) -> None:
    found = scan(write(tmp_path, {name: function(), "good.py": function("good")}))
    assert list(found.functions) == ["good"]
    [problem] = found.problems
    assert (problem.code, problem.pointer) == ("SHADOWS_MODULE", f"{tmp_path / name}:1")
    assert "(a)" in problem.detail


def test_several_folders(tmp_path: Path) -> None:
    one = write(tmp_path / "one", {"m.py": function(), "own.py": function("b")})
    two = write(tmp_path / "two", {"m.py": function("lost"), "other.py": function("c")})
    found = scan((one, two, tmp_path / "absent"))
    assert {name: it.module for name, it in found.functions.items()} == {"a": "m", "b": "own", "c": "other"}
    [problem] = found.problems
    assert (problem.code, problem.pointer) == ("SHADOWS_MODULE", f"{two / 'm.py'}:1")
    assert str(one / "m.py") in problem.detail


def test_what_did_not_change_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"m.py": function(), "n.py": function("b")})
    before = scan(tmp_path)
    read: list[Path] = []
    original = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read.append(path) or original(path))
    assert scan(tmp_path) == before
    assert read == []
    write(tmp_path, {"n.py": function("longer_name")})
    assert set(scan(tmp_path).functions) == {"a", "longer_name"}
    assert read == [tmp_path / "n.py"]


@pytest.mark.parametrize(
    "argument",
    [
        '""',
        '" "',
        '"a b"',
        '"a.__class__"',
        "f'a{1}'",
        "NAME",
        "'a' + 'b'",
        "",
        "5",
        "None",
        "*x",
        "{[]}",
        "{[]: 1}",
        "name='é'",
        "'" + "x" * 300 + "'",
        "-" * 300 + "1",
        "requires=['x']",
    ],
)
def test_a_name_that_cannot_be_one_is_a_problem_with_its_place(tmp_path: Path, argument: str) -> None:
    found = scan(write(tmp_path, {"m.py": f"{IMPORT}@register_function({argument})\ndef f(s): ..."}))
    assert found.functions == {}
    [problem] = found.problems
    assert (problem.code, problem.pointer) == ("REGISTRATION_ERROR", f"{tmp_path / 'm.py'}:3")


@pytest.mark.parametrize(
    ("requires", "found"),
    [
        ('["a", "b>=1"]', ("a", "b>=1")),
        ('("a",)', ("a",)),
        ("[]", ()),
        ("NEEDS", ()),
        ('"pillow"', ()),
        ("[1]", ("1",)),
        ("{[]}", ()),
    ],
)
def test_requirements(tmp_path: Path, requires: str, found: tuple[str, ...]) -> None:
    write(tmp_path, {"m.py": f'{IMPORT}@register_function("a", requires={requires})\ndef f(s): ...'})
    assert scan(tmp_path).functions["a"].requires == found


def test_the_first_of_two_counts_and_the_second_is_logged_with_both_places(tmp_path: Path) -> None:
    write(tmp_path, {"one.py": function(), "two.py": "\n" + function(), "three.py": function("b")})
    found = scan(tmp_path)
    assert {name: it.module for name, it in found.functions.items()} == {"a": "one", "b": "three"}
    [problem] = found.problems
    assert problem.pointer == f"{tmp_path / 'two.py'}:4"
    assert f"{tmp_path / 'one.py'}:3" in problem.detail


BROKEN: dict[str, str | bytes] = {
    "syntax.py": "@register_function(\ndef",
    "newer.py": "# register_function\ntype X[T] = list[T] +\n",
    "tabs.py": IMPORT + "def f(s):\n\tif s:\n        return\n",
    "latin.py": b"x = '\xe9'  # register_function\n",
    "cookie.py": b"# coding: nonsense\n# register_function\n",
    "nul.py": b"register_function\0",
    "deep.py": "register_function(" + "(" * 1000 + ")" * 1000 + ")",
    "unary.py": "register_function(" + "-" * 100_000 + "1)",
    "merge.py": "<<<<<<< HEAD\nregister_function\n=======\n",
}


def test_a_broken_file_is_a_problem_of_its_own(tmp_path: Path) -> None:
    found = scan(write(tmp_path, {**BROKEN, "good.py": function()}))
    assert list(found.functions) == ["a"]
    assert codes(found) == dict.fromkeys(BROKEN, "USER_CODE_ERROR")
    for problem in found.problems:
        assert int(problem.pointer.rpartition(":")[2]) >= 1
        assert problem.detail.startswith("The module cannot be read: ")
        assert not problem.detail.endswith(": .")
    assert any(problem.pointer == f"{tmp_path / 'newer.py'}:2" for problem in found.problems)


def test_a_huge_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "MAX_SOURCE_BYTES", 2**20)
    write(tmp_path, {"huge.py": function() + "#" * 2**20, "just.py": (function("b") + "#" * 2**20)[: 2**20]})
    found = scan(tmp_path)
    assert list(found.functions) == ["b"]
    assert [problem.detail for problem in found.problems] == ["The module cannot be read: it is larger than 1 MiB."]


def test_files_that_say_nothing_are_no_problem(tmp_path: Path) -> None:
    write(tmp_path, {"empty.py": b"", "broken.py": "def (", "latin.py": b"x = '\xe9'", "nul.py": b"\0"})
    assert scan(tmp_path) == Scan()


@pytest.mark.parametrize("body", [b"# -*- coding: cp1252 -*-\n# \xe9\n", b"# \xc3\xa9\n", b"\xef\xbb\xbf"])
def test_encodings_that_python_knows(tmp_path: Path, body: bytes) -> None:
    assert list(scan(write(tmp_path, {"m.py": body + function().encode()})).functions) == ["a"]


def test_modules_are_named_as_they_are_imported(tmp_path: Path) -> None:
    paths = ["top.py", "class.py", "数据.py", "_private.py", "pack/__init__.py", "pack/in_it.py", "a/b/c/d.py"]
    paths += ["my-flow/steps.py", "my-flow/__init__.py", "01-scrape.py", "2024_shop/1st step.py", "商店 (2)/价格.py"]
    found = scan(write(tmp_path, {path: function(f"n{index}") for index, path in enumerate(paths)}))
    modules = [found.functions[f"n{index}"].module for index in range(len(paths))]
    assert modules[:7] == ["top", "class", "数据", "_private", "pack", "pack.in_it", "a.b.c.d"]
    assert modules[7:] == ["my-flow.steps", "my-flow", "01-scrape", "2024_shop.1st step", "商店 (2).价格"]
    assert found.problems == []


@pytest.mark.parametrize(
    "path",
    [
        "m.pyc",
        "m.txt",
        "m.PY~",
        ".hidden.py",
        ".git/m.py",
        "__pycache__/m.py",
        "venv/m.py",
        ".venv/m.py",
        "node_modules/m.py",
        "site-packages/m.py",
    ],
)
def test_what_cannot_be_imported_is_passed_over(tmp_path: Path, path: str) -> None:
    assert scan(write(tmp_path, {path: function()})) == Scan()


def test_a_function_is_told_its_own_problem_not_its_neighbours(tmp_path: Path) -> None:
    body = IMPORT + "".join(f'@register_function("a.{name}")\ndef {name}(): ...\n' for name in ("one", "other"))
    found = scan([write(tmp_path, {"a.py": body})])
    for name in ("a.one", "a.other"):
        [told] = near_misses(name, [tmp_path], found)
        assert f"there is a problem: {name!r} must take the state" in told


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("v1.2/m.py", "the folder's name 'v1.2' has a dot in it"),
        ("shop.old/deep/m.py", "the folder's name 'shop.old' has a dot in it"),
        ("a.b.py", "the file's name 'a.b' has a dot in it"),
        ("SCRAPE.PY", "its name ends in .PY, not in .py"),
        ("steps.pyw", "its name ends in .pyw"),
        ("steps.ipynb", "it is a notebook"),
        ("steps.py.txt", "its name ends in .txt"),
    ],
)
def test_what_is_passed_over_though_it_registers_is_told_with_the_reason(tmp_path: Path, path: str, why: str) -> None:
    write(
        tmp_path, {path: function("a.lost"), "good.py": function("good"), "v1.2/other.py": "", "notes.txt": function()}
    )
    found = scan(tmp_path)
    assert list(found.functions) == ["good"]
    [problem] = found.problems
    assert problem.code == "PASSED_OVER"
    assert problem.pointer.rpartition(":")[0] == str(tmp_path / path)
    assert why in problem.detail
    assert ("(a.lost)" in problem.detail) == path.endswith(".py")
    [told] = near_misses("a.lost", [tmp_path], found)
    assert str(tmp_path / path) in told
    assert why in told


@pytest.mark.parametrize(
    ("path", "body", "why"),
    [
        (".draft/m.py", function("a.lost"), ".draft is hidden"),
        ("venv/m.py", function("a.lost"), "folders called venv are passed over"),
        ("random.py", function("a.lost"), "The module's name is taken"),
        ("broken.py", function("a.lost") + "def (", "The module cannot be read"),
        ("wrapped.py", function("a.lost", text="from elsewhere import register_function\n"), "from workflow_engine"),
    ],
)
def test_what_misses_a_function_names_the_files_that_have_it(tmp_path: Path, path: str, body: str, why: str) -> None:
    write(tmp_path, {path: body, "good.py": function("good"), "env/pyvenv.cfg": "", "env/m.py": function("a.lost")})
    found = scan([tmp_path])
    assert list(found.functions) == ["good"]
    told = near_misses("a.lost", [tmp_path], found)
    assert any(each.startswith(f"{tmp_path / path}:") and why in each for each in told)
    hints = NearMisses([tmp_path], found)
    assert [bool(hints.hint("a.lost")) for _ in range(12)] == [True] * 10 + [False] * 2
    assert near_misses("nowhere.at_all", [tmp_path], found) == near_misses("a.los", [tmp_path], found) == []


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("@register_function\ndef f(s): ...", "without a name"),
        ("def f(s): ...\nregister_function('a')(f)", "not used as a decorator"),
        ("def f(s): ...\ng = register_function('a')(f)", "not used as a decorator"),
        ("r = register_function('a')\n@r\ndef f(s): ...", "not used as a decorator"),
        ("for n in 'ab':\n    register_function(n)(lambda s: {})", "not used as a decorator"),
    ],
)
def test_registering_in_a_way_that_the_source_does_not_show_is_told(tmp_path: Path, body: str, word: str) -> None:
    found = scan(write(tmp_path, {"m.py": IMPORT + body}))
    assert found.functions == {}
    [problem] = found.problems
    assert (problem.code, word in problem.detail) == ("REGISTRATION_ERROR", True)
    assert problem.pointer.startswith(f"{tmp_path / 'm.py'}:")


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_links_to_folders_of_modules_are_followed_and_never_round(tmp_path: Path) -> None:
    flows = write(tmp_path / "flows", {"good.py": function("good"), "pack/m.py": function("m")})
    away = write(tmp_path / "away", {"steps.py": function("away"), "deep/more.py": function("more")})
    write(tmp_path / "pictures", {"deep/hidden.py": function("not_looked_for")})
    for link, target in {
        "shop": away, "pictures": tmp_path / "pictures", "up": tmp_path, "self": flows, "pack/again": flows / "pack",
    }.items():  # fmt: skip
        (flows / link).symlink_to(target)
    (away / "round").symlink_to(away)
    (away / "back").symlink_to(flows)
    found = scan(flows)
    modules = {name: each.module for name, each in found.functions.items()}
    assert modules == {"good": "good", "m": "pack.m", "away": "shop.steps", "more": "shop.deep.more"}
    assert found.problems == []


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be no UTF-8")
def test_a_name_that_is_no_utf_8_is_told_in_letters_that_can_be_sent(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.py")).write_text(function())
    [problem] = scan(tmp_path).problems
    assert problem.code == "PASSED_OVER"
    assert problem.pointer.encode() == os.fsencode(tmp_path) + b"/caf\\xe9.py:3"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may read everything")
def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"closed/m.py": function()})
    (tmp_path / "closed").chmod(0)
    try:
        [problem] = scan(tmp_path).problems
    finally:
        (tmp_path / "closed").chmod(0o755)
    assert "The folder cannot be read" in problem.detail


def test_a_missing_folder_is_empty(tmp_path: Path) -> None:
    assert scan(tmp_path / "absent") == Scan()
    assert scan(write(tmp_path, {"file.py": function()}) / "file.py") == Scan()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_special_files_neither_block_nor_break(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "nowhere.py").symlink_to(tmp_path / "absent")
    (tmp_path / "round.py").symlink_to(tmp_path / "round.py")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "folder.py").mkdir()
    write(tmp_path, {"good.py": function()})
    found = scan(tmp_path)
    assert [(it.name, it.module) for it in found.functions.values()] == [("a", "good")]


def test_nothing_is_imported_or_executed(tmp_path: Path) -> None:
    proof = tmp_path / "executed"
    body = f"open({str(proof)!r}, 'w')\nimport sys\nsys.exit(1)\n{function()}raise SystemExit\n"
    before = set(sys.modules)
    assert list(scan(write(tmp_path, {"side_effect.py": body})).functions) == ["a"]
    assert not proof.exists()
    assert "side_effect" not in set(sys.modules) - before


SOURCE = st.text() | st.lists(
    st.sampled_from(
        [IMPORT, "@register_function(", "'a'", ")", "\ndef f(s): ...", "\n", "(", "[", "{", ":", "\\", "\0"]
    ),
).map("".join)


@settings(deadline=None, max_examples=200)
@given(body=SOURCE.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary())
def test_no_source_breaks_the_scan(tmp_path_factory: Any, body: bytes) -> None:
    folder = tmp_path_factory.mktemp("flows")
    found = scan(write(folder, {"any.py": b"# register_function\n" + body, "good.py": function("good")}))
    assert "good" in found.functions


def test_a_package_that_comes_is_seen_at_the_next_scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flows, site = write(tmp_path / "flows", {"fixture_late.py": function()}), tmp_path / "site"
    site.mkdir()
    os.utime(site, ns=(0, 0))  # two changes within one tick of the system's clock look like one
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setattr(sys, "path", [*sys.path, str(flows)])  # a flows folder is no environment
    assert list(scan(flows).functions) == ["a"]
    write(site, {"fixture_late.py": ""})
    assert codes(scan(flows)) == {"fixture_late.py": "SHADOWS_MODULE"}
    (site / "fixture_late.py").unlink()
    os.utime(site, ns=(1, 1))
    assert list(scan(flows).functions) == ["a"]
