"""`http`: sends a request; the answer goes into the state, or into a file."""

import logging
import mimetypes
import threading
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from workflow_engine_shared.dsl.linking.pins import WITHIN
from workflow_engine_shared.dsl.nodes.http import HttpNode
from workflow_engine_shared.dsl.nodes.requests.fields import is_rule
from workflow_engine_shared.errors import BadAnswer, InvalidArtifact, InvalidJson
from workflow_engine_shared.ids import shown
from workflow_engine_shared.jsonlogic.rules import evaluate
from workflow_engine_shared.strict_json import strict_json
from workflow_engine_shared.units import GIB, MIB
from workflow_engine_worker.functions.result import checked_update
from workflow_engine_worker.nodes.outcome import Outcome, Visitor
from workflow_engine_worker.nodes.policy import carry_out

if TYPE_CHECKING:  # the library of requests is imported by those who send one
    from workflow_engine_worker.web.exchange import Answer, Exchange
    from workflow_engine_worker.web.request import Request

POLL_S = 0.05  #: a command is noticed within this time while a request is under way
#: An attempt notices its deadline itself, but not while the system looks up a name.
_NAMES_S = 1.0
log = logging.getLogger("renflow")


def visit(node: HttpNode, state: dict[str, Any], visitor: Visitor) -> Outcome:
    """Send the request under the node's policy."""

    def work() -> Outcome:
        from workflow_engine_worker.nodes.http_request import made_request

        request = made_request(node, state, visitor.web, visitor.info.idempotency_key)
        body = _asked(node, state, request, visitor)
        if node.output_key is None:
            return Outcome()
        return Outcome(updates=checked_update({node.output_key: body}, repr(node.id)))

    return carry_out(node.policy, work, visitor, node.id)


def _asked(node: HttpNode, state: dict[str, Any], request: "Request", visitor: Visitor) -> dict[str, Any]:
    from workflow_engine_worker.web.exchange import Exchange, Limits

    file = None
    if node.response == "artifact":
        file = visitor.info.outputs_dir.parent / "tmp" / f"{_plain(node.id)}.{visitor.info.visit}.answer"
    max_bytes = node.max_bytes or (10 * MIB if file is None else 10 * GIB)
    limits = Limits(node.request_timeout, max_bytes, node.success)
    begun = monotonic()
    try:
        answer = _waited_for(Exchange(request, limits, visitor.web.rules(), file), visitor)
        log.info("%s: %d, %d bytes, %.3f s", request.name, answer.status, answer.size, monotonic() - begun)
        body = _json(answer, request) if node.response == "json" else answer.content.decode(answer.encoding, "replace")
        if file is not None:
            body = visitor.artifact(_file_name(node, state, answer), file)
    finally:
        if file is not None:
            file.unlink(missing_ok=True)
    return {"status": answer.status, "headers": answer.headers, "body": body}


def _waited_for(exchange: "Exchange", visitor: Visitor) -> "Answer":
    """The answer; whoever wants the run to stop meanwhile does not wait for it.

    Raises:
        LeaveRun: the request is given up.
    """
    answers: list[Answer] = []
    failures: list[BaseException] = []
    over = threading.Event()

    def run(attempt: Callable[[], "Answer"]) -> None:
        try:
            answers.append(attempt())
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            failures.append(error)
        finally:
            over.set()

    threading.Thread(target=run, args=(exchange.run,), name="request", daemon=True).start()
    try:
        while not over.wait(POLL_S) and monotonic() < exchange.deadline + _NAMES_S:
            visitor.safe_point()
    except BaseException:
        exchange.abandon()
        raise
    if not over.is_set():
        exchange.abandon()
        raise exchange.timed_out()
    if failures:
        raise failures[0]
    return answers[0]


def _json(answer: "Answer", request: "Request") -> Any:
    content = answer.content.removeprefix(b"\xef\xbb\xbf")
    if not content.strip():
        return None
    try:
        return strict_json(content)
    except InvalidJson as error:
        beginning = shown(content[:100].decode("utf-8", "replace"), 100)
        raise BadAnswer(f"The answer to {request.name} is no JSON ({error.detail}) {beginning}") from error


def _file_name(node: HttpNode, state: dict[str, Any], answer: "Answer") -> str:
    if node.artifact is None:
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        return f"{_plain(node.id)}{mimetypes.guess_extension(kind) or '.bin'}"
    name = evaluate(node.artifact, state) if is_rule(node.artifact) else node.artifact
    if not isinstance(name, str):
        raise InvalidArtifact(f"'artifact' gives a {type(name).__name__} ({shown(name)}), no name of a file.")
    return name


def _plain(node_id: str) -> str:
    """A node's id as a part of a file's name; ids have no dots."""
    return node_id.replace(WITHIN, ".")
