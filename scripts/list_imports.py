"""Draw worker/workflow_engine_worker/functions/import_names.txt: which distribution an import comes from.

    python scripts/list_imports.py PIGAR.whl PIPREQS.whl TOP.csv > NAMES.txt   # and move it there

PIGAR.whl holds the top-level modules of every distribution on PyPI (pigar, BSD-3-Clause), PIPREQS.whl a list kept by
hand of imports that are called otherwise than their distribution (pipreqs, Apache-2.0), TOP.csv the most downloaded
distributions, one `downloads,name` a line, the most downloaded first, as lists like top-pypi-packages give them.

Only the most downloaded distributions count: a module that a stranger's package happens to hold is none that a flow
means. A module that several of them hold is given to the one that the list kept by hand names, else to the one of the
same name, else to none: nothing is guessed.
"""

import csv
import keyword
import re
import sqlite3
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

MOST_DOWNLOADED = 5000
#: Modules that packages leave lying about, and that would tell nothing.
GENERIC = frozenset(
    """
    api app apps asset assets base benchmark benchmarks bin build ci cli client cmd common conf config configs conftest
    constants contrib core data demo demos dev dist doc docs etc example examples exceptions ext extension extensions
    external helper helpers images include integration integrations interface internal lib libs main misc mock model
    models module modules notebooks package packages plugin plugins project proto protos release resources sample
    samples schema schemas script scripts server service services setup shared site src static stubs sub task tasks
    template templates test testing tests third_party tool tools tutorials types typings util utilities utils vendor
    version web workflow
    """.split()  # noqa: SIM905 - one word a line would be longer than the rest
)
#: Names that authors give to files of their own, and that only packages of another name hold.
AUTHORS_OWN = frozenset(
    """
    analytics azure boolean certs cosmos cpp editor emmet es exchange gallery interactive internet lin material merge
    meta parallel public results shell shrub stream tempo v2 validate workflows
    """.split()  # noqa: SIM905 - as above
)
#: What carries an environment is no flow's business.
NOT_FOR_FLOWS = frozenset({"pip", "renflow", "setuptools", "uv", "wheel"})
#: Where the sources say nothing, or name a package without wheels: decided by hand.
DECIDED = {
    "azure.ai.inference": "azure-ai-inference",
    "azure.core": "azure-core",
    "azure.cosmos": "azure-cosmos",
    "azure.data.tables": "azure-data-tables",
    "azure.eventhub": "azure-eventhub",
    "azure.identity": "azure-identity",
    "azure.keyvault.secrets": "azure-keyvault-secrets",
    "azure.servicebus": "azure-servicebus",
    "azure.storage.blob": "azure-storage-blob",
    "azure.storage.filedatalake": "azure-storage-file-datalake",
    "azure.storage.queue": "azure-storage-queue",
    "cv2": "opencv-python",
    "data_diff": "data-diff",
    "docker": "docker",
    "gi": "pygobject",
    "google.auth": "google-auth",
    "google.cloud.bigquery": "google-cloud-bigquery",
    "google.cloud.firestore": "google-cloud-firestore",
    "google.cloud.pubsub": "google-cloud-pubsub",
    "google.cloud.secretmanager": "google-cloud-secret-manager",
    "google.cloud.speech": "google-cloud-speech",
    "google.cloud.storage": "google-cloud-storage",
    "google.cloud.translate": "google-cloud-translate",
    "google.cloud.vision": "google-cloud-vision",
    "google.genai": "google-genai",
    "google.generativeai": "google-generativeai",
    "google.oauth2": "google-auth",
    "google.protobuf": "protobuf",
    "hnswlib": "hnswlib",
    "inference": "inference",
    "kafka": "kafka-python",
    "linkedin_api": "linkedin-api",
    "mpl_toolkits": "matplotlib",
    "mysql.connector": "mysql-connector-python",
    "mysqlx": "mysql-connector-python",
    "psycopg2": "psycopg2-binary",
    "pyvips": "pyvips",
    "ruamel.yaml": "ruamel-yaml",
    "singer": "singer-python",
    "typing_extensions": "typing-extensions",
    "wx": "wxpython",
}


def main() -> None:
    pigar, pipreqs, top = map(Path, sys.argv[1:])
    held = _modules(pigar, _most_downloaded(top))
    by_hand = dict(_differing(pipreqs))
    chosen = {module: _owner(module, owners, by_hand) for module, owners in held.items()} | DECIDED
    print(f"# Drawn by scripts/list_imports.py from {pigar.name} and {pipreqs.name}:")
    print("# (pigar: BSD-3-Clause, pipreqs: Apache-2.0), each import with the distribution it comes from.")
    print("# Do not edit; see docs/dependencies.md.")
    for module in sorted(chosen):
        if chosen[module] is not None:
            print(module, chosen[module])


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _most_downloaded(path: Path) -> set[str]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.reader(lines) if len(row) > 1 and row[0].isdigit()]
    return {normal(row[1]) for row in rows[:MOST_DOWNLOADED]} - sys.stdlib_module_names - NOT_FOR_FLOWS


def _modules(wheel: Path, wanted: set[str]) -> dict[str, set[str]]:
    held: dict[str, set[str]] = defaultdict(set)
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(wheel) as archive:
        con = sqlite3.connect(archive.extract("pigar/.db.sqlite3", folder))
        rows = con.execute(
            "SELECT d.name, t.name FROM distributions d JOIN top_level_module_names t ON t.distribution_id = d.id"
        )
        for distribution, module in rows:
            if normal(distribution) in wanted and _means_something(module):
                held[module].add(normal(distribution))
        con.close()
    return held


def _means_something(module: str) -> bool:
    known = module in sys.stdlib_module_names or keyword.iskeyword(module) or module == "distutils"
    is_vague = module.lower() in GENERIC | AUTHORS_OWN
    return module.isidentifier() and not known and not module.startswith("_") and not is_vague


def _differing(wheel: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(wheel) as archive:
        for line in archive.read("pipreqs/mapping").decode().splitlines():
            module, _, distribution = line.strip().partition(":")
            yield module, normal(distribution)


def _owner(module: str, owners: set[str], by_hand: dict[str, str]) -> str | None:
    if len(owners) == 1:
        return next(iter(owners))
    return next((name for name in (by_hand.get(module, ""), normal(module)) if name in owners), None)


if __name__ == "__main__":
    main()
