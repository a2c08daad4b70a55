"""A package at two versions that conflict, a function that tells which it found, and a server that installs them."""

from collections.abc import Mapping
from pathlib import Path

from support.package_index.index import Index
from support.package_index.wheels import wheel
from support.server import Server

#: `frames.version` gives the version that it is executed with.
FUNCTION = """
import fixture_frame
from workflow_engine import register_function


@register_function("frames.version")
def version(state):
    return {"version": fixture_frame.VERSION}
"""


def add_frames(index: Index) -> None:
    """`fixture-frame` 1.5 and 2.0."""
    for version in ("1.5", "2.0"):
        index.add(wheel("fixture-frame", version, {"fixture_frame.py": f'VERSION = "{version}"\n'}))


def frames_server(folder: Path, index: Index, files: Mapping[str, str], **settings: object) -> Server:
    """A server that installs from this index, with a cache of its own; `files` of its flows folder, by their names."""
    made = Server(folder, index_url=index.url, **settings)
    made.env |= {"UV_CACHE_DIR": str(folder / "cache"), "UV_HTTP_RETRIES": "0"}
    for name, text in files.items():
        (made.flows / name).write_text(text)
    return made
