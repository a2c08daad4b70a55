"""`GET /functions` through a real supervisor: modules that hang, crash or print without end harm nobody."""

import os
from collections.abc import Iterator
from typing import Any

import psutil
import pytest

from support.run import chain, node
from support.server import Server
from support.wait import until

HEAD = "from workflow_engine import register_function\n"
TAIL = '\n@register_function("{name}")\ndef function(state): ...\n'
GOOD = '''
import dataclasses
from typing import Literal
from workflow_engine import register_function

@dataclasses.dataclass
class Box:
    width: int
    height: int = 1

@register_function("good.one", requires=["pillow>=11"])
def one(state, name: str, *, size: int = 256, mode: Literal["fast", "slow"] = "fast", box: Box = None, odd: NoSuch = 1):
    """Does one thing.

    Args:
        size: of its side, in pixels
    """

@register_function("good.any")
async def anything(state, **more): ...
'''.replace("NoSuch", '"NoSuch"')
SLEEPER = f"import time; time.sleep(600)  # for {os.getpid()}"  # other tests have sleepers of their own
STARTS = f"""import subprocess, sys
subprocess.Popen([sys.executable, '-c', {SLEEPER!r}], start_new_session=True)
raise KeyError('gone')"""
#: Module → what it does before it registers, and what the reason has to say.
BROKEN = {
    "segfaults": ("import ctypes\nctypes.string_at(0)", "exit code" if os.name == "nt" else "SIGSEGV"),
    "sleeps": ("import time\ntime.sleep(600)", "took longer than 3 s"),
    "prints": ("while True: print('x' * 1_000_000)", "printed more than 16 MiB"),
    "exits": ("import os\nos._exit(0)", "exit code 0"),
    "says_goodbye": ("import sys\nsys.exit(3)", "SystemExit: 3"),
    "raises": ("import no_such_module", "No module named 'no_such_module'"),
    "writes": ("open('/tmp/renflow-escaped', 'w')", "functions write only below"),
    "starts": (STARTS, "KeyError: 'gone'"),
}


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    given = {"describe_timeout": 3, "warm_workers": 0, "disabled_functions": "good.any"}
    made = Server(tmp_path_factory.mktemp("described"), **given)
    (made.flows / "good.py").write_text(GOOD)
    (made.flows / "random.py").write_text(HEAD + TAIL.format(name="shadow"))
    for name, (body, _) in BROKEN.items():
        (made.flows / f"{name}.py").write_text(HEAD + body + TAIL.format(name=f"broken.{name}"))
    try:
        yield made.start()
        assert made.stop() == 0
    finally:
        made.clean_up()


@pytest.fixture(scope="module")
def listed(described: Server) -> dict[str, Any]:
    """What is known in the end: every module was looked at."""
    first = described.get("/functions")
    assert "describing" in {item["health"] for item in first["items"]}, "nobody waits for them"

    def known() -> Any:
        page = described.get("/functions")
        assert described.get("/healthz")["status"] == "ok"
        return page if all(item["health"] in {"ok", "broken"} for item in page["items"]) else None

    return {item["name"]: item for item in until(known, 60, "every module described")["items"]}


@pytest.mark.parametrize("name", BROKEN)
def test_f33_a_module_that_cannot_be_imported_harms_nobody_and_is_told(listed: dict[str, Any], name: str):
    item = listed[f"broken.{name}"]
    assert item["health"] == "broken"
    assert BROKEN[name][1] in item["reason"]


def test_nothing_that_they_started_is_left(listed: dict[str, Any]):
    assert listed["broken.starts"]["health"] == "broken"

    def left() -> list[psutil.Process]:
        return [each for each in psutil.process_iter(["cmdline"]) if SLEEPER in (each.info["cmdline"] or [])]

    until(lambda: not left(), what="nothing is left")


def test_the_place_of_a_raised_error_is_told(listed: dict[str, Any], described: Server):
    assert listed["broken.raises"]["reason"].startswith(f"{described.flows / 'raises.py'}:2: ")


