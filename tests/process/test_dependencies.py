"""Packages for a flow's functions: real workers in an environment of the test's own, and a real index on loopback."""

import ensurepip
import shutil
import site
import sys
import sysconfig
import textwrap
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from support.package_index.index import Index, listening
from support.package_index.wheels import cut, damaged, wheel
from support.processes import alive
from support.run import Run, chain, node
from support.server import Server
from support.wait import until

ROOT = Path(__file__).resolve().parents[2]
NEXT_TRY_S = 40


class Workshop:
    """A server in an environment of its own, its flows and its index."""

    def __init__(self, folder: Path, index: Index, *, pip: bool = False, **settings: object) -> None:
        self.index = index
        self.environment = folder / "environment"
        venv.create(self.environment, symlinks=True)
        self.packages = next(self.environment.glob("lib/python*/site-packages"))
        if pip:
            give_pip(self.environment, self.packages)
        # The engine and what it needs are borrowed from the environment that runs the tests.
        sources = [str(ROOT / name) for name in ("shared", "supervisor", "worker")]
        self.packages.joinpath("borrowed.pth").write_text("\n".join([*site.getsitepackages(), *sources]))
        self.server = Server(folder, index_url=index.url, grace=1, **settings)
        self.server.python = str(self.environment / "bin" / "python")
        fast = {"UV_CACHE_DIR": str(folder / "cache"), "UV_HTTP_TIMEOUT": "20", "UV_HTTP_RETRIES": "0"}
        self.server.env |= {**fast, "UV_INDEX_URL": "http://127.0.0.1:9/stranger"}
        if pip:
            self.server.env["PATH"] = str(self.environment / "bin")
            self.server.env.pop("UV", None)
            # The environment that is borrowed from may have it as a package.
            self.packages.joinpath("without_uv.pth").write_text("import sys; sys.modules['uv'] = None\n")

    def function(self, name: str, imports: str = "", requires: tuple[str, ...] = ()) -> str:
        """A module with one function, which the flow of the same name calls."""
        source = f"""\
            {imports}
            from workflow_engine import register_function

            @register_function("{name}.f", requires={list(requires)!r})
            def f(state):
                return {{"done": True}}
            """
        self.server.flows.joinpath(f"{name}.py").write_text(textwrap.dedent(source))
        return name

    def start(self, name: str, imports: str = "", requires: tuple[str, ...] = ()) -> Run:
        self.function(name, imports, requires)
        flow = self.server.flow(chain(node("one", code_ref=f"{name}.f")), f"{name}-flow".replace("_", "-"))
        return self.server.run(flow)

    def content(self) -> set[str]:
        """Every file of the environment's packages, but Python's own leavings and our lock."""
        every = (path for path in self.packages.rglob("*") if "__pycache__" not in path.parts)
        return {str(path.relative_to(self.packages)) for path in every if ".renflow" not in path.parts}


def give_pip(environment: Path, packages: Path) -> None:
    """What ensurepip would install; by itself it compiles all of pip, which takes longer than the test."""
    compiled = Path(sysconfig.get_path("purelib", vars={"base": sys.base_prefix}))
    bundled = next(Path(ensurepip.__file__).parent.glob("_bundled/pip-*.whl"), None)
    if (compiled / "pip").is_dir():
        for each in (compiled / "pip", *compiled.glob("pip-*.dist-info")):
            shutil.copytree(each, packages / each.name)
    elif bundled is not None:
        with zipfile.ZipFile(bundled) as wheel_file:
            wheel_file.extractall(packages)
    else:  # some systems keep pip elsewhere, and ensurepip knows where
        venv.create(environment, with_pip=True, symlinks=True)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with listening() as index:
        made = Workshop(tmp_path_factory.mktemp("workshop"), index, warm_workers=1)
        try:
            made.server.start()
            yield made
            assert made.server.stop() == 0, made.server.log.read_text()
        finally:
            made.server.clean_up()


def installed(run: Run) -> list[Any]:
    return [payload["packages"] for _, payload in run.events("dependency_installed")]


