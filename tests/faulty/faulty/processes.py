"""What a function leaves behind: threads and processes."""

import multiprocessing
import os
import subprocess
import sys
import threading
import time

from workflow_engine import current_run


def leaves_thread(state, *, seconds=300.0):
    threading.Thread(target=time.sleep, args=(seconds,), daemon=False).start()


def leaves_child(state, *, how, seconds=300.0, then="returns"):
    """Start a process that outlives the node, and write down its number."""
    (current_run().outputs_dir / f"child-{how}").write_text(str(_STARTERS[how](seconds)))
    if then == "kills":
        os.kill(os.getpid(), 9)
    elif then == "hangs":
        time.sleep(seconds)


def _fork(seconds):
    pid = os.fork()
    if not pid:
        time.sleep(seconds)
        os._exit(0)
    return pid


def _fork_session(seconds):
    """A daemon of the old school: forked twice, in a session of its own."""
    reader, writer = os.pipe()
    if not os.fork():
        os.setsid()
        pid = os.fork()
        if pid:
            os.write(writer, str(pid).encode())
            os._exit(0)
        time.sleep(seconds)
        os._exit(0)
    os.wait()
    return int(os.read(reader, 20))


def _sleeper(seconds, **options):
    code = f"import time; time.sleep({seconds})"
    return subprocess.Popen([sys.executable, "-c", code], **options)


def _subprocess(seconds):
    return _sleeper(seconds).pid


def _subprocess_session(seconds):
    return _sleeper(seconds, start_new_session=True).pid


def _multiprocessing(seconds):
    process = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(seconds,))
    process.start()
    return process.pid


_STARTERS = {
    "fork": _fork,
    "fork_session": _fork_session,
    "subprocess": _subprocess,
    "subprocess_session": _subprocess_session,
    "multiprocessing": _multiprocessing,
}
