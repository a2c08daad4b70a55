"""One run under everything that can strike it, at random moments, beside the same run left in peace.

    python scripts/bench nemesis [--rounds 40] [--items 60] [--kills 20] [--races 3] [--fills 3] ... [--seed N]

The run: loops in threads and in processes, in a cycle in a cycle, with a question each round. The blows: `kill -9` of
its worker, of its items' processes and of the supervisor, pauses, restarts, a second supervisor on the same home, and
two that race for it. With `--fills` the home lies on a small tmpfs of its own, which is filled to the last byte (Linux,
as root or with user namespaces). Every item appends to a ledger with fsync; the invariants of tests/faults/check.py are
judged at the end. Exit code 1: a result differs, an item is missing, or an invariant is violated; its home is kept.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter

from faults.case import Expect
from faults.check import check
from faults.long.nemesis import BLOWS, ROUNDS, Nemesis, judge, moments, nested
from faults.witness import WitnessedRun, WitnessedServer

#: Where the tmpfs is mounted, once this program was started again in a mount namespace of its own.
MOUNTED = "NEMESIS_TMPFS"
TMPFS_MB = 96


def main() -> int:
    """Play, and print what it took."""
    args = arguments()
    if args.fills and MOUNTED not in os.environ:
        return on_a_tmpfs(args.seed)
    blows = Counter({name: getattr(args, name) for name in BLOWS} | {"fill_disk": args.fills})
    steps = args.rounds * 2 * ROUNDS * args.items
    print(f"seed {args.seed}: {steps} items of {args.ms:g} ms in {args.rounds} rounds", flush=True)
    folder = Path(os.environ.get(MOUNTED) or tempfile.mkdtemp(prefix="nemesis-"))
    server = WitnessedServer(folder / "server", grace=10).start()
    try:
        flow = server.flow(nested(args.rounds, args.items, seconds=args.ms / 1000))
        for title, struck in {"undisturbed": Counter[str](), "disturbed": blows}.items():
            run = server.run(flow)
            assert isinstance(run, WitnessedRun)
            begun = perf_counter()
            nemesis = Nemesis(server, run, folder)
            nemesis.strike_at(moments(struck, steps, random.Random(args.seed)))
            print(f"{title:14} {perf_counter() - begun:8.1f} s  {dict(nemesis.done)}")
            print(f"{'':14} {judge(run, args.rounds, args.items)}", flush=True)
        refusals = frozenset({507}) if args.fills else frozenset[int]()
        check(server, Expect(window=3.0, slowest=10.0, refusals=refusals, limit=120))
        print("invariants     hold")
    except BaseException:
        server.clean_up()
        print(f"kept           {kept(folder / 'server')}", flush=True)
        raise
    server.clean_up()
    shutil.rmtree(folder / "server")
    return 0


def kept(folder: Path) -> Path:
    """Where a home is kept that something went wrong with: a tmpfs goes with this program."""
    if MOUNTED not in os.environ:
        return folder
    aside = Path(tempfile.mkdtemp(prefix="nemesis-kept-")) / folder.name
    shutil.copytree(folder, aside, symlinks=True)
    return aside


def on_a_tmpfs(seed: int) -> int:
    """The same program in a mount namespace, with a small file system that nobody else sees."""
    folder = tempfile.mkdtemp(prefix="nemesis-")
    mounted = f'mount -t tmpfs -o size={TMPFS_MB}m nemesis "{folder}" && exec "$@"'
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", mounted, "sh", sys.executable, *sys.argv]
    done = subprocess.run([*command, "--seed", str(seed)], env={**os.environ, MOUNTED: folder}, check=False)
    Path(folder).rmdir()
    return done.returncode


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40, help="of the outer cycle")
    parser.add_argument("--items", type=int, default=60, help="of one loop; there are four in a round")
    parser.add_argument("--ms", type=float, default=5.0, help="how long one item takes")
    parser.add_argument("--kills", dest="kill", type=int, default=20, help="kill -9 of the worker")
    parser.add_argument("--item-kills", dest="kill_item", type=int, default=5, help="kill -9 of a process of items")
    parser.add_argument("--pauses", dest="pause", type=int, default=5)
    parser.add_argument("--supervisor-kills", dest="kill_supervisor", type=int, default=3)
    parser.add_argument("--restarts", dest="restart", type=int, default=1, help="of the supervisor, in order")
    parser.add_argument("--intruders", dest="intrude", type=int, default=3, help="supervisors on a home that is served")
    parser.add_argument("--races", dest="race", type=int, default=3, help="two supervisors at once behind a killed one")
    parser.add_argument("--fills", type=int, default=0, help="how often the tmpfs is filled")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
