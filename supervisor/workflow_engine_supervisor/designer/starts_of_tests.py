"""Starting a test of a draft: of a hidden version that is made of exactly that revision."""

from dataclasses import replace
from typing import Any, NamedTuple

import msgspec

from workflow_engine_shared.clock import Clock
from workflow_engine_shared.dsl.drawing.as_test import problems
from workflow_engine_shared.dsl.model import Flow
from workflow_engine_shared.dsl.parse import parse_flow
from workflow_engine_shared.errors import InvalidBody, InvalidFlow, Problem
from workflow_engine_shared.storage.workflow.rows import DraftTest
from workflow_engine_shared.storage.workflow.store import Store
from workflow_engine_supervisor.designer.drafts import document_of, draft_at, name_in
from workflow_engine_supervisor.designer.version_meta import meta_of
from workflow_engine_supervisor.runs.called_flows import whole
from workflow_engine_supervisor.runs.start import StartRequest, run_before


class AskedTest(NamedTuple):
    """What was asked for, as it came in; `draft` None: no test."""

    draft: int | None
    stop_after: str | None = None
    pinned: dict[str, dict[str, Any]] | None = None


def as_test_of_draft(store: Store, clock: Clock, request: StartRequest, asked: AskedTest) -> StartRequest:
    """The request as a start of the hidden version; itself where no test is asked for.

    Raises:
        InvalidBody: a part of it means nothing, or names what the draft does not have.
        DraftNotFound, DraftOutdated
        InvalidFlow: the draft is none; with every mistake.
    """
    if asked.draft is None:
        _refuse_parts_of_a_test(asked)
        return request
    if request.version is not None:
        detail = "A test is of a draft; 'version' names what is no draft any more."
        raise InvalidBody(problems=[Problem("ONE_OF", "/version", detail, "Leave one of them out.")])
    test = DraftTest(asked.draft, asked.stop_after, asked.pinned or {})
    request = replace(request, test=test)
    with store.read() as tx:
        if run_before(tx, request.thread_id, request.fingerprint) is not None:
            return request  # it was started before, whatever became of the draft since
        draft = draft_at(tx, request.flow_id, asked.draft)
    document = document_of(draft)
    flow = _flow(document)
    with store.read() as tx:
        called = whole(tx, draft.flow_id, flow)
    if not called.resolved.problems:
        told = list(problems(called.linked, asked.stop_after, test.pinned))
        if told:
            raise InvalidBody(problems=told)
    now = clock.now()
    with store.write() as tx:
        if not tx.flows_among([draft.flow_id]):
            tx.insert_flow(draft.flow_id, name_in(document, draft.flow_id), now)
        version = tx.version_of_draft(draft.flow_id, document, meta_of(flow, document), now)
    return replace(request, test=test, version=version.version)


def _flow(document: Any) -> Flow:
    try:
        return parse_flow(document)
    except InvalidFlow as error:
        told = [msgspec.structs.replace(each, pointer=f"/dsl{each.pointer}") for each in error.problems]
        raise InvalidFlow(error.detail, problems=told) from None


def _refuse_parts_of_a_test(asked: AskedTest) -> None:
    given = [name for name in ("stop_after", "pinned") if getattr(asked, name) is not None]
    if given:
        told = [
            Problem(
                "ONLY_IN_TESTS",
                f"/{name}",
                f"{name!r} means something in a test of a draft only.",
                "Add 'draft': the revision to test; or leave it out.",
                {"field": name},
            )
            for name in given
        ]
        raise InvalidBody(problems=told)
