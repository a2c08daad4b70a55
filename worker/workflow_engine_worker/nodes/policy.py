"""The policy of a node, carried out in one place for every type of node that does work."""

import random
from collections.abc import Callable

from workflow_engine_shared.dsl.nodes.node_type import Node
from workflow_engine_shared.dsl.nodes.policy import Activity, NodePolicy, Retry
from workflow_engine_shared.errors import NodeTimeout, RenError, RequestFailed, UserCodeError
from workflow_engine_worker.control.leave import LeaveRun, TimeIsUp
from workflow_engine_worker.control.machine_failure import machine_failure
from workflow_engine_worker.functions.call import error_of
from workflow_engine_worker.nodes.outcome import Outcome, Visitor

_ONCE = Retry()
JITTER = 0.2  #: a part of the wait before a request is sent again


def carry_out(policy: NodePolicy, work: Callable[[], Outcome], visitor: Visitor, node_id: str) -> Outcome:
    """Do a node's work within its time, as often as it may be tried.

    `work` is one attempt: all that may fail belongs into it.

    Raises:
        NodeTimeout: the visit used up its time, unless `onTimeout` is "continue".
        Exception: what the last attempt raised, unless `onError` is "continue".
    """
    try:
        visitor.time_limit(policy.timeout)
        return _until_it_works(policy, work, visitor, node_id)
    except TimeIsUp:
        error = NodeTimeout(f"Node {node_id!r} took longer than {policy.timeout:g} s.")
        if policy.on_timeout == "continue":
            return Outcome(let_pass=error.data(node_id))
        raise error from None


def carry_out_once(node: Node, work: Callable[[], Outcome]) -> Outcome:
    """Do a node's work that takes no time, and would fail the same way again.

    Raises:
        Exception: what it raised, unless `onError` is "continue".
    """
    try:
        return work()
    except Exception as error:
        goes_on = isinstance(node, Activity) and node.policy.on_error == "continue"
        if not goes_on or isinstance(error, NodeTimeout) or machine_failure(error):
            raise
        return Outcome(let_pass=error_of(error, node.id))


def _until_it_works(policy: NodePolicy, work: Callable[[], Outcome], visitor: Visitor, node_id: str) -> Outcome:
    retry = policy.retry or _ONCE
    tried = 0
    while True:
        tried += 1
        try:
            outcome = work()
        except LeaveRun:
            visitor.leave_if_asked()
            raise
        except BaseException as error:  # a function may raise SystemExit, KeyboardInterrupt, anything
            visitor.leave_if_asked()  # an exception group, or what a library makes of a thread's end
            if trouble := machine_failure(error):
                raise trouble from error
            failure = error_of(error, node_id)
            if tried < retry.max_attempts and _worth_retrying(error):
                visitor.try_again(failure, _patience(error, retry.delay * retry.backoff ** (tried - 1)))
                continue
            if policy.on_error == "continue":
                return Outcome(let_pass=failure)
            raise
        visitor.leave_if_asked()
        return outcome


def _worth_retrying(error: BaseException) -> bool:
    """Our own complaints (a wrong result, a bad expression) would come again; others may not."""
    if isinstance(error, RequestFailed):
        return error.again
    return not isinstance(error, RenError) or isinstance(error, UserCodeError)


def _patience(error: BaseException, planned: float) -> float:
    """Seconds until the next attempt: at least what the server asks for, and not the same for all who were refused."""
    if not isinstance(error, RequestFailed):
        return planned
    return max(planned, error.retry_after or 0.0) * random.uniform(1.0, 1.0 + JITTER)  # noqa: S311 - no secret
