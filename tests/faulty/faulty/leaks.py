"""Functions that are careless with what they were entrusted with, or with how much they say."""

import base64
import logging
import os
import subprocess
import sys
import time
import urllib.parse

from workflow_engine import artifact, current_run, interrupt, map_steps, progress, step


def leaks(state, *, then="return"):
    """A secret on every way out."""
    secret = state["api_key"]
    print("printed", secret)
    print(f"inside base64 {base64.b64encode(f'user:{secret}'.encode()).decode()}")
    print(f"in a URL https://user:{secret}@example.org/?key={urllib.parse.quote(secret, safe='')}")
    logging.getLogger("shop").warning("logged %s", {"Authorization": f"Bearer {secret}"})
    try:
        {}[secret]
    except KeyError:
        logging.getLogger("shop").exception("caught")
    os.write(2, f"native {secret}\n".encode())
    subprocess.run([sys.executable, "-c", f"print('child', {secret!r})"], check=True)
    progress(1, 2, f"with {secret}")
    step(lambda: {"token": secret, "copy": secret}, key=secret)
    map_steps(_fails, [secret], on_error="skip")
    if then == "raise":
        raise ValueError(f"refused: {secret}")
    if then == "ask":
        interrupt({"question": f"Is {secret} right?", "password": "p"})
    if then == "die":
        time.sleep(0.3)  # by then its native output is in the log
        os._exit(9)
    return {"api_key": secret, "copy": secret, "nested": [{"text": f"it was {secret}"}]}


def _fails(item):
    raise ValueError(item)


def connects(state, *, password):
    """Its secret stands in the flow."""
    print("connecting with", password)
    return {"answer": password}


def native(state, *, lines, descriptor=2, text="native", end="\n"):
    """Many lines past Python."""
    body = "".join(f"{text} {number}{end}" for number in range(lines)).encode()
    while body:
        body = body[os.write(descriptor, body) :]


def native_then(state, *, end):
    """Last words of a process that ends in its own way."""
    os.write(2, b"line 1\nline 2\nhalf a line")
    if end == "exit":
        os._exit(3)
    if end == "kill":
        os.kill(os.getpid(), 9)


def paced(state, *, rate, seconds):
    """So many lines a second."""
    begun = time.monotonic()
    for number in range(rate * seconds):
        print("line", number)
        ahead = number / rate - (time.monotonic() - begun)
        if ahead > 0.01:
            time.sleep(ahead)


def says(state, *, kind, size=0):
    """What no log expects."""
    if kind == "long":
        print("x" * size)
    elif kind == "endless":
        for _ in range(size // 65536):
            sys.stdout.write("y" * 65536)
    elif kind == "native endless":
        for _ in range(size // 65536):
            os.write(2, b"z" * 65536)
    else:
        _ODD[kind](size)
    print("after", kind)


def forgets_log(state):
    """Its log is removed while it works, by somebody else."""
    outputs = current_run().outputs_dir
    print("before")
    (outputs / "began").touch()
    while not (outputs / "go").exists() or not (outputs.parent / "logs.jsonl").exists():
        time.sleep(0.01)
    print("after")


def waits_then_says(state):
    """Its last words come when nobody listens."""
    outputs = current_run().outputs_dir
    (outputs / "began").touch()
    while not (outputs / "go").exists():
        time.sleep(0.01)
    os.write(2, b"spoken\n")
    time.sleep(60)


def speaks_python(state):
    """Through Python only."""
    print("by print")


def floods_then_dies(state):
    """The count of what was dropped must not die with it."""
    for number in range(5000):
        print("flood", number)
    os._exit(5)


def _binary(size):
    os.write(1, bytes(range(256)) * (size // 256))
    print("\x00\x01\x1b[2J\u2028\x85")


def _progress_bar(size):
    for number in range(size):
        sys.stderr.write(f"\r{number:6} of {size}")
    sys.stderr.write("\r  done\n")


def _closed(size):
    os.close(1)
    os.close(2)
    artifact("mine.txt", "kept")
    print("still heard")
    print("and here", file=sys.stderr)
    logging.getLogger("shop").info("and by logging")


def _surrogates(size):
    print("name \udcff")
    logging.getLogger("\ud800").error("%s", "\ud800")


_ODD = {"binary": _binary, "progress bar": _progress_bar, "closed": _closed, "surrogates": _surrogates}
