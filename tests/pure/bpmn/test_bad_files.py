"""Files that must not come in: each is refused with code, element, line and mend, in a moment."""

from datetime import datetime, timezone

import pytest

from support.bpmn_files import HEAD, around, file_of, flow, process
from workflow_engine_shared.bpmn.check import advice_of, read
from workflow_engine_shared.bpmn.compile.program import check, compile_file
from workflow_engine_shared.bpmn.lint.activities import MAX_ONE_BY_ONE, MAX_SIDE_BY_SIDE
from workflow_engine_shared.bpmn.model import Model
from workflow_engine_shared.bpmn.xml_tree import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, Unreadable, decoded, encoded
from workflow_engine_shared.clock import parse_rfc3339
from workflow_engine_shared.errors import InvalidFlow

NOW = parse_rfc3339("2026-11-27T06:00:00.000Z")
TASK = '<task id="work"/>'


def told(source: bytes | str) -> list[tuple[str, str | None]]:
    """Codes and elements of all problems, each of which has a line, a sentence and a mend."""
    problems = check(source, now=NOW)
    for each in problems:
        assert each.detail.endswith(".")
        assert each.hint
    return [(each.code, each.element) for each in problems]


def codes(source: bytes | str) -> set[str]:
    return {code for code, _ in told(source)}


def test_a_plain_file_has_no_problems() -> None:
    assert told(around(TASK)) == []


# -- XML ------------------------------------------------------------------------------------------------------------


def test_entity_bombs_are_not_read() -> None:
    lols = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">{lols}]><definitions>&l9;</definitions>'
    assert codes(bomb) == {"DTD_FORBIDDEN"}  # expanded it has a thousand million words: nobody would see the end


@pytest.mark.parametrize("reference", ["SYSTEM 'file:///etc/passwd'", "PUBLIC '-//X' 'http://127.0.0.1/x.dtd'"])
def test_external_entities_and_dtds_are_not_read(reference: str) -> None:
    assert codes(f'<?xml version="1.0"?><!DOCTYPE d {reference}><definitions/>') == {"DTD_FORBIDDEN"}
    assert codes(f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x {reference}>]><d>&x;</d>') == {"DTD_FORBIDDEN"}


def test_large_files_are_refused_before_they_are_read() -> None:
    assert codes(b"<" * (200 * 1024 * 1024)) == {"TOO_LARGE"}
    assert codes(around(TASK) + " " * MAX_BYTES) == {"TOO_LARGE"}


def test_deep_and_wide_files_are_refused_where_they_become_so() -> None:
    deep = check(HEAD + "<a>" * 100_000)
    assert [each.code for each in deep] == ["TOO_DEEP"]
    assert codes(file_of("<a>" * (MAX_DEPTH - 1) + "</a>" * (MAX_DEPTH - 1))) == {"NO_PROCESS", "UNSUPPORTED"}
    assert codes(file_of("<group/>" * MAX_ELEMENTS)) == {"TOO_LARGE"}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "NOT_XML"),
        (b"\x00\xff", "NOT_XML"),
        (b"{}", "NOT_XML"),
        (b"<a><b></a>", "NOT_XML"),
        (b"<x:a/>", "NOT_XML"),
        (b"<html/>", "NOT_BPMN"),
        (around(TASK).replace("/MODEL", "/MODEL2"), "NOT_BPMN"),
        ('<?xml version="1.0" encoding="UTF-8"?><a n="é"/>'.encode("latin-1"), "WRONG_ENCODING"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "WRONG_ENCODING"),
        (b'<?xml version="1.0" encoding="utf-16"?><a/>', "WRONG_ENCODING"),
        ("<a>\ud800</a>", "WRONG_ENCODING"),
    ],
)
def test_what_is_no_bpmn_at_all_is_told_so(source: bytes | str, code: str) -> None:
    assert codes(source) == {code}


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_files_in_other_encodings_come_back_as_the_same_bytes(encoding: str) -> None:
    text = around('<task id="work" name="Prüfen"/>').replace("UTF-8", encoding)
    data = text.encode(encoding)
    assert told(data) == []
    assert encoded(decoded(data)[0]) == data
    with_mark = "\ufeff" + around(TASK)
    assert encoded(decoded(with_mark.encode())[0]) == with_mark.encode()


def test_text_that_is_not_in_the_declared_encoding_is_refused() -> None:
    with pytest.raises(Unreadable, match="characters"):
        encoded('<?xml version="1.0" encoding="iso-8859-1"?><a n="商品"/>')


