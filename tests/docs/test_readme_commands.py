"""The README's commands, typed in its order: what one leaves, the next one meets.

Those that set an environment up are called by the gate, in `.ci/readme_commands`; here the tests' own stands in for it.
"""

import contextlib
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PIL import Image

from support.command_line import FLOWS, REPOSITORY
from support.environment import outer_environment
from support.processes import SECONDS
from support.wait import patient, until

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```bash\n(.*?)```", README, flags=re.DOTALL)
POWERSHELL = re.findall(r"```powershell\n(.*?)```", README, flags=re.DOTALL)
PYTHON = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
GATE = (REPOSITORY / ".ci" / "readme_commands").read_text(encoding="utf-8")


class Stranger:
    """A user account that holds nothing but a clone and some pictures."""

    def __init__(self, folder: Path) -> None:
        self.clone = folder / "clone"
        self.home = folder / "home"
        (self.clone / "flows").mkdir(parents=True)
        for name in ("hello", "countdown"):
            source = FLOWS / name
            (self.clone / "flows" / name).symlink_to(source, target_is_directory=True)
        (self.home / "pictures").mkdir(parents=True)
        for number in range(3):
            Image.new("RGB", (300, 200), (number, 0, 0)).save(self.home / "pictures" / f"{number}.jpg")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        kept = outer_environment()
        bin_folder = str(Path(sys.executable).parent)
        self.opened = folder / "opened"
        see = shlex.join(
            [sys.executable, "-c", "import sys; open(sys.argv[1], 'w').write(sys.argv[2])", str(self.opened)]
        )
        self.env = {
            **kept,
            "HOME": str(self.home),
            "PATH": os.pathsep.join([bin_folder, kept["PATH"]]),
            "REN_PORT": str(self.port),
            "BROWSER": f"{see} %s",
        }

    def types(self, block: str) -> str:
        """What a block of the README prints, but for the address and the folder that are this stranger's."""
        words = block.replace("/home/me/pictures", shlex.quote(str(self.home / "pictures")))
        words = words.replace("localhost:8000", f"localhost:{self.port}").replace(". .venv/bin/activate\n", "")
        # The last one shows live what happens until Ctrl-C; 28 is curl's word for the end of its time.
        words = re.sub(r"(?m)^curl -sN (\S+).*$", r"curl -sN --max-time 1 \1 || [ $? = 28 ]", words)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", words],
            cwd=self.clone, env=self.env, capture_output=True, text=True, encoding="utf-8",
            timeout=patient(SECONDS), check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{block}{done.stdout}{done.stderr}"
        return done.stdout

    def writes_the_own_flow(self) -> None:
        """Each file under the name that the README gives it."""
        files = re.findall(r"`(flows/[\w/.]+)`:\n\n```(?:python|json)\n(.*?)```", README, flags=re.DOTALL)
        assert [name for name, _ in files] == ["flows/thumbnails/pictures.py", "flows/thumbnails/flow.json"]
        for name, text in files:
            path = self.clone / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")

    @contextlib.contextmanager
    def serves(self, block: str) -> Iterator[None]:
        words = shlex.split(block, comments=True)
        assert words[0] == "renflow"
        process = subprocess.Popen(words, cwd=self.clone, env=self.env, stderr=subprocess.DEVNULL)
        try:
            console = f"http://127.0.0.1:{self.port}/console/"
            until(lambda: self.opened.exists() and self.opened.read_text() == console, SECONDS, "the browser")
            assert httpx.get(console, trust_env=False, timeout=patient(30), verify=False).status_code == 200
            yield
            process.send_signal(signal.SIGINT)
            assert process.wait(patient(SECONDS)) == 0
        finally:
            process.kill()
            process.wait()


@pytest.mark.skipif(os.name == "nt", reason="these lines are for bash")
def test_the_commands_in_their_order(tmp_path: Path) -> None:
    stranger = Stranger(tmp_path)
    demo, install, hello, own, serve, rest = BLOCKS
    for block in (demo, install):
        assert block.startswith("python3 -m venv .venv && ")
    assert "text: Hello, Ada!" in stranger.types(hello)
    stranger.writes_the_own_flow()
    said = stranger.types(own)
    assert "thumbnails: 3" in said
    assert "0.jpg" in said
    with stranger.serves(serve):
        said = stranger.types(rest)
        run = f"http://127.0.0.1:{stranger.port}/runs/first"
        until(
            lambda: httpx.get(run, trust_env=False, timeout=patient(30), verify=False).json()["status"] == "finished",
            SECONDS,
            "the run by REST",
        )
        assert (
            httpx.get(f"{run}/state", trust_env=False, timeout=patient(30), verify=False).json()["values"]["text"]
            == "Hello, Ada!"
        )
        assert stranger.types(shlex.join([sys.executable, "-c", PYTHON[-1]])) == "finished Hello, Ada!\n"
    assert said.count('"thread_id":"first"') >= 2
    assert "event: " in said


def test_the_gate_calls_the_lines_that_set_an_environment_up() -> None:
    """It takes them from where they stand now: the first line of bash, the test command, the blocks under Install."""
    assert README.index("```bash") < README.index("<!-- test-command -->") < README.index("\n## Install\n")
    assert {"$demo", "$check", "${install[@]}"} <= set(re.findall(r"\$\w+|\$\{install\[@\]\}", GATE))
    assert ".ci/readme_commands" in (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")


def test_powershell_says_the_same_in_words_that_its_oldest_version_knows() -> None:
    assert len(POWERSHELL) == 3
    told = "\n".join(POWERSHELL)
    assert "&&" not in told
    assert "||" not in told
    for address in re.findall(r"http://127\.0\.0\.1:8000(/\S+)", told):
        assert f"localhost:8000{address}" in README
    setups = [line for block in POWERSHELL for line in block.splitlines() if line.startswith("py -m venv")]
    for line, block in zip(setups, BLOCKS, strict=False):
        as_bash = line.replace("; ", " && ").replace(".venv\\Scripts\\", ".venv/bin/").replace("py -m", "python3 -m")
        assert as_bash == block.strip()
