"""BPMN files over HTTP: added, checked, published, and given back byte for byte."""

import json
from typing import Any

import pytest

from support.api import Api
from support.bpmn_files import around, flow, process

#: With what a modeller draws, and what another engine's files have of their own.
DRAWN = (
    around('<serviceTask id="work" implementation="shop.count" camunda:asyncBefore="true" other:x="1"/>')
    .replace(
        "<definitions ",
        '<definitions xmlns:other="urn:other" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" ',
    )
    .replace("</definitions>", '\r\n<!-- ä商 -->\t<bpmndi:BPMNDiagram id="d"/>\r\n\r\n</definitions>\n')
)
BROKEN = process('<startEvent id="begin"/>', '<serviceTask id="lost"/>', flow("begin", "gone"))


def added(api: Api, source: str, flow_id: str) -> Any:
    return api.post("/flows", {"name": flow_id, "id": flow_id, "bpmn": source})


def test_a_file_comes_back_byte_for_byte(api: Api):
    assert added(api, DRAWN, "drawn").status_code == 201
    assert api.post("/flows/drawn/versions/1/publish").status_code == 200
    version = api.get("/flows/drawn/versions/1").json()
    assert (version["format"], version["bpmn"], version["code_refs"]) == ("bpmn", DRAWN, ["shop.count"])
    assert [node["id"] for node in version["dsl"]["nodes"]] == ["begin", "work", "done"]
    file = api.get("/flows/drawn/versions/1/bpmn")
    assert (file.content, file.headers["content-type"]) == (DRAWN.encode(), "application/xml")
    assert 'filename="drawn.bpmn"' in file.headers["content-disposition"]
    exported = api.get("/flows/drawn/export")
    assert (exported.content, exported.headers["content-type"]) == (DRAWN.encode(), "application/xml")
    again = api.post("/flows/drawn/versions", {"bpmn": DRAWN, "note": "the same"}).json()
    assert (again["version"], again["hash"] == version["hash"], again["format"]) == (2, True, "bpmn")


def test_a_document_is_no_file(api: Api):
    flow_id = api.flow("plain")
    version = api.get(f"/flows/{flow_id}/versions/1").json()
    assert (version["format"], version["bpmn"]) == ("dsl", None)
    assert api.get(f"/flows/{flow_id}/versions/1/bpmn").status_code == 404


def test_all_mistakes_are_told_with_element_and_line(api: Api):
    with api.unchanged():
        answer = added(api, BROKEN, "broken")
    problems = answer.json()["problems"]
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_FLOW")
    assert {(each["code"], each.get("element")) for each in problems} >= {
        ("DANGLING_REF", "begin_gone"),
        ("UNBOUND", "lost"),
    }
    assert all(each["pointer"] == "/bpmn" and each["line"] and each["detail"] and each["hint"] for each in problems)


def test_a_check_stores_nothing_and_tells_the_same(api: Api):
    with api.unchanged():
        checked = api.post("/flows/check", {"bpmn": BROKEN}).json()
        sound = api.post("/flows/check", {"bpmn": DRAWN}).json()
    told = added(api, BROKEN, "broken").json()["problems"]
    assert [(each["node_id"], each["line"]) for each in checked["problems"]] == [
        (each["element"], each["line"]) for each in told
    ]
    assert (sound["problems"], sound["meta"]["code_refs"], sound["meta"]["errors"]) == ([], ["shop.count"], 0)


