"""Which work of a run may be done next, and what each result changes: tokens that move through a program.

Pure: no I/O, no clock, no thread. `engine` is the way in.
"""
