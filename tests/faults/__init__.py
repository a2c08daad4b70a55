"""The fault matrix, its invariants and the evidence they are judged by; scripts/soak and a benchmark use them too."""
