#!/usr/bin/env python3
"""What a power cut costs, by recorded disk operations (tests/faults/power/loss.py).

python scripts/power_loss.py [--cuts 400] [--seed N] [--turns 120] [--items 200] [--names ordered|strict]
"""

import sys

from with_tests import run

if __name__ == "__main__":
    sys.exit(run("-m", "faults.power.loss", *sys.argv[1:]))
