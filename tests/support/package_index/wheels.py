"""Wheels, good and bad, made from a few lines."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence

Files = Mapping[str, str]


def wheel(
    name: str, version: str, files: Files, requires: Sequence[str] = (), lies: Mapping[str, str] | None = None
) -> tuple[str, bytes]:
    """A wheel's file name and content; `lies`: what its list of files says of a path in place of the truth."""
    stem = f"{name.replace('-', '_')}-{version}"
    info = f"{stem}.dist-info"
    needs = "".join(f"Requires-Dist: {each}\n" for each in requires)
    everything = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    told = {**everything, **(lies or {})}
    lines = [f"{path},{_digest(text)},{len(text)}\n" for path, text in told.items()]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for path, text in everything.items():
            archive.writestr(path, text)
        archive.writestr(f"{info}/RECORD", "".join(lines) + f"{info}/RECORD,,\n")
    return f"{stem}-py3-none-any.whl", content.getvalue()


def damaged(made: tuple[str, bytes]) -> tuple[str, bytes]:
    """A wheel with other bytes in its middle than it was made with."""
    name, content = made
    middle = content.index(b"SPOIL")
    return name, content[:middle] + b"spoil" + content[middle + 5 :]


def cut(made: tuple[str, bytes]) -> tuple[str, bytes]:
    """Half of a wheel."""
    name, content = made
    return name, content[: len(content) // 2]


def _digest(text: str) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
