"""Small C libraries that are put under a process by LD_PRELOAD."""

import atexit
import functools
import shutil
import subprocess
import tempfile
from pathlib import Path


@functools.cache
def preloaded(source: Path) -> Path:
    """The library of this source, built once a process: LD_PRELOAD ends a path at a blank, which test folders have."""
    folder = tempfile.mkdtemp(prefix="preload-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    assert not {" ", ":"} & set(folder), f"LD_PRELOAD cannot name what is in {folder!r}: set TMPDIR to a plain path"
    library = Path(folder) / f"{source.stem}.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl", "-lpthread"], check=True)
    return library
