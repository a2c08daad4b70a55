"""Requests that a machine makes up from /openapi.json: nothing breaks, and every answer is as the description says."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.api import Api
from support.environment import outer_environment
from support.wait import patient

SEED = "1"
EXAMPLES = "8"
ENOUGH = 500
#: What the description allows may still be refused: free-form data with numbers beyond 64 bits (400), a name of nothing
#: (404), an id that is taken (409), a draft of another revision (412), a range behind a file's end (416), a flow with
#: mistakes, a cursor of another endpoint (422). Never a 5xx.
#: What it does not allow may be too long for a request's head (431) as well as wrong (4xx).
REFUSED = ["400", "401", "403", "404", "405", "406", "409", "415", "422", "428", "429", "431"]
CHECKS = (
    '[checks.positive_data_acceptance]\nexpected-statuses = ["2xx", "400", "404", "409", "412", "416", "422"]\n'
    f"[checks.negative_data_rejection]\nexpected-statuses = {json.dumps(REFUSED)}\n"
)
#: Made-up ids name nothing; with real ones requests reach what lies behind.
REAL_IDS = '[parameters]\n"path.thread_id" = "target"\n"path.flow_id" = "minimal"\n"path.version" = 1\n'


#: Other paths are the same with made-up ids; examples and chains of requests reach nothing more with them.
NAMES = ("--include-path-regex", r"\{(thread_id|flow_id|version)\}")


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (CHECKS, [*NAMES, "--phases", "coverage,fuzzing"]),
        (CHECKS + REAL_IDS, ["--phases", "examples,coverage,fuzzing,stateful"]),
    ],
    ids=["any ids", "real ids"],
)
def test_every_answer_is_as_described(guarded: Api, tmp_path: Path, config: str, words: list[str]):
    if guarded.get("/runs/target").status_code == 404:
        paths = guarded.run("target")
        (paths.outputs / "a.txt").write_text("file")
        paths.log.write_text('{"seq": 1, "message": "line"}\n')
    (tmp_path / "config.toml").write_text(config)
    done = subprocess.run(
        [
            Path(sys.executable).parent / "schemathesis", "--config-file", tmp_path / "config.toml",
            "run", f"{guarded.url}/openapi.json", "--header", f"Authorization: Bearer {guarded.token}",
            # A stream has no end to wait for; test_events.py and test_all_events.py are about them.
            "--exclude-path", "/runs/{thread_id}/events", "--exclude-path", "/events",
            *words, "--max-examples", EXAMPLES, "--seed", SEED, "--request-timeout", "10", "--no-color",
        ],
        capture_output=True, cwd=tmp_path, check=False, timeout=patient(300),
        env=outer_environment(),
    )  # fmt: skip
    told = done.stdout.decode()
    assert done.returncode == 0, told[-10_000:]
    generated = re.search(r"(\d+) generated", told)
    assert generated is not None
    assert int(generated[1]) >= ENOUGH, told[-3000:]
    assert guarded.get("/healthz").status_code == 200
