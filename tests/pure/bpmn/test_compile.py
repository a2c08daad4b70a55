"""What elements become in a program: what they call, are given and leave, and what messages are known by."""

from typing import Any

import pytest

from support.bpmn_files import around, file_of, flow, process
from workflow_engine_shared.bpmn.compile.bindings import Bindings
from workflow_engine_shared.bpmn.compile.program import check, compile_file
from workflow_engine_shared.bpmn.flow import flow_from, flow_of, read_file
from workflow_engine_shared.dsl.nodes.elements.element import ElementNode
from workflow_engine_shared.dsl.nodes.form import FormNode
from workflow_engine_shared.dsl.nodes.python import PythonNode
from workflow_engine_shared.dsl.nodes.subflow import SubflowNode
from workflow_engine_shared.tokens.elements import definitions, nodes
from workflow_engine_shared.tokens.elements.definitions import Assignment

BINDINGS = Bindings({"send-mail": "mail.send", "billing": "flow:billing@3"})

ZEEBE_TASK = (
    '<serviceTask id="work"><extensionElements><zeebe:taskDefinition type="send-mail"/></extensionElements>'
    "</serviceTask>"
)


def work(task: str, *more: str) -> Any:
    """The node `work` of a process around it."""
    return compile_file(around(task, *more), BINDINGS).program.nodes["work"]


@pytest.mark.parametrize(
    ("task", "called"),
    [
        ('<serviceTask id="work" implementation="product.scrape"/>', "product.scrape"),
        ('<serviceTask id="work" implementation="send-mail"/>', "mail.send"),
        ('<serviceTask id="work" implementation="##WebService" camunda:topic="send-mail"/>', "mail.send"),
        ('<serviceTask id="work" camunda:expression="${orders.check}"/>', "orders.check"),
        ('<businessRuleTask id="work" camunda:decisionRef="risk.of"/>', "risk.of"),
        ('<sendTask id="work" renflow:call="mail.send"/>', "mail.send"),
        (ZEEBE_TASK, "mail.send"),
    ],
)  # fmt: skip
def test_tasks_call_the_function_that_their_names_are_bound_to(task: str, called: str) -> None:
    made = work(task)
    assert made.details == {"type": "python", "data": {"codeRef": called, "argsFrom": {}}}


def test_tasks_and_call_activities_may_call_flows() -> None:
    for task in (
        '<serviceTask id="work" implementation="billing"/>',
        '<callActivity id="work" calledElement="flow:billing@3"/>',
    ):
        assert work(task).details["data"] == {
            "flow": "billing", "version": 3, "mode": "run", "onChildError": "fail", "input": {}, "output": {},
        }  # fmt: skip


def test_inputs_and_outputs_are_copies_and_simple_assignments() -> None:
    data = (
        '<dataObject id="d1" name="order"/><dataObjectReference id="r1" dataObjectRef="d1"/>'
        '<dataObject id="d2"/><dataObjectReference id="r2" name="total" dataObjectRef="d2"/>'
    )
    task = (
        '<serviceTask id="work" implementation="shop.price"><ioSpecification>'
        '<dataInput id="i1" name="items"/><dataOutput id="o1" name="sum"/></ioSpecification>'
        "<dataInputAssociation><sourceRef>r1</sourceRef><targetRef>i1</targetRef></dataInputAssociation>"
        "<dataInputAssociation><targetRef>i1</targetRef>"
        "<assignment><from>${order.rate * 2}</from><to>rate</to></assignment>"
        "</dataInputAssociation>"
        "<dataOutputAssociation><sourceRef>o1</sourceRef><targetRef>r2</targetRef></dataOutputAssociation></serviceTask>"
    )
    program = compile_file(around(task, data)).program
    made, whole = program.nodes["work"], program.nodes["order"]
    assert isinstance(made, nodes.WorkTask)
    assert isinstance(whole, nodes.Process)
    assert made.inputs == (
        Assignment("items", {"var": "order"}),
        Assignment("rate", {"*": [{"var": "order.rate"}, 2]}),
    )
    assert made.outputs == (Assignment("total", {"var": "sum"}),)
    assert made.details["data"]["argsFrom"] == {"items": {"var": "items"}, "rate": {"var": "rate"}}
    assert whole.contents.data == (Assignment("order", None), Assignment("total", None))


