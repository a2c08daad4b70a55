"""`flows diff`, `export` and `import` against a real supervisor; and the same from Python."""

import json
from pathlib import Path

import pytest

import renflow
from renflow import errors
from support.api import MINIMAL, Api, idle_engine, serving
from support.bpmn_drawing import END, START, bpmn, flows, process
from support.command_line import CommandLine


@pytest.fixture
def api(tmp_path: Path):
    with serving(tmp_path / "served", idle_engine) as running:
        running.post("/flows", {"name": "Shop", "id": "shop", "dsl": MINIMAL, "publish": True})
        running.post("/flows/shop/versions", {"dsl": {**MINIMAL, "name": "日本"}})
        yield running


def _asked(renflow: CommandLine, api: Api, *words: str):
    return renflow("flows", *words, "--home", str(api.home))


def test_a_flow_goes_out_and_comes_in(renflow: CommandLine, api: Api):
    said = _asked(renflow, api, "export", "shop", "--out", "shop.flow.json")
    assert (said.code, said.err) == (0, "")
    assert "version 1" in said.out
    file = json.loads((renflow.cwd / "shop.flow.json").read_text(encoding="utf-8"))
    assert file["dsl"] == MINIMAL
    assert json.loads(_asked(renflow, api, "export", "shop", "--version", "2").out)["dsl"]["name"] == "日本"
    said = _asked(renflow, api, "import", "shop.flow.json", "--id", "shop-2", "--json")
    assert (said.code, said.json["read_as"], said.json["revision"]) == (0, "export", 1)
    assert api.get("/flows/shop-2/draft").json()["dsl"] == MINIMAL
    again = renflow.fresh("flows", "import", "shop.flow.json", "--id", "shop-2", "--home", str(api.home))
    assert again.code != 0
    assert "revision 1" in again.err


def test_a_bpmn_file_goes_out_as_it_came_in_with_its_forms(renflow: CommandLine, api: Api):
    came = bpmn(process(START, END, '<userTask id="ask"/>', flows("s > ask > e"))).decode() + "\n"
    schema = {"type": "object", "properties": {"名": {"type": "string"}}}
    api.post("/flows", {"name": "Asks", "id": "asks", "bpmn": came, "forms": {"ask": schema}, "publish": True})
    said = _asked(renflow, api, "export", "asks", "--out", "asks.bpmn")
    assert (said.code, said.err) == (0, "")
    assert "asks.forms.json" in said.out
    assert (renflow.cwd / "asks.bpmn").read_bytes() == came.encode()
    assert json.loads((renflow.cwd / "asks.forms.json").read_text("utf-8")) == {"ask": schema}
    pushed = _asked(renflow, api, "push", "asks.bpmn", "--json")
    assert (pushed.code, pushed.json["version"]) == (0, 1), "it is the version that it was"
    said = _asked(renflow, api, "export", "asks", "--version", "1")
    assert (said.out.strip(), "--out" in said.err) == (came.strip(), True)


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "utf-8-sig"])
def test_a_bpmn_file_of_another_encoding_goes_out_as_it_came_in(renflow: CommandLine, api: Api, encoding: str):
    said = encoding.replace("-sig", "")
    text = bpmn(process(START, END, flows("s > e"))).decode().replace('id="file"', 'id="file" name="für dich"', 1)
    head, sep, rest = text.partition("?>")
    came = (f'<?xml version="1.0" encoding="{said}"?>' + (rest if sep else head)).encode(encoding)
    (renflow.cwd / "came.bpmn").write_bytes(came)
    assert _asked(renflow, api, "push", "came.bpmn").code == 0
    out = _asked(renflow, api, "export", "came", "--out", "went.bpmn")
    assert (out.code, out.err) == (0, "")
    assert (renflow.cwd / "went.bpmn").read_bytes() == came


def test_versions_are_compared(renflow: CommandLine, api: Api):
    said = renflow.fresh("flows", "diff", "shop", "1", "2", "--home", str(api.home))
    assert (said.code, said.out) == (0, '~ /name: - → "日本"\n')
    assert "are the same" in _asked(renflow, api, "diff", "shop", "1", "1").out
    assert _asked(renflow, api, "diff", "shop", "1", "2", "--json").json["same"] is False
    assert "draft" in _asked(renflow, api, "diff", "shop", "1", "draft").err
    assert _asked(renflow, api, "diff", "shop", "01", "2").code == 2


@pytest.mark.parametrize("content", ["[]", "{", '{"nodes": 1}'])
def test_a_file_that_is_no_flow(renflow: CommandLine, api: Api, content: str):
    (renflow.cwd / "odd.json").write_text(content, encoding="utf-8")
    said = _asked(renflow, api, "import", "odd.json")
    assert said.code != 0
    assert "Traceback" not in said.err
    assert _asked(renflow, api, "import", "none.json").code != 0


def test_the_same_from_python(api: Api):
    with renflow.connect(api.url) as supervisor:
        file = supervisor.export_flow("shop")
        assert (file["version"], supervisor.export_flow("shop", 2)["dsl"]["name"]) == (1, "日本")
        assert supervisor.import_flow(file, id="from-python") == "from-python"
        with pytest.raises(errors.DraftChanged):
            supervisor.import_flow(file, id="from-python")
        assert supervisor.compare_versions("shop", 1, 2).flow[0].pointer == "/name"
        assert supervisor.compare_versions("from-python", "draft", "draft").same


def test_a_bpmn_file_from_python(api: Api):
    given = {"bpmn": bpmn(process(START, END, '<manualTask id="work"/>', flows("s > work > e"))).decode()}
    api.post("/flows", {"name": "Works", "id": "works", **given})
    with renflow.connect(api.url) as supervisor:
        assert supervisor.export_flow("works") == {"id": "works", "version": 1, **given, "forms": {}}
