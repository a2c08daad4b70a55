"""Libraries that take hold of the whole process are named, with what to do."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from workflow_engine_shared.errors import MonkeyPatched
from workflow_engine_worker.functions.hints import hint_for
from workflow_engine_worker.functions.modules import add_to_path, import_module
from workflow_engine_worker.functions.monkey_patches import monkey_patched

#: As gevent's and eventlet's own modules answer once they have patched.
PATCHES = {
    "gevent": ("gevent.monkey", "is_module_patched", {"threading", "queue", "socket"}, ["threading", "queue"]),
    "eventlet": ("eventlet.patcher", "is_monkey_patched", {"thread", "time", "socket"}, ["thread", "time"]),
}


@pytest.mark.parametrize("library", PATCHES)
@pytest.mark.parametrize("ending", ["", "raise RuntimeError('cannot release un-acquired lock')"])
def test_patches_at_import_are_named_whatever_came_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, ending: str
) -> None:
    module, asks, patched, told = PATCHES[library]
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setitem(sys.modules, module, SimpleNamespace(**{asks: lambda _: False}))
    name = f"patches_{library}_{len(ending)}"
    (tmp_path / f"{name}.py").write_text(
        f"import sys\nsys.modules[{module!r}].{asks} = {patched!r}.__contains__\n{ending}"
    )
    add_to_path([tmp_path])
    with pytest.raises(MonkeyPatched, match=f"Importing {name} let {library} replace") as refused:
        import_module(name)
    assert f"({', '.join(told)})" in refused.value.detail
    assert library in str(hint_for(ValueError("anything")))
    sys.modules.pop(name, None)


@pytest.mark.parametrize("patched", [set(), {"socket", "ssl"}])
def test_sockets_are_anybodys(monkeypatch: pytest.MonkeyPatch, patched: set[str]) -> None:
    monkeypatch.setitem(sys.modules, "gevent.monkey", SimpleNamespace(is_module_patched=patched.__contains__))
    assert monkey_patched() == ("", [])
    assert hint_for(ValueError("x")) is None


def test_a_reactor_that_cannot_start_again_says_what_helps() -> None:
    not_restartable = type("ReactorNotRestartable", (RuntimeError,), {})
    wrapped = ValueError("the crawl failed")
    wrapped.__cause__ = not_restartable()
    for error in (not_restartable(), wrapped):
        assert "Twisted" in str(hint_for(error))
        assert '"isolate": true' in str(hint_for(error))
