"""What functions return and raise, and modules that cannot be loaded: each ends in words, never in a dead worker."""

import shutil

import pytest

from support.run import Run, chain, node
from support.server import Server

#: What a returned value looks like in `/state`; None for the refused ones, with what the refusal says of it.
STORED = {
    "none": None,
    "nan": {"$type": "float", "preview": "nan"},
    "inf": {"$type": "float", "preview": "inf"},
    "bytes": {"$type": "bytes", "preview": "AP8="},
    "set": {"$type": "set", "preview": "{1, 2}"},
    "tuple": [1, [2, 3]],
    "datetime": {"$type": "datetime", "preview": "2024-02-29T12:00:00+00:00"},
    "decimal": {"$type": "Decimal", "preview": "1.10"},
    "uuid": {"$type": "UUID", "preview": "00000000-0000-0000-0000-000000000007"},
    "path": "/a/b",
    "enum": "red",
    "numpy_scalar": 1.5,
    "numpy_array": [0, 1, 2],
    "int_keys": {"1": "one"},
    "chinese": "你好 🎉",
}
REFUSED = {
    "huge_int": "does not fit 64 bits",
    "surrogate": "half of a surrogate pair",
    "file": "TextIOWrapper",
    "lambda": "builtin_function_or_method",
    "exception": "ValueError",
    "cycle": "contains itself",
    "deep": "levels deep",
    "generator": "generator",
    "coroutine": "coroutine",
    "object": "$.value is a object",
    "nested": "$.value.rows[1].bad is a object",
}
BARE = {
    "number": "a int",
    "list": "a list",
    "text": "a str",
    "number_key": "key 1",
    "reserved_key": "__visits",
    "generator": "a generator",
}
ERRORS = {
    "plain": "ValueError: a plain mistake",
    "long": "ValueError: xxx",
    "surrogate": "ValueError: half a pair: \\ud800",
    "odd": "Odd: (its text cannot be shown: RuntimeError)",
    "chain": "ValueError: link 99",
    "interrupt": "KeyboardInterrupt: as if somebody had pressed it",
    "generator_exit": "GeneratorExit",
    "stop_iteration": "StopIteration: nothing more",
    "recursion": "RecursionError: maximum recursion depth exceeded",
    "memory": "MemoryError",
}
PASS = {"onError": "continue"}


def _errors(run):
    """Each node's error, by run.db."""
    from msgspec import json

    return {name: json.decode(text) for name, text in run.query("SELECT node_id, error_json FROM visits") if text}


def test_every_result_is_stored_or_refused_by_its_place(server: Server):
    values = [*STORED, *REFUSED]
    nodes = [node(what, "returns_one", what=what, data=PASS) for what in values]
    between = [node(f"keep_{what}", "copies", source="value", target=what) for what in STORED]
    run = server.run(chain(*(each for what in values for each in (*_named(nodes, what), *_named(between, what)))))

    state = run.finished(timeout=60)

    assert {what: state[what] for what in STORED} == STORED
    errors = _errors(run)
    assert errors.keys() == REFUSED.keys()
    for what, words in REFUSED.items():
        assert errors[what]["code"] == "RESULT_NOT_SERIALIZABLE", what
        assert words in errors[what]["message"], errors[what]["message"]
    assert len(run.facts["attempts"]) == 1


def _named(nodes, what):
    return [each for each in nodes if each["id"] in (what, f"keep_{what}")]


def test_a_function_returns_a_dict_or_none(server: Server):
    nodes = [node(what, "returns_bare", what=what, data=PASS) for what in ("nothing", *BARE)]
    run = server.run(chain(*nodes))
    run.finished()

    errors = _errors(run)
    assert errors.keys() == BARE.keys()
    for what, words in BARE.items():
        assert errors[what]["code"] == "INVALID_RESULT"
        assert words in errors[what]["message"], errors[what]["message"]


def test_every_exception_becomes_words(server: Server):
    run = server.run(chain(*(node(what, "raises", what=what, data=PASS) for what in ERRORS)))
    run.finished()

    errors = _errors(run)
    assert errors.keys() == ERRORS.keys()
    for what, words in ERRORS.items():
        assert errors[what]["code"] == "USER_CODE_ERROR"
        assert errors[what]["message"].startswith(words), errors[what]["message"]
        assert len(errors[what]["message"]) <= 8192
        assert "endings.py" in errors[what]["traceback"]
    assert len(run.facts["attempts"]) == 1


