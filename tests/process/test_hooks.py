"""Hooks of a supervisor that is killed while nobody takes its messages: the next one delivers them."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from support.command_line import CommandLine
from support.run import node
from support.server import Made
from support.wait import until


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.told.append(json.loads(body))  # type: ignore[attr-defined]
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_messages_outlive_a_killed_supervisor(servers: Made, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    server = servers(allow_addresses="127.0.0.1")
    server.home.root.mkdir(parents=True)
    (server.home.root / "secrets.toml").write_text('team = "0123456789abcdef"')
    (server.home.root / "hooks.toml").write_text(
        f'[team]\nto = "json"\nurl = "http://127.0.0.1:{port}/"\nsign = {{ secret = "team" }}\n'
    )
    server.start()
    until(lambda: server.get("/hooks")["items"], what="the hook is known")
    run = server.run(node("map", "maps", count=3))
    broken = server.run(node("bad", "raises"))
    run.finished()
    broken.failed()
    team = until(
        lambda: (it := server.get("/hooks")["items"][0])["waiting"] == 2 and it["problem"] and it,
        what="two messages wait",
    )
    assert "could not be reached" in team["problem"]
    assert team["target"] == f"http://127.0.0.1:{port}"
    refused = server.post("/hooks/test", {"name": "other"})
    assert (refused.status_code, refused.json()["code"]) == (404, "HOOK_NOT_FOUND")
    command = CommandLine(tmp_path)
    command.home = server.home.root
    command.env["REN_HOME"] = str(server.home.root)
    said = command.here("hooks", "test")
    assert (said.code, said.out) == (1, "team: not taken\n")
    assert "team  json" in command.fresh("hooks", "list").out
    server.kill()

    receiver = ThreadingHTTPServer(("127.0.0.1", port), Receiver)
    receiver.told = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=receiver.serve_forever, args=(0.05,))
    thread.start()
    try:
        server.start()
        told = until(lambda: len(it := receiver.told) == 2 and it, what="both are told")  # type: ignore[attr-defined]
        assert {(each["event"], each["thread_id"]) for each in told} == {("finish", run.id), ("error", broken.id)}
        assert command.here("hooks", "test", "team").code == 0
        until(lambda: server.get("/hooks")["items"][0]["problem"] is None, what="nothing is wrong any more")
    finally:
        receiver.shutdown()
        receiver.server_close()
        thread.join()
