"""What an address is about, where several machines answer: pure."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from workflow_engine_shared.errors import BadQuery, Problem
from workflow_engine_shared.ids import id_problem

_RUN = re.compile(r"/runs/([^/]+)(?:/(.*))?", re.DOTALL)
#: They stand where a run's id would.
_NO_RUNS = frozenset({"start", "bulk", "import"})
_WHOLE = frozenset({("GET", ""), ("POST", "fork"), ("POST", "rerun"), ("POST", "rename")})
_OWN = frozenset({"machine", "ticket"})


class OfRun(NamedTuple):
    """A request about one run."""

    thread_id: str
    rest: str  #: what stands behind the id

    def answers_run(self, method: str) -> bool:
        """Whether the answer is a whole run or one of its tasks, which say on which machine they are."""
        return (method, self.rest) in _WHOLE or (method == "GET" and self.rest.startswith("tasks/"))


def run_of(path: str) -> OfRun | None:
    """The run that a path is about; None: it is about none."""
    found = _RUN.fullmatch(path)
    if found is None or found[1] in _NO_RUNS or id_problem(found[1]):
        return None
    return OfRun(found[1], found[2] or "")


def machine_in(query: bytes) -> tuple[str | None, bytes]:
    """The machine that a query names, and what is left of it for that machine: no ticket, which is ours.

    Raises:
        BadQuery: it names several.
    """
    if not query:
        return None, b""
    given = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    names = [value for name, value in given if name == "machine"]
    if len(names) > 1:
        raise BadQuery(
            problems=[Problem("REPEATED", "?machine", "The parameter 'machine' stands there more than once.")]
        )
    if not any(name in _OWN for name, _ in given):
        return None, query
    rest = urlencode([(name, value) for name, value in given if name not in _OWN])
    return (names[0] if names else None), rest.encode("latin-1")