def test_a_function_that_nobody_registered_is_told_at_its_task(api: Api):
    source = around('<serviceTask id="work" implementation="shop.nothing"/>')
    assert added(api, source, "nothing").status_code == 201
    answer = api.post("/flows/nothing/versions/1/publish")
    (problem,) = answer.json()["problems"]
    assert (answer.status_code, problem["code"], problem["element"]) == (422, "UNKNOWN_FUNCTION", "work")
    (checked,) = api.post("/flows/check", {"bpmn": source}).json()["problems"]
    assert (checked["code"], checked["node_id"]) == ("UNKNOWN_FUNCTION", "work")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "MISSING_FIELD"),
        ({"dsl": {}, "bpmn": "<a/>"}, "TWO_FLOWS"),
        ({"bpmn": 5}, "WRONG_TYPE"),
        ({"bpmn": ""}, "NOT_XML"),
        ({"bpmn": "<a/>"}, "NOT_BPMN"),
        ({"bpmn": '<!DOCTYPE a [<!ENTITY x "x">]><a>&x;</a>'}, "DTD_FORBIDDEN"),
    ],
)
def test_bodies_that_are_none_are_refused(api: Api, body: Any, code: str):
    api.post("/flows", {"name": "x", "id": "given"})
    for path in ("/flows/given/versions", "/flows/check"):
        answer = api.post(path, body)
        problems = answer.json()["problems"]
        assert problems[0]["code"] == code, (path, problems)
        is_checked = path == "/flows/check" and isinstance(body.get("bpmn"), str) and len(body) == 1
        assert answer.status_code == (200 if is_checked else 422)


def test_a_file_may_be_larger_than_a_document(api: Api):
    large = DRAWN.replace("</definitions>", "<!-- " + "x" * 4_000_000 + " --></definitions>")
    assert added(api, large, "large").status_code == 201
    assert api.get("/flows/large/versions/1/bpmn").content == large.encode()
    document = {"nodes": [], "edges": [], "description": "x" * 4_000_000}
    answer = api.post("/flows/large/versions", {"dsl": document})
    assert (answer.status_code, answer.json()["code"]) == (413, "BODY_TOO_LARGE")
    too_large = added(api, DRAWN + " " * 9_000_000, "huge")
    assert (too_large.status_code, too_large.json()["code"]) == (413, "BODY_TOO_LARGE")


def test_a_file_of_the_flows_folder_is_added_and_published(api: Api):
    folder = api.home.parent / f"{api.home.name}-flows"
    (folder / "lies_there.bpmn").write_text(DRAWN, encoding="utf-8", newline="")
    try:
        (file,) = [each for each in api.get("/flow-files").json()["items"] if each["id"] == "lies_there"]
        assert file["state"] == "new"
        assert api.post("/flow-files/lies_there/publish").status_code == 200
        (file,) = [each for each in api.get("/flow-files").json()["items"] if each["id"] == "lies_there"]
        assert file["state"] == "published"
        assert api.get("/flows/lies_there/versions/1/bpmn").content == DRAWN.encode()
    finally:
        (folder / "lies_there.bpmn").unlink()


def test_the_document_beside_a_file_is_json(api: Api):
    added(api, DRAWN, "listed")
    json.dumps(api.get("/flows/listed/versions/1").json()["dsl"])


def test_a_process_that_begins_by_a_condition_is_started_only_where_it_holds(api: Api):
    condition = "<conditionalEventDefinition><condition>${stock &lt; 5}</condition></conditionalEventDefinition>"
    source = around('<task id="work"/>').replace(
        '<startEvent id="begin"/>', f'<startEvent id="begin">{condition}</startEvent>'
    )
    assert added(api, source, "scarce").status_code == 201
    assert api.post("/flows/scarce/versions/1/publish").status_code == 200
    with api.unchanged():
        refused = api.post("/runs/start", {"flow_id": "scarce", "input": {"stock": 5}})
    (problem,) = refused.json()["problems"]
    assert (refused.status_code, problem["code"], problem["pointer"]) == (422, "CONDITION_NOT_MET", "/input")
    assert "'begin'" in problem["detail"]
    assert api.post("/runs/start", {"flow_id": "scarce", "input": {"stock": 4}}).status_code == 201