def test_an_exception_that_is_no_exception_fails_its_node_only(server: Server):
    goodbyes = [node(f"exit_{code}", "says_goodbye", code=code, data=PASS) for code in (0, 3)]
    run = server.run(chain(*goodbyes, node("group", "raises", what="group")))

    error = run.failed()

    assert (error["code"], error["node"]) == ("USER_CODE_ERROR", "group")
    assert "two at once" in error["message"]
    assert [_errors(run)[f"exit_{code}"]["message"] for code in (0, 3)] == ["SystemExit: 0", "SystemExit: 3"]
    assert len(run.facts["attempts"]) == 1


# -- modules ----------------------------------------------------------------------------------------------------------

GOOD = """from workflow_engine import register_function

@register_function("{name}")
def function(state):
    return {{}}
"""
BROKEN = {
    "syntax": ("UNKNOWN_FUNCTION", "def function(:\n", ["broken_syntax.py:1"]),
    "import_error": (
        "DEPENDENCY_NOT_ALLOWED",
        "import no_such_module_anywhere\n",
        ["no_such_module_anywhere", "broken_import_error.py"],
    ),
    "raises": ("USER_CODE_ERROR", "1 / 0\n", ["ZeroDivisionError", "broken_raises.py"]),
    "exits": ("USER_CODE_ERROR", "import sys\nsys.exit(3)\n", ["SystemExit: 3", "broken_exits.py"]),
    "generator": (
        "REGISTRATION_ERROR",
        GOOD.format(name="broken.generator").replace("return", "yield"),
        ["generator", ".py:4"],
    ),
    "twice": (
        "REGISTRATION_ERROR",
        GOOD.format(name="broken.twice") + GOOD.format(name="broken.twice").replace("def f", "def another_f"),
        ["registered twice", "broken_twice.py:3", "broken_twice.py:8"],
    ),
    "gone": ("UNKNOWN_FUNCTION", "", ["No module", "broken.gone"]),
}


@pytest.fixture(scope="module")
def broken(server: Server) -> dict[str, Run]:
    """A run of a flow for each module: its function was there when the flow was published."""
    paths = {what: server.flows / f"broken_{what}.py" for what in BROKEN}
    good = {what: GOOD.format(name=f"broken.{what}") for what in BROKEN}
    for what, path in paths.items():
        path.write_text(good[what])
    flows = {what: server.flow(chain(node("a", code_ref=f"broken.{what}"))) for what in BROKEN}
    for what, path in paths.items():
        source = BROKEN[what][1]
        path.write_text(source if "register_function" in source or what == "gone" else source + good[what])
    runs = {what: server.run(flow) for what, flow in flows.items()}
    for run in runs.values():
        run.failed()
    for path in paths.values():
        path.unlink()
    return runs


@pytest.mark.parametrize("what", BROKEN)
def test_a_module_that_cannot_be_loaded_is_named_with_its_place(broken: dict[str, Run], what: str):
    code, _, words = BROKEN[what]
    facts = broken[what].facts

    error = facts["error"]
    assert (facts["reason"], error["code"]) == ("start_failed", code)
    for word in words:
        assert word in f"{error['message']}\n{error['traceback']}"
    assert len(facts["attempts"]) == 1


ODD = """from workflow_engine import map_steps, register_function

from . import helper

@register_function("odd.n{number}")
def function(state):
    return {{"odd{number}": list(map_steps(helper.double, [{number}], pool="process"))}}
"""


def test_folders_and_files_may_be_called_as_their_author_likes(server: Server):
    names = ["my-flow/steps.py", "2024 shop/01-scrape.py", "商店/第 1 步.py"]
    for number, name in enumerate(names):
        path = server.flows / name
        path.parent.mkdir()
        path.write_text(ODD.format(number=number), "utf-8")
        path.with_name("helper.py").write_text("def double(item):\n    return item * 2\n")
    try:
        state = server.run(chain(*(node(f"n{n}", code_ref=f"odd.n{n}") for n in range(len(names))))).finished()
    finally:
        for name in names:
            shutil.rmtree((server.flows / name).parent)
    assert [state[f"odd{n}"] for n in range(len(names))] == [[0], [2], [4]]


def test_an_import_that_kills_its_process_is_a_crash_loop_in_words(server: Server):
    path = server.flows / "broken_hard.py"
    path.write_text(GOOD.format(name="broken.hard"))
    flow = server.flow(chain(node("a", code_ref="broken.hard")))
    path.write_text("import os\nos._exit(9)\n" + GOOD.format(name="broken.hard"))
    try:
        error = server.run(flow).failed(timeout=60)
    finally:
        path.unlink()

    assert error["code"] == "CRASH_LOOP"
    assert "exited with code 9" in error["message"]
