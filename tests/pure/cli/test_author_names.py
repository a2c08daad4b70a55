"""What the author called flows and nodes, on the command line: beside the id, which commands take."""

import pytest

from workflow_engine_supervisor.cli.render import NodeNames, error_text, flow_text, log_line, spoken

VIEW = {
    "nodes": [
        {"id": "scrape", "label": "Read\x1b[31m the\ncatalogue"},
        {"id": "check", "label": None},
        {"id": "one", "label": "Twice"},
        {"id": "two", "label": "Twice"},
        {"id": "end", "label": "End"},
    ]
}


def test_nodes_have_their_labels_and_terminals_obey_none():
    names = NodeNames(VIEW)
    assert [names.short(node) for node in ("scrape", "check", "gone", "end")] == [
        "Read the catalogue", "check", "gone", "End",
    ]  # fmt: skip
    assert [names.whole(node) for node in ("scrape", "check", "end")] == ["Read the catalogue (scrape)", "check", "end"]
    assert [names.id_of(name) for name in ("scrape", "Read the catalogue", "Twice", "gone")] == [
        "scrape", "scrape", None, None,
    ]  # fmt: skip
    assert NodeNames().short("scrape") == "scrape"


def test_log_lines_and_errors_name_nodes_so():
    names = NodeNames(VIEW)
    assert log_line({"level": "INFO", "node_id": "scrape", "message": "page 1"}, names).endswith(
        "[Read the catalogue] page 1"
    )
    told = error_text({"code": "X", "message": "no", "node": "scrape", "hint": "GET /runs lists them."}, names)
    assert told == "error: [Read the catalogue (scrape)] no [X]\n  'renflow runs' lists them."


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Goods", "Goods (shop) v3"), ("SHOP", "shop v3"), (None, "shop v3"), ("双十一", "双十一 (shop) v3")],
)
def test_flows_have_their_names(name: str | None, shown: str):
    assert flow_text({"flow_id": "shop", "flow_name": name, "version": 3}) == shown


def test_a_hint_that_begins_with_a_request_begins_a_sentence():
    assert spoken("GET /runs/{id}/checkpoints lists the checkpoints that exist.").startswith("The State tab")