def test_what_is_worth_a_second_look_is_told_when_a_file_comes_in_and_when_it_is_published(api: Api):
    source = around('<task id="work"/>').replace(
        '<startEvent id="begin"/>', '<startEvent id="begin"><messageEventDefinition/></startEvent>'
    )
    answers = [
        added(api, source, "daily"),
        api.post("/flows/daily/versions", {"bpmn": source}),
        api.post("/flows/daily/versions/2/publish"),
        api.post("/flows", {"name": "At once", "id": "at_once", "bpmn": source, "publish": True}),
    ]
    for answer in answers:
        (warning,) = answer.json()["warnings"]
        assert (warning["code"], warning["element"], warning["pointer"]) == ("NOT_BEGUN", "begin", "/bpmn")
        assert (warning["line"] > 1, warning["hint"] != "") == (True, True)
    assert added(api, DRAWN, "quiet").json()["warnings"] == []
    assert api.post("/flows/quiet/versions/1/publish").json()["warnings"] == []


ASKS = around('<userTask id="work" camunda:formKey="elsewhere"/>')
SCHEMA = {"type": "object", "properties": {"ok": {"type": "boolean"}}}


def test_schemas_of_forms_beside_a_file_are_kept_with_the_version(api: Api):
    bare = added(api, ASKS, "asks")
    assert (bare.status_code, bare.json()["problems"][0]["code"]) == (422, "BAD_FORM")
    made = api.post("/flows", {"name": "asks", "id": "asks", "bpmn": ASKS, "forms": {"work": SCHEMA}, "publish": True})
    assert made.status_code == 201, made.text
    first = api.get("/flows/asks/versions/1").json()
    assert (first["dsl"]["forms"], first["bpmn"]) == ({"work": SCHEMA}, ASKS)
    assert first["dsl"]["nodes"][1]["data"]["schema"] == SCHEMA
    more = {**SCHEMA, "required": ["ok"]}
    second = api.post("/flows/asks/versions", {"bpmn": ASKS, "forms": {"work": more}}).json()
    assert second["hash"] != first["hash"]
    assert api.post("/flows/asks/versions", {"bpmn": ASKS, "forms": {"work": SCHEMA}}).json()["hash"] == first["hash"]
    assert api.post("/flows/check", {"bpmn": ASKS, "forms": {"work": SCHEMA}}).json()["problems"] == []


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({"bpmn": ASKS, "forms": {"a/b": SCHEMA, "work": SCHEMA}}, "BAD_FORM", "/forms/a~1b"),
        ({"bpmn": ASKS, "forms": []}, "WRONG_TYPE", "/forms"),
        ({"bpmn": ASKS, "forms": {"work": 5}}, "WRONG_TYPE", "/forms/work"),
        ({"bpmn": ASKS, "forms": {"work": {"type": 5}}}, "BAD_SCHEMA", "/bpmn"),
        ({"dsl": {}, "forms": {"work": SCHEMA}}, "MISSING_FIELD", "/bpmn"),
    ],
)
def test_forms_that_are_none_are_refused(api: Api, body: Any, code: str, pointer: str):
    api.post("/flows", {"name": "x", "id": "formless"})
    with api.unchanged():
        answer = api.post("/flows/formless/versions", body)
    assert answer.status_code == 422
    assert (answer.json()["problems"][0]["code"], answer.json()["problems"][0]["pointer"]) == (code, pointer)


def test_a_file_of_the_flows_folder_has_its_forms_beside_it(api: Api):
    folder = api.home.parent / f"{api.home.name}-flows"
    file, forms = folder / "asks_there.bpmn", folder / "asks_there.forms.json"
    file.write_text(ASKS, encoding="utf-8")

    def state() -> Any:
        (found,) = [each for each in api.get("/flow-files").json()["items"] if each["id"] == "asks_there"]
        return found["state"]

    try:
        assert api.post("/flow-files/asks_there/publish").json()["problems"][0]["code"] == "BAD_FORM"
        forms.write_text(json.dumps({"work": SCHEMA}), encoding="utf-8")
        assert api.post("/flow-files/asks_there/publish").status_code == 200
        assert state() == "published"
        forms.write_text(json.dumps({"work": {**SCHEMA, "required": ["ok"]}}), encoding="utf-8")
        assert state() == "changed"
        forms.write_text("[]", encoding="utf-8")
        assert state() == "broken"
    finally:
        file.unlink()
        forms.unlink()
