"""Code that is kept with versions: whole or not there, once for the same files, whatever dies meanwhile."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from support.wait import until
from workflow_engine_shared.errors.code import CodeDamaged, CodeNotFreezable
from workflow_engine_shared.functions import freeze_code, frozen_code
from workflow_engine_shared.functions.code_files import code_files
from workflow_engine_shared.locks import process_lock
from workflow_engine_shared.paths import Home

REGISTERS = "from workflow_engine import register_function\n{more}\n@register_function('a.f')\ndef f(state): ...\n"
LATER = "2099-01-01T00:00:00.000Z"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    made.root.mkdir()
    return made


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    folder = tmp_path / "flows"
    folder.mkdir()
    return folder


def put(flows: Path, **files: str) -> None:
    for name, text in files.items():
        path = flows / name.replace("__", "/").replace("_py", ".py").replace("_csv", ".csv")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", set()),
        ("import b", {"b.py"}),
        ("if 0:\n    import b", {"b.py"}),
        ("try:\n    import b\nexcept ImportError: pass", {"b.py"}),
        ("def later():\n    from p import m", {"p/m.py", "p/data.csv"}),
        ("import importlib\nimportlib.import_module('p.m')", {"p/m.py", "p/data.csv"}),
        ("import importlib\nimportlib.import_module('p.' + 'm')", {"b.py", "p/m.py", "p/data.csv", "random.py"}),
        ("import random", set()),
        ("import json.nothing, absent", set()),
        ("from pathlib import Path\nPath(__file__).with_name('rates.csv')", {"rates.csv"}),
        ("NAME = 'rates.csv'", set()),
        ("NAME = __file__, '../../etc/passwd', '/etc/passwd', '\\0', 'x' * 9", set()),
    ],
)
def test_what_the_code_of_a_function_is(flows: Path, more: str, expected: set[str]):
    put(flows, a_py=REGISTERS.format(more=more), b_py="", p__m_py="", p__data_csv="1", rates_csv="2", random_py="")
    assert set(code_files(["a.f"], [flows])) == {"0/a.py", *(f"0/{name}" for name in expected)}


def test_the_same_code_is_kept_once(home: Home, flows: Path):
    put(flows, a_py=REGISTERS.format(more="import b"), b_py="X = 1\n")
    first = freeze_code.freeze(home, ["a.f"], [flows])
    os.utime(flows / "b.py", (1, 1))
    assert freeze_code.freeze(home, ["a.f"], [flows]) == first == frozen_code.verify(home, first.hash)
    put(flows, b_py="X = 2\n")
    assert freeze_code.freeze(home, ["a.f"], [flows]) != first
    assert len(list(home.code.iterdir())) == 2


def test_damaged_code_is_made_whole_by_whoever_publishes_the_same(home: Home, flows: Path):
    put(flows, a_py=REGISTERS.format(more="import b"), b_py="X = 1\n")
    kept = freeze_code.freeze(home, ["a.f"], [flows]).hash
    (home.code / kept / "0" / "b.py").write_text("evil")
    with pytest.raises(CodeDamaged, match=r"b\.py is not what was published"):
        frozen_code.verify(home, kept)
    freeze_code.freeze(home, ["a.f"], [flows])
    frozen_code.verify(home, kept)


def test_what_stands_beside_kept_code_is_refused_and_gone_with_the_next_publishing(home: Home, flows: Path):
    """Python takes a package before a module of its name: nothing that was published need be touched for that."""
    put(flows, a_py=REGISTERS.format(more="import b"), b_py="X = 1\n")
    kept = freeze_code.freeze(home, ["a.f"], [flows]).hash
    (home.code / kept / "0" / "__pycache__").mkdir()
    (home.code / kept / "0" / "__pycache__" / "b.pyc").write_bytes(b"never read")
    frozen_code.verify(home, kept)
    put(home.code / kept / "0", b__x_py="X = 2\n")
    with pytest.raises(CodeDamaged, match=r"x\.py was not published with this version: somebody put it there"):
        frozen_code.verify(home, kept)
    freeze_code.freeze(home, ["a.f"], [flows])
    frozen_code.verify(home, kept)


def test_several_at_once_keep_it_once(home: Home, flows: Path):
    put(flows, a_py=REGISTERS.format(more="import b"), b_py="X = 1\n")
    kept: list[str] = []
    threads = [
        threading.Thread(target=lambda: kept.append(freeze_code.freeze(home, ["a.f"], [flows]).hash)) for _ in range(8)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(kept) == 8
    assert [each.name for each in home.code.iterdir()] == [kept[0]]


def test_who_was_overtaken_leaves_what_the_other_put_there(home: Home, flows: Path, tmp_path: Path):
    put(flows, a_py=REGISTERS.format(more="import b"), b_py="X = 1\n")
    quicker = Home(tmp_path / "quicker")
    kept = freeze_code.freeze(quicker, ["a.f"], [flows]).hash
    behind = threading.Thread(target=freeze_code.freeze, args=(home, ["a.f"], [flows]))
    with process_lock(home.code_lock):
        behind.start()
        until(lambda: any(home.code.glob(f".new-*/{frozen_code.MANIFEST}")), what="it is ready to be moved")
        (quicker.code / kept).rename(home.code / kept)
        put_there = (home.code / kept).stat().st_ino
    behind.join()
    assert [(each.name, each.stat().st_ino) for each in home.code.iterdir()] == [(kept, put_there)]


KILLED = """
import os, signal, sys
from pathlib import Path
from workflow_engine_shared.functions import freeze_code
from workflow_engine_shared.paths import Home

number, home, flows = int(sys.argv[1]), Home(Path(sys.argv[2])), Path(sys.argv[3])
seen = 0

def watch(event, args):
    global seen
    if event in ("open", "os.mkdir", "os.rename") and args and str(home.code) in str(args[0]):
        seen += 1
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
freeze_code.freeze(home, ["a.f"], [flows])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal")
def test_killed_at_any_moment_it_leaves_all_or_nothing(home: Home, flows: Path):
    put(flows, a_py=REGISTERS.format(more="import b"), b_py="X = 1\n")
    expected = freeze_code.manifest_of(["a.f"], [flows]).hash
    died = 0
    for number in range(1, 60):
        words = [sys.executable, "-c", KILLED, str(number), str(home.root), str(flows)]
        code = subprocess.run(words, check=False).returncode
        if (home.code / expected).exists():
            frozen_code.verify(home, expected)
            break
        died += 1
        assert code < 0
    assert died > 5
    freeze_code.remove_unfinished(home, "2000-01-01T00:00:00.000Z")
    assert len(list(home.code.iterdir())) > 1
    freeze_code.remove_unfinished(home, LATER)
    assert [each.name for each in home.code.iterdir()] == [expected]


def test_too_much_is_refused_by_name(home: Home, flows: Path, monkeypatch: pytest.MonkeyPatch):
    put(flows, a_py=REGISTERS.format(more="import p.m"), p__m_py="", p__data_csv="x" * 100)
    monkeypatch.setattr(freeze_code, "MAX_BYTES", 50)
    with pytest.raises(CodeNotFreezable, match="larger than"):
        freeze_code.freeze(home, ["a.f"], [flows])
    assert not home.code.exists()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root reads everything")
def test_what_cannot_be_read_is_refused_by_name(home: Home, flows: Path):
    put(flows, a_py=REGISTERS.format(more="import p.m"), p__m_py="", p__data_csv="x")
    (flows / "p" / "data.csv").chmod(0)
    with pytest.raises(CodeNotFreezable, match=r"data\.csv cannot be read"):
        freeze_code.freeze(home, ["a.f"], [flows])
