"""What mkdocs does for us beside its own: a menu drawn from the index, and the pages at the repository's top.

docs/ is written to be read on GitHub as well, so its links lead to README.md, ARCHITECTURE.md and others above it.
"""

import re
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
#: Pages above docs/, and where the site has them: a README would become a folder's first page.
ABOVE = {
    "README.md": "project/readme.md",
    "README.zh-CN.md": "project/readme.zh.md",
    "ARCHITECTURE.md": "project/architecture.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "CHANGELOG.md": "project/changes.md",
}
LINK = re.compile(r"(\]\()([^)\s#]+)(#[^)\s]*)?(\))")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The menu: a section for each heading of the index, with the links below it in their order."""
    nav: list[Any] = [{"renflow": "index.md"}]
    for index, only in (("index.md", ""), ("index.zh.md", ".zh.md")):
        text = (ROOT / "docs" / index).read_text(encoding="utf-8")
        for section in text.split("\n## ")[1:]:
            title, _, body = section.partition("\n")
            links = re.findall(r"\[([^\]]+)\]\(([^)#]+\.md)\)", body)
            pages = [{name: ABOVE.get(PurePosixPath(to).name, to)} for name, to in links if to.endswith(only)]
            if pages and (not only or any(to.startswith("tutorials/") for _, to in links)):
                nav.append({title if not only else "中文": [*([{"首页": "index.zh.md"}] if only else []), *pages]})
    config.nav = nav
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for name, target in ABOVE.items():
        files.append(File.generated(config, target, content=(ROOT / name).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, *, page: Page, **_: object) -> str:
    """Links of the repository become links of the site; what the site does not have stays as words."""
    here = page.file.src_uri
    source = next((name for name, target in ABOVE.items() if target == here), f"docs/{here}")

    def turned(found: "re.Match[str]") -> str:
        before, target, anchor, after = found.groups()
        if ":" in target:
            return found[0]
        path = normpath(f"{PurePosixPath(source).parent}/{target}")
        inside = ABOVE.get(path) or (path.removeprefix("docs/") if path.startswith("docs/") else None)
        if inside is None or not (path in ABOVE or (ROOT / path).exists()):
            return f"{before}#{after}" if (ROOT / path).exists() else found[0]
        return f"{before}{relpath(inside, str(PurePosixPath(here).parent))}{anchor or ''}{after}"

    parts = re.split(r"(```.*?```|`[^`\n]+`)", markdown, flags=re.DOTALL)
    return "".join(part if part.startswith("`") else LINK.sub(turned, part) for part in parts)
