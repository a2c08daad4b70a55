"""A fault lands with whoever it belongs to: the function, or the machine that is waited for."""

import errno

from support.run import chain, node
from support.server import Server


def test_no_space_for_something_else_than_files_is_the_functions_error(server: Server):
    run = server.run(chain(node("items", "items_lack"), node("watch", "lacks")))

    error = run.failed()

    assert (error["code"], error["node"]) == ("USER_CODE_ERROR", "watch")
    assert error["message"] == "OSError: [Errno 28] inotify watch limit reached"
    assert run.values()["rows"] == {
        "a watch": "OSError: [Errno 28] No space left on device: '/'",
        "shared memory": "OSError: [Errno 28] No space left on device",
        "a keyring": f"OSError: [Errno {errno.EDQUOT}] Disk quota exceeded",
        "a device": "OSError: [Errno 28] No space left on device",
        "a database of its own": "DataError: string or blob too big",
        "its own words": "OSError: database or disk is full",
    }
    assert len(run.left()) == 1
