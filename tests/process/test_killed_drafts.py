"""A draft that was acknowledged is there, whenever the supervisor is killed."""

import itertools
import threading
from pathlib import Path

import httpx

from support.server import Server
from support.wait import until


def test_what_was_acknowledged_is_there_after_a_kill(tmp_path: Path):
    server = Server(tmp_path).start()
    try:
        for _ in range(3):
            kept = _draw_until_killed(server)
            server.start()
            found = server.client.get("/flows/drawn/draft").json()
            # The one that was under way may have come through, too; its answer was lost with the server.
            assert found["revision"] in {kept, kept + 1}
            assert found["dsl"] == {"revision": found["revision"], "text": "x" * 50_000}
    finally:
        server.clean_up()


def _draw_until_killed(server: Server) -> int:
    """Change the draft again and again until the supervisor dies; the last revision that it acknowledged."""
    now = server.client.get("/flows/drawn/draft")
    acknowledged = now.json()["revision"] if now.status_code == 200 else 0
    began = acknowledged
    drawn = httpx.Client(base_url=server.url, timeout=30, trust_env=False)

    def draw() -> None:
        nonlocal acknowledged
        for revision in itertools.count(began + 1):
            headers = {} if revision == 1 else {"If-Match": f'"{revision - 1}"'}
            dsl = {"revision": revision, "text": "x" * 50_000}
            try:
                answer = drawn.put("/flows/drawn/draft", json={"dsl": dsl}, headers=headers)
            except httpx.HTTPError:
                return
            assert answer.json()["revision"] == revision
            acknowledged = revision

    drawing = threading.Thread(target=draw)
    drawing.start()
    until(lambda: acknowledged > began + 5, what="some changes")
    server.kill()
    drawing.join()
    drawn.close()
    return acknowledged