def test_what_is_imported_and_what_is_required_is_installed_by_a_warm_worker(workshop: Workshop):
    workshop.index.add(
        wheel("beautifulsoup4", "4.0", {"bs4/__init__.py": ""}, ["fixture-soup>=1"]),
        wheel("fixture-soup", "1.5", {"fixture_soup.py": ""}),
        wheel("python-docx", "1.0", {"docx/__init__.py": "", "docx/deep/inner.py": ""}),
        wheel("fixture-asked", "2.1", {"asked_for.py": ""}),
        wheel("fixture-asked", "3.0", {"asked_for.py": ""}),
    )
    (workshop.server.flows / "kit").mkdir()
    workshop.server.flows.joinpath("kit", "paper.py").write_text("import docx.deep.inner\n")
    run = workshop.start("mapped", "import bs4, asked_for, kit.paper", ("fixture-asked<3",))
    assert run.finished()["done"] is True
    assert installed(run) == [["beautifulsoup4==4.0", "fixture-asked==2.1", "fixture-soup==1.5", "python-docx==1.0"]]
    messages = "\n".join(run.messages())
    assert "beautifulsoup4: 'import bs4' at" in messages
    assert f"python-docx: 'import docx' at {workshop.server.flows / 'kit' / 'paper.py'}:1" in messages
    assert "fixture-asked<3: required at" in messages
    assert "[installer] + beautifulsoup4==4.0" in messages
    asked = len(workshop.index.asked)
    again = workshop.server.run("mapped-flow")
    assert again.finished()["done"] is True
    assert (installed(again), len(workshop.index.asked)) == ([], asked)


def test_an_import_on_no_list_is_refused_with_its_place_and_goes_on_once_it_is_mended(workshop: Workshop):
    asked = len(workshop.index.asked)
    run = workshop.start("stranger", "import stranger_danger")
    error = run.failed()
    assert (error["code"], run.facts["reason"]) == ("DEPENDENCY_NOT_ALLOWED", "start_failed")
    assert f"'import stranger_danger' at {workshop.server.flows / 'stranger.py'}:1" in error["message"]
    assert "pip install" in error["hint"]
    assert len(workshop.index.asked) == asked
    workshop.index.add(wheel("fixture-stranger", "1.0", {"stranger_danger.py": ""}))
    workshop.function("stranger", "import stranger_danger", ("fixture-stranger",))
    run.resume()
    assert run.finished()["done"] is True


def test_an_own_module_beats_the_index_and_an_import_at_run_time_hints_at_requires(workshop: Workshop):
    workshop.index.add(wheel("retry", "1.0", {"retry.py": "MINE = False"}))
    asked, before = len(workshop.index.asked), workshop.content()
    folder = workshop.server.flows / "sib"
    folder.mkdir()
    folder.joinpath("retry.py").write_text("MINE = True\n")
    steps = folder / "steps.py"
    code = (
        "from workflow_engine import register_function\n@register_function('sib.f')\ndef f(state):\n"
        "    import importlib\n"
        "    return {'mine': retry.MINE, 'soup': importlib.import_module(state.get('module', 'bs4_at_run_time'))}\n"
    )
    steps.write_text(f"import retry\n{code}")
    run = workshop.server.run(workshop.server.flow(chain(node("one", code_ref="sib.f")), "sib-flow"))
    error = run.failed()
    assert (error["code"], run.facts["reason"]) == ("OWN_MODULE_IMPORT", "start_failed")
    assert f"{steps}:1: 'import retry' does not give {folder / 'retry.py'}" in error["message"]
    assert "write 'from . import retry'" in error["message"]
    steps.write_text(f"import outer_retry\n{code}")
    (workshop.server.flows / "lib").mkdir()
    workshop.server.flows.joinpath("lib", "outer_retry.py").touch()
    run.resume()
    error = run.failed()
    assert (error["code"], "from lib import outer_retry" in error["hint"]) == ("DEPENDENCY_NOT_ALLOWED", True)
    assert (len(workshop.index.asked), workshop.content()) == (asked, before)
    steps.write_text(f"from . import retry\n{code}")
    run.resume()
    error = run.failed()
    assert "No module named 'bs4_at_run_time'" in error["message"]
    assert "requires=" in error["hint"]


