"""The file of an archive of ours: it has its name once it is whole, read back and on the disk."""

import contextlib
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from workflow_engine_shared.errors import StorageFailure
from workflow_engine_shared.machine_limits import storage_error
from workflow_engine_shared.paths import replacing, sync_names
from workflow_engine_supervisor.backup.manifest import Layout
from workflow_engine_supervisor.backup.pack import Packer
from workflow_engine_supervisor.backup.verify import verify

_LEVEL = 1


@contextlib.contextmanager
def archive_file(target: Path, layout: Layout, inside: Iterable[Path]) -> Iterator[tuple[Packer, Path]]:
    """Yield what fills an archive, and a folder for what is on its way into it; the body finishes the packer.

    An archive that lay in one of the folders that are `inside` it would be inside itself.

    Raises:
        StorageFailure: it cannot be read or written, or what was written is not what was read. Nothing stays.
    """
    for folder in inside:
        if folder in target.parents:
            raise StorageFailure(f"{target} lies in {folder}.", hint="Choose a place outside, or leave the name out.")
    try:
        with (
            replacing(target, durable=True, many_writers=True) as unfinished,
            tempfile.TemporaryDirectory(prefix=".archive-", dir=target.parent) as workshop,
        ):
            os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
                yield Packer(archive, layout), Path(workshop)
            verify(unfinished, layout)
        sync_names(target.parent)
    except OSError as error:
        raise storage_error(error, f"the {layout.word} {target} cannot be made") from error
