"""The exit codes of a worker, close to those of BSD's sysexits.h."""

from enum import IntEnum


class WorkerExit(IntEnum):
    """What a worker's exit code means."""

    DONE = 0  #: its last row is written
    BROKEN = 70  #: something in its process broke; stderr.log tells
    BUSY = 72  #: another program kept a database locked
    DISK_FULL = 73  #: the disk is full
    STORAGE = 74  #: its files could not be read or written
    FENCED = 75  #: a newer worker owns its run
    OFFLINE = 71  #: the package index could not be reached
    RESTART = 76  #: it left at a safe point, to make room for a fresh worker
    NO_CLUSTER = 69  #: the cluster that its items run on could not be reached
    ENVIRONMENT = 78  #: it left so that the run goes on in its environment, which is there now
    ISOLATED = 77  #: it left between two nodes, of which one has a process of its own
