"""Where a secret must not be seen: in what the API tells of a run, and in the files of the home."""

import base64
import urllib.parse

from support.run import Run
from support.server import Server

PATHS = ["", "/state", "/steps", "/checkpoints", "/logs", "/logs?order=desc", "/logs?download=1", "/artifacts"]


def forms(secret: str) -> list[bytes]:
    texts = [secret, urllib.parse.quote(secret, safe=""), urllib.parse.quote(secret)]
    return [each.encode() for each in (*texts, base64.b64encode(f"user:{secret}".encode()).decode()[7:24])]


def shown(server: Server, run: Run) -> dict[str, bytes]:
    """Everything that the API tells of a run, and every file of the home that is no database."""
    answers = {path: server.client.get(f"/runs/{run.id}{path}").content for path in PATHS}
    answers["list"] = server.client.get("/runs?limit=1000").content
    with server.client.stream("GET", f"/runs/{run.id}/events?types=status,resync") as stream:
        answers["events"] = next(stream.iter_bytes(), b"")
    files = {
        str(path): path.read_bytes()
        for path in server.home.root.rglob("*")
        if path.is_file() and ".db" not in path.name and path != server.home.secrets
    }
    return {**answers, **files, "the supervisor's log": server.log.read_bytes()}


def assert_hidden(server: Server, run: Run, secret: str) -> None:
    found = shown(server, run)
    assert any(b"***" in body for body in found.values())
    leaky = {(place, form) for place, body in found.items() for form in forms(secret) if form in body}
    assert not leaky
