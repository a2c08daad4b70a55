"""What a command loads: what it uses. In a process of its own, because a test's process has loaded much already."""

import subprocess
import sys

CODE = """
import sys
from workflow_engine_supervisor.cli.main import main

WEB = ["fastapi", "starlette", "uvicorn", "pydantic", "jsonschema", "httpx", "asyncio", "rich", "sqlite3"]
try:
    main(["--version"])
except SystemExit:
    print("a command:", *[name for name in WEB if name in sys.modules])
import httpx
assert httpx.Client and httpx.HTTPError
print("its client:", *[name for name in ["rich", "click", "pygments"] if name in sys.modules])
from workflow_engine_supervisor.server import embedded
print("before its workers are ordered:", *[name for name in WEB[:5] if name in sys.modules])
"""


def test_a_command_loads_neither_the_web_stack_nor_httpxs_own_command_line():
    done = subprocess.run([sys.executable, "-W", "error", "-c", CODE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    _version, *loaded = done.stdout.splitlines()
    assert loaded == ["a command:", "its client:", "before its workers are ordered:"]
