"""The flows folder of the tests of runs' lives: one function with many faults."""
