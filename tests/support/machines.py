"""Two supervisors behind a third, which speaks for them."""

import json
from pathlib import Path
from typing import Any

from support.run import chain, node
from support.server import Server, Several
from support.wait import patient, until

FLOW = chain(node("map", "maps", count=40, seconds=0.01, holds_from=10))
QUICK = chain(node("map", "maps", count=2))
TOKEN = "secret-a"


class Machines:
    """A supervisor that speaks for `a`, which has a token, and `b`."""

    def __init__(self, folder: Path) -> None:
        self.several = Several(Server, folder)
        self.a, self.b = self.several(token=TOKEN), self.several()
        self.a.start().client.headers["Authorization"] = f"Bearer {TOKEN}"
        self.b.start()
        self.token = folder / "a.token"
        self.token.write_text(f"{TOKEN}\n", encoding="utf-8")
        self.token.chmod(0o600)
        named = [{"name": "a", "url": self.a.url, "token_file": str(self.token)}, {"name": "b", "url": self.b.url}]
        self.front = self.several(machines=json.dumps(named)).start()
        self.reached("a")
        self.reached("b")
        for each in (self.a, self.b, self.front):
            each.flow(FLOW, "held")
            each.flow(QUICK, "quick")

    def machine(self, name: str) -> Any:
        return next(each for each in self.front.get("/machines")["items"] if each["name"] == name)

    def reached(self, name: str, *, there: bool = True) -> Any:
        return until(
            lambda: (told := self.machine(name))["reachable"] is there and told,
            patient(30),
            f"{name} reachable: {there}",
        )

    def start(self, flow: str = "quick", **body: Any) -> Any:
        answer = self.front.post("/runs/start", {"flow_id": flow, **body})
        assert answer.status_code == 201, answer.text
        return answer.json()

    def server(self, name: str) -> Server:
        return {"a": self.a, "b": self.b, "local": self.front}[name]

    def again(self, name: str) -> None:
        """Start a killed machine at its address."""
        server = self.server(name)
        port = int(server.url.rpartition(":")[2])
        headers = {"Authorization": f"Bearer {TOKEN}"} if name == "a" else {}
        server.start(port).client.headers.update(headers)
        self.reached(name)
