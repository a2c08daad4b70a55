"""`python -m flows.product_selection.demo`: open the shop, run the flow on it through the real command line."""

import argparse
import os
import secrets
import shlex
import subprocess
import sys
from pathlib import Path

from .shop.server import Stock, open_shop

FLOWS = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the demonstration; the run's own exit code."""
    parser = argparse.ArgumentParser(prog="demo", description="Run the product selection on a generated shop.")
    parser.add_argument("--products", type=int, default=200, help="listings in the shop (default 200)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another catalogue (default 1)")
    parser.add_argument("--slow-ms", type=int, default=0, help="how long slow pages and pictures take (default 0)")
    chosen = parser.parse_args()
    thread_id = f"demo-{secrets.token_hex(4)}"
    with open_shop(Stock(chosen.products, chosen.seed, chosen.slow_ms)) as shop:
        print(f"A shop with {chosen.products} listings is open at {shop.url}", flush=True)  # noqa: T201 - a command's output
        code = _wait(_start(thread_id, shop.url, chosen.products))
    _tell_result(thread_id)
    return code


def _tell_result(thread_id: str) -> None:
    """What somebody who sees this for the first time looks for, after all that the run has printed."""
    excel = _home() / "runs" / thread_id / "outputs" / "products.xlsx"
    print(f"\nExcel file: {excel}" if excel.is_file() else f"\nNo Excel file was written at {excel}")  # noqa: T201
    address = f"http://127.0.0.1:{os.environ.get('REN_PORT', '8000')}/console/runs/{thread_id}"
    if _renflow() != "renflow":
        print(f"Where the environment is not activated, 'renflow' above is {_renflow()}")  # noqa: T201
    print(f"This run in the browser: {_renflow()} serve --open, then {address}")  # noqa: T201


def _renflow() -> str:
    """The command by its path, which works whether or not the environment is activated: `uv run` hides that."""
    beside = Path(sys.executable).with_name("renflow.exe" if os.name == "nt" else "renflow")
    if not beside.is_file():
        return "renflow"
    here = Path.cwd()
    return str(beside.relative_to(here)) if beside.is_relative_to(here) else shlex.quote(str(beside))


def _start(thread_id: str, source: str, limit: int) -> "subprocess.Popen[bytes]":
    flow = ["product_selection", "--flows", str(FLOWS), "--thread-id", thread_id]
    given = ["--input", f"source={source}", "--input", f"limit={limit}"]
    return subprocess.Popen([sys.executable, "-m", "workflow_engine", "run", *flow, *given])  # noqa: S603 - our own words


def _wait(run: "subprocess.Popen[bytes]") -> int:
    """The run's exit code. Ctrl-C reaches the run as well: it pauses, and the shop stays open until it has."""
    while True:
        try:
            return run.wait()
        except KeyboardInterrupt:
            continue


def _home() -> Path:
    return Path(os.environ.get("REN_HOME") or Path.home() / ".ren").expanduser()


if __name__ == "__main__":
    sys.exit(main())
