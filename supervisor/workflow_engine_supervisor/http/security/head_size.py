"""What a request's address and headers may be: not too long, and with one length of the body, not two.

uvicorn's own limit counts only what comes in pieces; and two lengths are two requests for whoever stands between.
"""

from workflow_engine_shared.errors import HeadTooLarge, InvalidRequest
from workflow_engine_supervisor.http.security.head import Head
from workflow_engine_supervisor.http.security.refusal import CLOSE, Refusal

MAX_HEAD = 64 * 1024


def head_refusal(head: Head) -> Refusal | None:
    """Why such a head is not taken; None: it is."""
    if head.size > MAX_HEAD:
        return Refusal(HeadTooLarge(), CLOSE, tells_path=False)
    if head.has(b"content-length") and head.has(b"transfer-encoding"):
        return Refusal(InvalidRequest("The request has both a Content-Length and a Transfer-Encoding."), CLOSE)
    return None
