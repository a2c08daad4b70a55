"""Gateways: which ways a token takes, and what a join waits for. The names are those of the workflow patterns."""

import pytest

from support.bpmn_drawing import END, START, bpmn, flows, gateway, played, process, simple, steered, works
from workflow_engine_shared.tokens.events import Deadlock, Updated

JOINED = works("a b z") + gateway("parallel", "g", "j")


def test_sequence():
    assert played(simple(works("a b c"), flows("s > a > b > c > e"))) == ["a", "b", "c"]


def test_parallel_split_and_synchronization():
    source = simple(JOINED, flows("s > g > a > j", "g > b > j > z > e"))
    assert played(source) == ["a", "b", "z"]
    waiting = steered(source).done("b")
    assert waiting.enabled == ["a"]
    assert waiting.done("a").enabled == ["z"]


@pytest.mark.parametrize(("n", "trace"), [(1, ["a"]), (2, ["b"]), (3, ["c"])])
def test_exclusive_choice(n: int, trace: list[str]):
    lines = flows("s > g", "g > a ? n == 1", "g > b ? ${n == 2}", "g > c", "a > e", "b > e", "c > e")
    assert played(simple(works("a b c"), gateway("exclusive", "g", default="g_c"), lines), n=n) == trace


def test_the_first_way_whose_condition_holds_is_taken():
    lines = flows("s > g", "g > a ? n > 1", "g > b ? n > 0", "a > e", "b > e")
    assert played(simple(works("a b"), gateway("exclusive", "g"), lines), n=5) == ["a"]


def test_simple_merge_passes_each_token_on():
    source = simple(
        works("a b z"), gateway("parallel", "g"), gateway("exclusive", "m"), flows("s > g > a > m > z > e", "g > b > m")
    )
    assert played(source) == ["a", "b", "z", "z"]


def test_no_branch_is_an_incident_and_goes_on_once_the_variable_is_mended():
    lines = flows("s > a > g", "g > b ? n == 1", "g > c ? n == 2", "b > e", "c > e")
    run = steered(simple(works("a b c"), gateway("exclusive", "g"), lines), n=9).done("a")
    assert run.trouble == [("g", "NO_BRANCH")]
    run.hear(Updated({"n": 2})).retry("g")
    assert run.enabled == ["c"]


def test_a_condition_must_be_true_or_false():
    lines = flows("s > g", "g > a ? n", "g > b", "a > e", "b > e")
    run = steered(simple(works("a b"), gateway("exclusive", "g", default="g_b"), lines), n="yes")
    assert run.trouble == [("g", "BAD_EXPRESSION")]


@pytest.mark.parametrize(("n", "trace"), [(1, ["a", "z"]), (3, ["a", "b", "z"]), (9, ["a", "b", "c", "z"])])
def test_multi_choice_and_structured_synchronizing_merge(n: int, trace: list[str]):
    lines = flows("s > o", "o > a ? n > 0", "o > b ? n > 2", "o > c ? n > 5", "a > j", "b > j", "c > j", "j > z > e")
    assert played(simple(works("a b c z"), gateway("inclusive", "o", "j"), lines), n=n) == trace


def test_the_default_of_an_inclusive_gateway_is_taken_when_no_condition_holds():
    lines = flows("s > o", "o > a ? n > 0", "o > b", "a > e", "b > e")
    source = simple(works("a b"), gateway("inclusive", "o", default="o_b"), lines)
    assert played(source, n=1) == ["a"]
    assert played(source, n=0) == ["b"]


def test_conditional_and_default_flows_out_of_a_task():
    task = '<serviceTask id="t" implementation="work" default="t_c"/>'
    source = simple(
        task, works("a b c"), flows("s > t", "t > a ? n > 0", "t > b ? n > 1", "t > c", "a > e", "b > e", "c > e")
    )
    assert played(source, n=2) == ["t", "a", "b"]
    assert played(source, n=0) == ["t", "c"]


def test_an_inclusive_join_waits_for_whom_can_still_come_and_for_nobody_else():
    """Unstructured: the branch of `c` may come to the join, or go elsewhere."""
    lines = flows(
        "s > o",
        "o > a ? a",
        "o > c ? c",
        "o > d ? d",
        "a > j",
        "d > j",
        "c > x",
        "x > j ? go",
        "x > q",
        "j > z > e",
        "q > e",
    )
    source = simple(works("a c d z q"), gateway("inclusive", "o", "j"), gateway("exclusive", "x", default="x_q"), lines)
    run = steered(source, a=True, c=True, d=False, go=False).done("a")
    assert run.enabled == ["c"]
    assert sorted(run.done("c").enabled) == ["q", "z"]