def test_a_name_that_is_nowhere_fails_and_a_resume_looks_again(workshop: Workshop):
    run = workshop.start("nowhere", requires=("fixture-nowhere>=1",))
    error = run.failed()
    assert error["code"] == "DEPENDENCY_UNRESOLVABLE"
    assert "fixture-nowhere" in error["message"]
    workshop.index.add(wheel("fixture-nowhere", "1.0", {"found_at_last.py": ""}))
    run.resume()
    assert run.finished()["done"] is True


@pytest.mark.parametrize(
    ("name", "made", "code"),
    [
        ("conflict", [wheel("fixture-bad-conflict", "1.0", {"bad_c.py": ""}, ["msgspec<0.1"])], "UNRESOLVABLE"),
        ("spoiled", [damaged(wheel("fixture-bad-spoiled", "1.0", {"bad_s.py": "# SPOIL"}))], "INSTALL_FAILED"),
        ("cut", [cut(wheel("fixture-bad-cut", "1.0", {"bad.py": "#" * 99}))], "INSTALL_FAILED"),
        ("lying", [wheel("fixture-bad-lying", "1.0", {"bad_l.py": ""}, lies={"bad_l.py": "other"})], "INSTALL_FAILED"),
        ("killing", [wheel("fixture-bad-killing", "1.0", {"k.pth": "import os; os._exit(3)\n"})], "INSTALL_FAILED"),
        ("site", [wheel("fixture-bad-site", "1.0", {"sitecustomize.py": "1/0\n"})], "INSTALL_FAILED"),
        ("over", [wheel("fixture-bad-over", "1.0", {"borrowed.pth": ""})], "INSTALL_FAILED"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_bad_package_leaves_the_environment_as_it_was(workshop: Workshop, name: str, made: Any, code: str):
    workshop.index.add(*made)
    before = workshop.content()
    error = workshop.start(f"bad_{name}", requires=(f"fixture-bad-{name}",)).failed()
    assert error["code"] == f"DEPENDENCY_{code}", error["message"]
    assert workshop.content() == before
    assert [each.name for each in (workshop.packages / ".renflow").iterdir()] == ["lock"]


def test_two_runs_that_need_the_same_package_install_it_once(workshop: Workshop):
    workshop.index.add(wheel("fixture-shared", "1.0", {"fixture_shared.py": ""}))
    workshop.index.gate.clear()
    first = workshop.start("shared_one", "import fixture_shared", ("fixture-shared",))
    until(lambda: any("fixture_shared-1.0" in path for path in workshop.index.asked), what="the file is asked for")
    second = workshop.start("shared_two", "import fixture_shared", ("fixture-shared",))
    until(lambda: "Another run is installing packages; waiting for it." in second.messages(), what="a waiting run")
    workshop.index.gate.set()
    assert (first.finished()["done"], second.finished()["done"]) == (True, True)
    assert (installed(first), installed(second)) == ([["fixture-shared==1.0"]], [])


@pytest.mark.parametrize("command", ["pause", "cancel", "kill"])
def test_while_it_installs_a_run_can_be_paused_cancelled_and_killed(workshop: Workshop, command: str):
    name = f"fixture-slow-{command}"
    workshop.index.add(wheel(name, "1.0", {f"slowly_{command}.py": ""}))
    before = workshop.content()
    workshop.index.gate.clear()
    run = workshop.start(f"slow_{command}", requires=(name,))
    until(lambda: any(f"slow_{command}" in path for path in workshop.index.asked), what="the file is asked for")
    pid = run.pid()
    installers = psutil.Process(pid).children(recursive=True)
    assert installers
    if command == "kill":
        run.kill()
    else:
        getattr(run, command)()
        run.until({"pause": "interrupted", "cancel": "cancelled"}[command])
        until(lambda: not any(alive(each.pid) for each in installers), what="no installer is left")
    assert workshop.content() == before
    workshop.index.gate.set()
    if command != "cancel":
        if command == "pause":
            run.resume()
        assert run.finished()["done"] is True
        assert installed(run) == [[f"{name}==1.0"]]


def test_what_a_killed_installation_left_is_removed_by_the_next(workshop: Workshop):
    half = workshop.packages / "fixture_half"
    half.mkdir()
    half.joinpath("__init__.py").write_text("raise RuntimeError('half of it')\n")
    (workshop.packages / ".renflow").mkdir(exist_ok=True)
    note = workshop.packages / ".renflow" / "unfinished.json"
    note.write_text(f'["{half}", "{half}-1.0.dist-info"]')
    workshop.index.add(wheel("fixture-half", "1.0", {"fixture_half/__init__.py": ""}))
    run = workshop.start("half", "import fixture_half", ("fixture-half",))
    assert run.finished()["done"] is True
    assert not note.exists()
    assert any("cut off" in message for message in run.messages())


def test_without_the_index_a_run_waits_uncounted_and_goes_on_by_itself(workshop: Workshop):
    workshop.index.add(wheel("fixture-offline", "1.0", {"fixture_offline.py": ""}))
    workshop.index.close()
    try:
        run = workshop.start("offline", "import fixture_offline", ("fixture-offline",))
        facts = run.until("recovering")
        assert facts["reason"] == "dependencies"
        assert facts["error"]["code"] == "DEPENDENCY_INSTALL_FAILED"
        assert "127.0.0.1" in facts["error"]["message"]
    finally:
        workshop.index.open()
    assert run.finished(NEXT_TRY_S)["done"] is True
    assert installed(run) == [["fixture-offline==1.0"]]


@pytest.mark.parametrize("trouble", ["503", "404"])
def test_an_index_that_answers_with_errors_is_waited_for_too(workshop: Workshop, trouble: str):
    file, content = wheel(f"fixture-trouble-{trouble}", "1.0", {f"troubled_{trouble}.py": ""})
    workshop.index.add((file, content))
    workshop.index.gone.add(file)
    workshop.index.broken = trouble == "503"
    try:
        run = workshop.start(f"trouble_{trouble}", requires=(f"fixture-trouble-{trouble}",))
        assert run.until("recovering")["reason"] == "dependencies"
    finally:
        workshop.index.broken = False
    run.cancel()
    run.until("cancelled")


def test_describing_a_module_never_installs(workshop: Workshop):
    workshop.index.add(wheel("pyserial", "3.0", {"serial/__init__.py": ""}))
    workshop.function("describable", "import serial")

    def told() -> Any:
        every = {each["name"]: each for each in workshop.server.get("/functions")["items"]}
        return every["describable.f"]["reason"]

    assert "No module named 'serial'" in until(told, what="the module's description")
    assert not any("pyserial" in path for path in workshop.index.asked)


def test_pip_does_where_there_is_no_uv(tmp_path: Path):
    with listening() as index:
        made = Workshop(tmp_path, index, pip=True, dependencies="auto", warm_workers=0)
        try:
            index.add(
                wheel("beautifulsoup4", "4.0", {"bs4/__init__.py": ""}, ["fixture-soup"]),
                wheel("fixture-soup", "1.5", {"fixture_soup.py": ""}),
                wheel("fixture-bad", "1.0", {"bad.py": ""}, ["msgspec<0.1"]),
            )
            made.server.start()
            run = made.start("by_pip", "import bs4")
            assert run.finished()["done"] is True
            assert [payload["tool"] for _, payload in run.events("dependency_installed")] == ["pip"]
            assert installed(run) == [["beautifulsoup4==4.0", "fixture-soup==1.5"]]
            assert made.start("bad", requires=("fixture-bad",)).failed()["code"] == "DEPENDENCY_UNRESOLVABLE"
            index.close()
            waits = made.start("offline", requires=("fixture-late",))
            assert waits.until("recovering")["reason"] == "dependencies"
            waits.cancel()
        finally:
            made.server.clean_up()