# -- what is in it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (file_of(), ("NO_PROCESS", "file")),
        (process(TASK, attributes='id="order" isExecutable="false"'), ("NO_EXECUTABLE_PROCESS", "order")),
        (process(), ("EMPTY", "order")),
        (around('<task id="work"/><task id="work"/>'), ("DUPLICATE_ID", "work")),
        (around('<task id="work"/><task/>'), ("NO_ID", "order")),
        (around('<task id="work"/><task id="a b"/>', flow("work", "a b")), ("BAD_ID", "a b")),
        (around(TASK, '<sequenceFlow id="odd" sourceRef="work" targetRef="gone"/>'), ("DANGLING_REF", "odd")),
        (around('<task id="work" default="gone"/>'), ("DANGLING_REF", "work")),
        (around('<task id="work"><incoming>gone</incoming></task>'), ("DANGLING_REF", "work")),
        (around('<receiveTask id="work" messageRef="gone"/>'), ("DANGLING_REF", "work")),
        (around('<callActivity id="work" calledElement="order"/>'), ("RECURSION", "work")),
        (around('<callActivity id="work"/>'), ("UNBOUND", "work")),
        (around('<callActivity id="work" calledElement="elsewhere"/>'), ("UNBOUND", "work")),
        (around('<serviceTask id="work"/>'), ("UNBOUND", "work")),
        (around('<serviceTask id="work" implementation="rm -rf"/>'), ("UNBOUND", "work")),
        (around('<task id="work" startQuantity="0"/>'), ("BAD_QUANTITY", "work")),
        (around('<task id="work" startQuantity="many"/>'), ("BAD_QUANTITY", "work")),
        (around('<choreographyTask id="work"/>'), ("UNSUPPORTED", "work")),
        (
            around('<scriptTask id="work" scriptFormat="groovy"><script>x</script></scriptTask>'),
            ("UNSUPPORTED", "work"),
        ),
        (around('<scriptTask id="work"><script>[{"n": {"sum": 1}}]</script></scriptTask>'), ("BAD_EXPRESSION", "work")),
        (around('<scriptTask id="work"><script>print(1)</script></scriptTask>'), ("BAD_SCRIPT", "work")),
        (around('<userTask id="work" camunda:formKey="elsewhere"/>'), ("BAD_FORM", "work")),
        (around(TASK).replace("</process>", "</process><choreography id='c'/>"), ("UNSUPPORTED", "c")),
    ],
)
def test_each_mistake_is_told_at_its_element(source: str, problem: tuple[str, str]) -> None:
    assert problem in told(source)


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    bad = around(
        '<serviceTask id="work"/>',
        '<task id="lost"/>',
        '<boundaryEvent id="late" attachedToRef="work"><timerEventDefinition/></boundaryEvent>',
    )
    with pytest.raises(InvalidFlow) as caught:
        compile_file(bad)
    lines = [each.line for each in caught.value.problems]
    assert lines == sorted(lines, key=lambda line: line or 0)
    assert {each.code for each in caught.value.problems} >= {"UNBOUND", "ILLEGAL_FLOW", "BAD_TIMER"}
    assert all(each.line and each.element for each in caught.value.problems)


def test_recursion_over_several_processes_is_told() -> None:
    def one(name: str, called: str) -> str:
        call = f'<callActivity id="call_{name}" calledElement="{called}"/>'
        return f'<process id="{name}" isExecutable="true">{call}</process>'

    found = told(file_of(one("a", "b"), one("b", "c"), one("c", "a")))
    assert {element for code, element in found if code == "RECURSION"} == {"call_a", "call_b", "call_c"}


def test_circles_of_gateways_are_told_and_circles_with_work_are_not() -> None:
    gates = '<exclusiveGateway id="work" default="work_done"/><exclusiveGateway id="again"/>'
    ways = (flow("work", "again", "${n > 1}"), flow("again", "work"))
    assert ("GATEWAY_CIRCLE", "work") in told(around(gates, *ways))
    task = gates.replace('<exclusiveGateway id="again"/>', '<task id="again"/>')
    assert told(around(task, *ways)) == []


@pytest.mark.parametrize(
    "condition", ["", "${", "5", "'yes'", "${a + 1}", "a = 1", '{"nope": 1}', "{", "${a} and more", "os.system('x')"]
)
def test_conditions_that_are_none_are_refused(condition: str) -> None:
    found = told(
        around('<exclusiveGateway id="work" default="work_done"/>', flow("work", "done", condition)).replace(
            'id="work_done" sourceRef="work" targetRef="done"><cond',
            'id="other" sourceRef="work" targetRef="done"><cond',
        )
    )
    assert found == [("BAD_EXPRESSION", "other")]


def test_ways_that_can_never_be_taken_are_told() -> None:
    other = '<sequenceFlow id="other" sourceRef="work" targetRef="done"/>'
    source = around('<exclusiveGateway id="work"/>', other)
    model = read(source)
    assert isinstance(model, Model)
    assert [(each.code, each.element) for each in advice_of(model)] == [("NO_CONDITION", "work")]
    assert told(source) == [], "it runs: by the standard, what has no condition is always taken"