def test_an_inclusive_join_in_a_loop_works_each_time():
    lines = flows("s > m > o", "o > a", "o > c ? i == 0", "a > j", "c > j", "j > x", "x > m ? i < 2", "x > e")
    source = simple(
        works("a c"),
        gateway("exclusive", "m"),
        gateway("exclusive", "x", default="x_e"),
        gateway("inclusive", "o", "j"),
        lines,
    )
    run = steered(source, i=0)
    run.done("a").done("c", i=1)
    assert run.enabled == ["a"]
    assert run.done("a", i=2).status == "finished"


def test_a_parallel_join_takes_one_token_of_each_way_and_a_deadlock_is_told():
    """The tokens of `a` and `b` come by one way: the second waits for a partner that cannot come."""
    lines = flows("s > g > a > m > j", "g > b > m", "g > c > j > z > e")
    source = simple(works("a b c z"), gateway("parallel", "g", "j"), gateway("exclusive", "m"), lines)
    run = steered(source).done("a").done("b").done("c")
    assert run.enabled == ["z"]
    run.done("z")
    assert run.status == "running"
    assert run.news[-1] == Deadlock(("j",))


def test_discriminator_by_a_complex_gateway():
    """The first of three goes on, the others are taken in; then the gateway is as at first."""
    join = '<complexGateway id="j"><activationCondition>activationCount >= 1</activationCondition></complexGateway>'
    source = simple(
        works("a b c z"), gateway("parallel", "g"), join, flows("s > g > a > j > z > e", "g > b > j", "g > c > j")
    )
    assert sorted(played(source)) == ["a", "b", "c", "z"]
    run = steered(source).done("b")
    assert "z" in run.enabled
    assert run.done("a").done("c").enabled == ["z"]
    assert run.done("z").status == "finished"


def test_partial_join_of_two_of_three():
    join = '<complexGateway id="j"><activationCondition>activationCount >= 2</activationCondition></complexGateway>'
    source = simple(
        works("a b c z"), gateway("parallel", "g"), join, flows("s > g > a > j > z > e", "g > b > j", "g > c > j")
    )
    run = steered(source).done("a")
    assert "z" not in run.enabled
    assert "z" in run.done("c").enabled
    assert run.done("z").done("b").status == "finished"


def test_a_complex_join_whose_condition_cannot_be_evaluated_counts_the_token_once():
    condition = "<activationCondition>ready &amp;&amp; activationCount >= 2</activationCondition>"
    join = f'<complexGateway id="j">{condition}</complexGateway>'
    source = simple(works("a b z"), gateway("parallel", "g"), join, flows("s > g > a > j > z > e", "g > b > j"))
    run = steered(source, ready="").done("a")
    assert run.trouble == [("j", "BAD_EXPRESSION")]
    run.hear(Updated({"ready": True})).retry("j")
    assert run.enabled == ["b"]
    assert run.done("b").enabled == ["z"]


def test_implicit_termination_waits_for_every_token():
    source = bpmn(
        process(
            START,
            END,
            '<endEvent id="f"/>',
            works("a b"),
            gateway("parallel", "g"),
            flows("s > g > a > e", "g > b > f"),
        )
    )
    assert steered(source).done("a").status == "running"
    assert played(source) == ["a", "b"]


def test_arbitrary_cycles():
    lines = flows("s > m > a > x", "x > m ? n > 1", "x > b", "b > y", "y > m2 ? n > 0", "y > e", "m2 > m")
    kinds = (
        gateway("exclusive", "m", "m2")
        + gateway("exclusive", "x", default="x_b")
        + gateway("exclusive", "y", default="y_e")
    )
    run = steered(simple(works("a b"), kinds, lines), n=3)
    run.done("a", n=2).done("a", n=1).done("b", n=1).done("a", n=0).done("b")
    assert run.status == "finished"
    assert run.trace == ["a", "a", "b", "a", "b"]


def test_a_task_that_needs_two_tokens_and_leaves_three():
    tasks = works("a b z") + '<serviceTask id="t" implementation="work" startQuantity="2" completionQuantity="3"/>'
    source = simple(tasks, gateway("parallel", "g"), flows("s > g > a > t > z > e", "g > b > t"))
    run = steered(source).done("a")
    assert run.enabled == ["b"]
    run.done("b")
    assert run.enabled == ["t"]
    assert run.done("t").enabled == ["z", "z", "z"]