def test_the_good_ones_have_a_schema(listed: dict[str, Any]):
    item = listed["good.one"]
    assert (item["health"], item["requires"], item["disabled"]) == ("ok", ["pillow>=11"], False)
    assert item["signature"].startswith("(state, name: str, *, size: int = 256")
    schema = item["parameters"]
    assert schema["required"] == ["name"]
    assert schema["additionalProperties"] is False
    properties = schema["properties"]
    assert properties["size"] == {"type": "integer", "default": 256, "description": "of its side, in pixels"}
    assert properties["mode"] == {"enum": ["fast", "slow"], "default": "fast"}
    assert properties["odd"] == {"default": 1}
    assert properties["box"]["anyOf"] == [{"$ref": "#/$defs/Box"}, {"type": "null"}]
    assert schema["$defs"]["Box"]["required"] == ["width"]
    assert len(item["source_hash"]) == 64
    assert listed["good.any"]["parameters"]["additionalProperties"] is True
    assert listed["good.any"]["disabled"] is True


def test_a_shadowed_module_is_a_problem_with_its_place(described: Server, listed: dict[str, Any]):
    assert "shadow" not in listed
    problems = described.get("/functions")["problems"]
    assert [(each["code"], each["pointer"]) for each in problems] == [
        ("SHADOWS_MODULE", f"{described.flows / 'random.py'}:1")
    ]


def test_once_they_are_known_types_count_at_publishing(described: Server, listed: dict[str, Any]):
    assert listed["good.one"]["health"] == "ok"
    calls = {"wrong": {"name": 5, "size": "big", "sise": 1}, "right": {"name": "x", "box": {"width": 1}}}
    answers = {}
    for flow_id, args in calls.items():
        dsl = chain(node("a", code_ref="good.one", **args))
        described.post("/flows", {"name": flow_id, "id": flow_id})
        described.post(f"/flows/{flow_id}/versions", {"dsl": dsl})
        answers[flow_id] = described.post(f"/flows/{flow_id}/versions/1/publish")
    assert answers["right"].status_code == 200
    assert answers["wrong"].status_code == 422
    found = {(each["code"], each["pointer"]) for each in answers["wrong"].json()["problems"]}
    at = "/dsl/nodes/1/data/args"
    assert found == {("WRONG_TYPE", f"{at}/name"), ("WRONG_TYPE", f"{at}/size"), ("UNKNOWN_PARAM", f"{at}/sise")}
    uses = {item["name"]: item["used_in"] for item in described.get("/functions")["items"]}
    assert {"flow_id": "right", "versions": [1]} in uses["good.one"]


def test_a_start_is_checked_against_the_functions_as_they_are(described: Server):
    path = described.flows / "changing.py"
    path.write_text(HEAD + '@register_function("changing")\ndef function(state, old): ...\n')
    flow = described.flow(chain(node("a", code_ref="changing", old=1)), "changing")
    path.write_text(HEAD + '@register_function("changing")\ndef function(state, new_name): ...\n')
    answer = described.post("/runs/start", {"flow_id": flow})
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_FLOW")
    assert {each["code"] for each in answer.json()["problems"]} == {"UNKNOWN_PARAM", "MISSING_PARAM"}
    assert described.get("/runs")["items"] == []
    path.unlink()


def test_a_disabled_function_is_refused_everywhere(described: Server):
    described.post("/flows", {"name": "off", "id": "off"})
    described.post("/flows/off/versions", {"dsl": chain(node("a", code_ref="good.any"))})
    for answer in (
        described.post("/flows/off/versions/1/publish"),
        described.post("/runs/start", {"flow_id": "off", "version": 1}),
    ):
        assert answer.status_code == 422
        assert [each["code"] for each in answer.json()["problems"]] == ["FUNCTION_DISABLED"]


def test_a_function_that_is_disabled_under_a_run_is_refused_by_its_worker(servers: Any):
    server = servers(warm_workers=0).start()
    run = server.run(node("a", "waits", safe=True))
    run.began()
    run.paused()
    server.stop()
    server.env["REN_DISABLED_FUNCTIONS"] = "faulty"
    server.start()
    run.resume()
    error = run.failed()
    assert (error["code"], run.facts["reason"]) == ("FUNCTION_DISABLED", "start_failed")
    assert "disabled_functions" in error["hint"]
    server.stop()