@pytest.mark.parametrize(
    "mapping",
    [
        '<renflow:input name="n">${a + 1}</renflow:input><renflow:output name="m">${n}</renflow:output>',
        (
            '<zeebe:ioMapping><zeebe:input source="= a + 1" target="n"/>'
            '<zeebe:output source="= n" target="m"/></zeebe:ioMapping>'
        ),
        (
            '<camunda:inputOutput><camunda:inputParameter name="n">${a + 1}</camunda:inputParameter>'
            '<camunda:outputParameter name="m">${n}</camunda:outputParameter></camunda:inputOutput>'
        ),
    ],
)
def test_mappings_of_extensions_are_assignments(mapping: str) -> None:
    made = work(
        f'<serviceTask id="work" implementation="a.b"><extensionElements>{mapping}</extensionElements></serviceTask>'
    )
    assert made.inputs == (Assignment("n", {"+": [{"var": "a"}, 1]}),)
    assert made.outputs == (Assignment("m", {"var": "n"}),)


SCHEMA = {"type": "object", "properties": {"ok": {"type": "boolean"}}}


@pytest.mark.parametrize(
    ("task", "title"),
    [
        ('<userTask id="work" camunda:formKey="elsewhere"/>', "work"),
        ('<manualTask id="work" name="Check"/>', "Check"),
        (
            '<userTask id="work"><extensionElements><renflow:form title="Look"/></extensionElements></userTask>',
            "Look",
        ),
    ],
)
def test_a_schema_beside_the_file_is_that_of_its_task(task: str, title: str) -> None:
    made = compile_file(around(task), Bindings(forms={"work": SCHEMA})).program.nodes["work"]
    assert isinstance(made, nodes.WorkTask)
    assert made.details["data"] == {"schema": SCHEMA, "title": title}


FIELDS = (
    '<userTask id="work"><extensionElements><camunda:formData><camunda:formField id="n"/></camunda:formData>'
    "</extensionElements></userTask>"
)


@pytest.mark.parametrize(
    ("task", "forms", "element"),
    [
        (FIELDS, {"work": SCHEMA}, "work"),
        ('<userTask id="work"/>', {"other": SCHEMA}, "other"),
        ('<task id="work"/>', {"work": SCHEMA}, "work"),
        ('<userTask id="work"/>', {"": SCHEMA}, ""),
    ],
)
def test_a_schema_beside_the_file_that_fits_nothing_is_refused(task: str, forms: Any, element: str) -> None:
    assert [(each.code, each.element) for each in check(around(task), Bindings(forms=forms))] == [("BAD_FORM", element)]


def test_a_schema_beside_the_file_that_is_none_is_refused() -> None:
    (problem,) = check(around('<userTask id="work"/>'), Bindings(forms={"work": {"type": "array"}}))
    assert (problem.code, problem.element) == ("BAD_SCHEMA", "work")


def test_forms_have_their_schema_in_the_file() -> None:
    own = (
        '<userTask id="work" name="Check"><documentation>Look twice.</documentation><extensionElements>'
        '<renflow:form assignee="${who}">{"type": "object", "properties": {"ok": {"type": "boolean"}}}</renflow:form>'
        "</extensionElements></userTask>"
    )
    assert work(own).details["data"] == {
        "schema": {"type": "object", "properties": {"ok": {"type": "boolean"}}},
        "title": "Check", "description": "Look twice.", "assignee": {"var": "who"},
    }  # fmt: skip
    camunda = (
        '<userTask id="work" camunda:assignee="ann"><extensionElements><camunda:formData>'
        '<camunda:formField id="n" type="long" label="How many" defaultValue="3"><camunda:validation>'
        '<camunda:constraint name="required"/><camunda:constraint name="max" config="9"/>'
        "</camunda:validation></camunda:formField>"
        '<camunda:formField id="kind" type="enum"><camunda:value id="a"/><camunda:value id="b"/></camunda:formField>'
        "</camunda:formData></extensionElements></userTask>"
    )
    assert work(camunda).details["data"] == {
        "schema": {
            "type": "object",
            "properties": {
                "n": {"type": "integer", "title": "How many", "default": 3, "maximum": 9},
                "kind": {"type": "string", "enum": ["a", "b"]},
            },
            "required": ["n"],
        },
        "title": "work", "assignee": "ann",
    }  # fmt: skip


