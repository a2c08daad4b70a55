"""`python -m workflow_engine_worker READ WRITE`: a worker process, started by the supervisor only.

READ and WRITE are the numbers of two inherited pipe ends (on Windows: handles). The engine is imported first, so that
a spare waits warm; then the first frame says which run to take. End-of-file before that: nobody needs this worker.

`--template SOCKET` in place of the numbers: import the engine once, and fork workers of it as they are ordered over the
inherited socket. `--describe`: tell which functions one module registers, and leave.
"""

import gc
import os
import sys

# Before LangGraph is imported: a checkpoint must never be able to name a class to import.
os.environ["LANGGRAPH_STRICT_MSGPACK"] = "true"


def main() -> None:
    if sys.argv[1:] == ["--describe"]:
        from workflow_engine_worker.process import describe

        describe.main()

    # What is imported stays: to look for garbage between the imports costs an eighth of a start and finds none.
    gc.disable()
    from workflow_engine_worker.process import main

    gc.freeze()
    forked = sys.argv[1:2] == ["--template"]
    if forked:
        from workflow_engine_worker.process import template

        ends = template.serve(sys.argv[2])
    else:
        ends = main.inherited_ends(sys.argv[1:])
    gc.enable()
    main.serve(ends, forked=forked)


if __name__ == "__main__":
    main()
