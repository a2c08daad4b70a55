"""The sample's search for similar pictures, beside comparing every pair of hashes with numpy.

    python scripts/bench similarity [--hashes 15000] [--rounds 3]

Both sides find the same pairs, in turn, in one process. A distance of 6 bits is the sample's own: few pairs have to be
looked at. At 30 bits all have to be, and ours does so as well; what it costs more are the pairs that it keeps.
"""

import argparse
import random
import statistics
import sys
from collections.abc import Callable
from time import perf_counter

import numpy as np
import numpy.typing as npt

from product_selection.hamming import close_pairs, popcount

KEPT = 100_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hashes", type=int, default=15_000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    chance = random.Random(1)
    hashes = [chance.getrandbits(64) for _ in range(args.hashes * 14 // 15)]
    hashes += [chance.choice(hashes) ^ (1 << chance.randrange(64)) for _ in range(args.hashes // 15)]
    values = np.array(hashes, dtype=np.uint64)
    for distance in (6, 30):
        ours, bare = [], []
        for _ in range(args.rounds):
            found, seconds = timed(lambda at=distance: close_pairs(hashes, at, KEPT).total)
            ours.append(seconds)
            expected, seconds = timed(lambda at=distance: every_pair(values, at))
            bare.append(seconds)
            if found != expected:
                print(f"{found} pairs are found, there are {expected}")
                return 1
        middle, base = statistics.median(ours), statistics.median(bare)
        print(f"{len(hashes):,} hashes, {distance:2} bits: {found:10,} pairs", end="   ")
        print(f"ours {middle:6.2f} s   every pair {base:6.2f} s   ratio {middle / base:5.2f}", flush=True)
    return 0


def every_pair(values: npt.NDArray[np.uint64], distance: int) -> int:
    """The baseline: one hash after the other against all behind it."""
    return sum(int((popcount(values[at + 1 :] ^ value) <= distance).sum()) for at, value in enumerate(values))


def timed(work: Callable[[], int]) -> tuple[int, float]:
    begun = perf_counter()
    found = work()
    return found, perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