@pytest.mark.parametrize(
    "form",
    [
        "<renflow:form>{</renflow:form>",
        '<renflow:form>{"type": "string"}</renflow:form>',
        '<renflow:form>{"type": "object", "properties": 3}</renflow:form>',
        '<camunda:formData><camunda:formField id="n" type="spaceship"/></camunda:formData>',
        '<zeebe:formDefinition formId="elsewhere"/>',
    ],
)
def test_forms_that_are_none_are_refused(form: str) -> None:
    task = f'<userTask id="work"><extensionElements>{form}</extensionElements></userTask>'
    assert [
        (each.element, each.code in {"BAD_FORM", "BAD_SCHEMA", "INVALID_SCHEMA"}) for each in check(around(task))
    ] == [("work", True)]


def test_scripts_are_assignments() -> None:
    script = '<scriptTask id="work" {}><script>{}</script></scriptTask>'
    assert work(script.format("", '[{"n": {"+": [{"var": "n"}, 1]}}, {"m": 2}]')).assignments == (
        Assignment("n", {"+": [{"var": "n"}, 1]}),
        Assignment("m", 2),
    )
    assert work(script.format('scriptFormat="feel" camunda:resultVariable="n"', "a + 1")).assignments == (
        Assignment("n", {"+": [{"var": "a"}, 1]}),
    )


def test_messages_are_known_by_their_names_and_by_what_they_are_about() -> None:
    catch = '<intermediateCatchEvent id="work"><messageEventDefinition messageRef="m1"/></intermediateCatchEvent>'
    message = (
        '<message id="m1" name="paid"><extensionElements><zeebe:subscription correlationKey="= order.id"/>'
        "</extensionElements></message>"
    )
    source = around(catch).replace("<process", f"{message}<process", 1)
    made = compile_file(source).program.nodes["work"]
    assert isinstance(made, nodes.CatchEvent)
    assert made.definitions == (definitions.MessageDefinition(ref="paid", correlation={"var": "order.id"}),)
    twin = source.replace("<process", '<message id="m2" name="paid"/><process', 1)
    (definition,) = compile_file(twin).program.nodes["work"].definitions  # type: ignore[attr-defined]
    assert definition.ref == "m1"


def test_a_run_begins_with_the_process_that_nobody_calls() -> None:
    def drawn(name: str, task: str) -> str:
        flows = flow(f"s{name}", f"t{name}") + flow(f"t{name}", f"e{name}")
        nodes_of_it = f'<startEvent id="s{name}"/>{task}<endEvent id="e{name}"/>'
        return f'<process id="{name}" isExecutable="true">{nodes_of_it}{flows}</process>'

    caller = drawn("b", '<callActivity id="tb" calledElement="a"/>')
    assert compile_file(file_of(drawn("a", '<task id="ta"/>'), caller)).program.start == "b"


def test_a_file_is_a_flow_with_a_document_for_lists() -> None:
    source = process(
        '<startEvent id="begin"/>', '<userTask id="ask" name="Ask"/>',
        '<serviceTask id="call" implementation="send-mail"/>',
        '<serviceTask id="bill" implementation="billing"/>', '<endEvent id="done"/>',
        flow("begin", "ask"), flow("ask", "call"), flow("call", "bill"), flow("bill", "done"),
        attributes='id="order" name="An order" isExecutable="true"',
    )  # fmt: skip
    read, document = read_file(source, BINDINGS, None)
    kinds = {node.id: type(node) for node in read.nodes}
    assert kinds == {
        "begin": ElementNode, "ask": FormNode, "call": PythonNode, "bill": SubflowNode, "done": ElementNode,
    }  # fmt: skip
    assert read.start.id == "begin"
    assert read.needs_tokens
    assert read.code_refs() == ["mail.send"]
    assert (document["name"], document["nodes"][1]["label"]) == ("An order", "Ask")
    assert document["edges"][0] == {"id": "begin_ask", "source": "begin", "target": "ask"}
    # A version stays what it is, whatever the settings bind later.
    assert flow_of(document, source.encode()) == read == flow_from(compile_file(source, BINDINGS))
