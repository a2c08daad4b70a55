"""Flows and versions: numbers that count up, documents that never change."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.stored import DSL, add_flow, at
from workflow_engine_shared.errors import FlowExists, FlowNotFound, NotPublished, VersionNotFound
from workflow_engine_shared.storage.sqlite.database import Connection
from workflow_engine_shared.storage.workflow import flows
from workflow_engine_shared.strict_json import strict_json


@pytest.mark.parametrize("again", ["flow", "FLOW", "Flow"])
def test_an_id_is_taken_without_regard_to_case(con: Connection, again: str) -> None:
    with pytest.raises(FlowExists, match=again):
        flows.insert_flow(con, again, "Another", at(1))
    assert flows.get_flow(con, again).name == "Flow"


def test_versions_count_up_for_each_flow_by_itself(con: Connection) -> None:
    flows.insert_flow(con, "other", "Other", at(1))
    made = [flows.insert_version(con, flow, DSL, {}, at(1)) for flow in ("flow", "other", "FLOW", "other", "other")]
    assert [(row.flow_id, row.version) for row in made] == [
        ("flow", 2),
        ("other", 1),
        ("flow", 3),
        ("other", 2),
        ("other", 3),
    ]
    assert not any(row.published for row in made)
    assert [flows.get_version_by_id(con, row.id) for row in made] == made


def test_a_flow_is_listed_with_its_newest_versions(con: Connection) -> None:
    flows.insert_flow(con, "empty", "Empty", at(1))
    flows.insert_version(con, "flow", DSL, {}, at(1))
    flows.publish_version(con, "flow", 1)
    listed = flows.list_flows(con, after="", limit=10)
    assert [(row.id, row.latest_version, row.published_version) for row in listed] == [
        ("empty", None, None),
        ("flow", 2, 1),
    ]


def test_pages_of_flows(con: Connection) -> None:
    for name in ("a", "B", "c", "D"):
        flows.insert_flow(con, name, name, at(1))
    seen: list[str] = []
    while page := flows.list_flows(con, after=seen[-1] if seen else "", limit=2):
        assert len(page) <= 2
        seen += [row.id for row in page]
    assert seen == ["a", "B", "c", "D", "flow"]


def test_pages_of_versions_newest_first(con: Connection) -> None:
    for _ in range(4):
        flows.insert_version(con, "flow", DSL, {}, at(1))
    first = flows.list_versions(con, "flow", before=None, limit=3)
    second = flows.list_versions(con, "FLOW", before=first[-1].version, limit=3)
    assert [row.version for row in first + second] == [5, 4, 3, 2, 1]


def test_a_start_without_a_version_gets_the_newest_published(con: Connection) -> None:
    with pytest.raises(NotPublished, match="'flow'"):
        flows.latest_published(con, "flow")
    for _ in range(2):
        flows.insert_version(con, "flow", DSL, {}, at(1))
    for version, newest in ((2, 2), (1, 2), (3, 3)):
        flows.publish_version(con, "flow", version)
        assert flows.latest_published(con, "Flow").version == newest
    latest = flows.latest_version(con, "flow")
    assert latest is not None
    assert latest.version == 3


def test_publishing_twice_changes_nothing(con: Connection) -> None:
    once = flows.publish_version(con, "flow", 1)
    assert once.published
    assert flows.publish_version(con, "flow", 1) == once
    assert flows.get_version(con, "flow", 1) == once


def test_why_a_version_is_published_is_kept_with_it(con: Connection) -> None:
    flows.insert_version(con, "flow", DSL, {"nodes": 2, "note": "new"}, at(1))
    noted = flows.publish_version(con, "flow", 2, {"n": {"flow": "other"}}, note="Li: tested 三次")
    assert noted.meta() == {
        "nodes": 2,
        "note": "new",
        "subflows": {"n": {"flow": "other"}},
        "publish_note": "Li: tested 三次",
    }
    assert flows.publish_version(con, "flow", 2, {"n": {"flow": "another"}}) == noted
    again = flows.publish_version(con, "flow", 2, {"n": {"flow": "another"}}, note="a better word")
    assert again.meta() == {**noted.meta(), "publish_note": "a better word"}


def test_another_flows_versions_are_not_touched(con: Connection) -> None:
    add_flow(con, "other")
    flows.publish_version(con, "other", 1)
    assert not flows.get_version(con, "flow", 1).published


@pytest.mark.parametrize(
    ("ask", "error"),
    [
        (lambda con: flows.get_flow(con, "x"), FlowNotFound),
        (lambda con: flows.insert_version(con, "x", DSL, {}, at(1)), FlowNotFound),
        (lambda con: flows.get_version(con, "x", 1), FlowNotFound),
        (lambda con: flows.list_versions(con, "x", before=None, limit=1), FlowNotFound),
        (lambda con: flows.latest_published(con, "x"), FlowNotFound),
        (lambda con: flows.publish_version(con, "x", 1), FlowNotFound),
        (lambda con: flows.get_version(con, "flow", 2), VersionNotFound),
        (lambda con: flows.get_version(con, "flow", 0), VersionNotFound),
        (lambda con: flows.publish_version(con, "flow", 2), VersionNotFound),
        (lambda con: flows.get_version_by_id(con, 99), VersionNotFound),
    ],
)
def test_what_does_not_exist(con: Connection, ask: Callable[[Connection], Any], error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        ask(con)
    assert type(caught.value) is error


def test_no_version_is_nothing(con: Connection) -> None:
    flows.insert_flow(con, "empty", "Empty", at(1))
    assert flows.latest_version(con, "empty") is None
    assert flows.latest_version(con, "nobody") is None


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
DOCUMENT = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=10,
)


@given(DOCUMENT)
def test_a_document_comes_out_as_it_went_in(document: Any) -> None:
    stored = flows._dump(document)
    assert strict_json(stored.encode()) == document


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_json_does_not_get_in(con: Connection, value: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        flows.insert_version(con, "flow", {"x": value}, {}, at(1))