# -- timers, loops --------------------------------------------------------------------------------------------------


def timer(kind: str, text: str) -> str:
    catch = f'<intermediateCatchEvent id="work"><timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>'
    return around(f"{catch}</intermediateCatchEvent>")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("timeDuration", "PT10S"),
        ("timeDuration", "P1Y2M3W4DT5H6M7.5S"),
        ("timeDuration", "${wait}"),
        ("timeDate", "2027-01-01T00:00:00Z"),
        ("timeDate", "2027-01-01T00:00+01:00"),
        ("timeDate", '= "2027-01-01T00:00:00Z"'),
        ("timeCycle", "R3/PT10S"),
        ("timeCycle", "R/2026-01-01T00:00:00Z/P1D"),
    ],
)
def test_timers_that_come_are_taken(kind: str, text: str) -> None:
    assert told(timer(kind, text)) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(
            ("timeDuration", text)
            for text in ("", "P", "PT", "10", "10s", "P100Y", "P1200M", "PT99999999999S", "P-1D", "P1S")
        ),
        *(
            ("timeDate", text)
            for text in ("2020-01-01T00:00:00Z", "2126-01-01T00:00:00Z", "soon", "2027-02-30T00:00:00Z")
        ),
        *(("timeCycle", text) for text in ("R3", "PT10S", "R0/PT1S", "R/PT0S", "0 0 9 * * ?", "R3/P100Y", "R3/x/PT1S")),
        ("timeCycle", "R1/2020-01-01T00:00:00Z/P1D"),
        ("timeDuration", "${wait +}"),
    ],
)
def test_timers_that_are_malformed_over_or_a_lifetime_away_are_refused(kind: str, text: str) -> None:
    assert codes(timer(kind, text)) & {"BAD_TIMER", "BAD_EXPRESSION"}


def test_a_timer_has_one_time() -> None:
    two = timer("timeDuration", "PT1S").replace("<timeDuration>", "<timeDate>2027-01-01</timeDate><timeDuration>")
    assert ("BAD_TIMER", "work") in told(two)


def multi(inner: str, attributes: str = "") -> str:
    loop = f"<multiInstanceLoopCharacteristics {attributes}>{inner}</multiInstanceLoopCharacteristics>"
    return around(f'<task id="work">{loop}</task>')


def count(of: int | str) -> str:
    return f"<loopCardinality>{of}</loopCardinality>"


def test_instances_are_bounded() -> None:
    one_by_one = 'isSequential="true"'
    assert codes(multi(count(10_000_001))) == {"TOO_MANY_INSTANCES"}
    assert codes(multi(count(10_000_001), one_by_one)) == {"TOO_MANY_INSTANCES"}
    assert "TOO_MANY_INSTANCES" in codes(multi(count("9" * 5_000)))
    assert codes(multi(count(-1))) == {"TOO_MANY_INSTANCES"}
    assert told(multi(count(MAX_SIDE_BY_SIDE))) == []
    assert told(multi(count(MAX_ONE_BY_ONE), one_by_one)) == []


@pytest.mark.parametrize(
    "source",
    [
        multi(""),
        multi(count(2) + "<loopDataInputRef>order</loopDataInputRef>"),
        multi(count(2), 'behavior="One"'),
        multi(count(2), 'behavior="Most"'),
        around('<task id="work"><standardLoopCharacteristics/></task>'),
        around('<task id="work"><standardLoopCharacteristics loopMaximum="-1"/></task>'),
    ],
)
def test_loops_without_an_end_are_refused(source: str) -> None:
    assert codes(source) == {"BAD_LOOP"}


@pytest.mark.parametrize(
    ("called", "at_it", "code"),
    [
        ("flow:other", "", {"UNSUPPORTED"}),
        ("flow:other", ('<boundaryEvent id="undo" attachedToRef="work"><compensateEventDefinition/></boundaryEvent>'
         '<task id="cancel" isForCompensation="true"/>'
         '<association id="to" sourceRef="undo" targetRef="cancel"/>'), set()),
        ("inner", "", set()),
    ],
)  # fmt: skip
def test_what_a_run_of_another_flow_did_is_undone_at_its_call_only(called: str, at_it: str, code: set[str]) -> None:
    source = around(f'<callActivity id="work" calledElement="{called}"/>{at_it}').replace(
        '<endEvent id="done"/>', '<endEvent id="done"><compensateEventDefinition activityRef="work"/></endEvent>'
    )
    other = '<process id="inner" isExecutable="true"><task id="book"/></process></definitions>'
    found = check(source.replace("</definitions>", other), now=datetime(2026, 1, 1, tzinfo=timezone.utc))
    assert {each.code for each in found} == code
