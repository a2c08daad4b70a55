"""How an environment's interpreter finds the engine: a finder in it serves the engine's modules from where they are.

Not all that is installed beside the engine may be seen from an environment, or a flow of March would get December's
packages; and the engine is in no lock, so that it can be upgraded under them. `engine.json` says where it is now.
"""

import json
import sys
from pathlib import Path

from workflow_engine_shared.environments.engine_packages import (
    ENGINE,
    OWN_MODULES,
    engine_folders,
    engine_versions,
)
from workflow_engine_shared.paths import Home, private_folder, replace_file

WHERE = "engine.json"
_MODULE = "_renflow_engine"
_SOURCE = '''"""Finds renflow and what it needs, from where it is installed. Written by renflow."""

import importlib.machinery
import importlib.metadata
import json
import sys


class EngineFinder(importlib.metadata.DistributionFinder):
    def __init__(self, known):
        same = known["tag"] == sys.implementation.cache_tag
        self.folders = known["folders"] if same else {each: known["folders"][each] for each in known["own"]}
        self.names = set(known["distributions"] if same else [known["engine"]])
        self.places = list(dict.fromkeys(each for folders in known["folders"].values() for each in folders))

    def find_spec(self, name, path=None, target=None):
        if path is not None or name not in self.folders:
            return None
        return importlib.machinery.PathFinder.find_spec(name, [*self.folders[name], *sys.path])

    def find_distributions(self, context=importlib.metadata.DistributionFinder.Context()):
        if "path" in vars(context):
            return
        wanted = context.name and context.name.lower().replace("_", "-").replace(".", "-")
        if wanted and wanted not in self.names:
            return
        there = importlib.metadata.DistributionFinder.Context(name=context.name, path=self.places)
        for found in importlib.metadata.MetadataPathFinder.find_distributions(there):
            name = found.metadata["Name"]
            if name and name.lower().replace("_", "-").replace(".", "-") in self.names:
                yield found


with open(WHERE, encoding="utf-8") as file:
    sys.meta_path.insert(0, EngineFinder(json.load(file)))
'''


def write_where(home: Home) -> None:
    """Say where the engine is: that of this process.

    Raises:
        OSError: it cannot be written.
    """
    folders = engine_folders()
    known = {
        "tag": sys.implementation.cache_tag,
        "engine": ENGINE,
        "own": [each for each in OWN_MODULES if each in folders],
        "folders": folders,
        "distributions": sorted([ENGINE, *engine_versions()]),
    }
    body = json.dumps(known).encode()
    private_folder(home.environments)
    file = home.environments / WHERE
    if not file.exists() or file.read_bytes() != body:
        replace_file(file, body)


def install_finder(home: Home, packages: Path) -> None:
    """Put the finder among an environment's packages."""
    source = _SOURCE.replace("open(WHERE,", f"open({str((home.environments / WHERE).absolute())!r},")
    (packages / f"{_MODULE}.py").write_text(source, encoding="utf-8")
    (packages / "_renflow.pth").write_text(f"import {_MODULE}\n", encoding="utf-8")
