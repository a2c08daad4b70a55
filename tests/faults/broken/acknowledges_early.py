"""A supervisor that answers a start before it commits it: what the check of acknowledged runs must notice."""

import asyncio
import json
import sys
from typing import Any

from workflow_engine_supervisor.server import http_server

#: Longer than the test lets it live.
LATER_S = 60.0
_create_app = http_server.create_app


class Early:
    """The real program behind a door that says yes at once, and hands the request on later."""

    def __init__(self, *arguments: Any) -> None:
        self._app = _create_app(*arguments)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope.get("path") != "/runs/start":
            await self._app(scope, receive, send)
            return
        body = json.loads((await receive())["body"])
        answer = json.dumps({"thread_id": body["thread_id"]}).encode()
        await send({"type": "http.response.start", "status": 201, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": answer})
        await asyncio.sleep(LATER_S)


http_server.create_app = Early  # type: ignore[assignment,misc]

if __name__ == "__main__":
    from workflow_engine.server import main

    sys.exit(main())
