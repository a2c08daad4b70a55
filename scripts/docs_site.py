"""What mkdocs does for us beside its own: a menu drawn from the index, and the pages at the repository's top.

docs/ is written to be read on GitHub as well, so its links lead to README.md, ARCHITECTURE.md and others above it.
"""

import re
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
#: Pages above docs/, and where the site has them: a README would become a folder's first page.
ABOVE = {
    "README.md": "project/readme.md",
    "README.zh-CN.md": "project/readme.zh-CN.md",
    "ARCHITECTURE.md": "project/architecture.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "CHANGELOG.md": "project/changes.md",
}
LINK = re.compile(r"(\]\()([^)\s#]+)(#[^)\s]*)?(\))")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The menu: a section for each heading of the index, with the links below it; then what is Chinese."""
    english, chinese = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("index.md", "index.zh-CN.md"))
    sections = [section.partition("\n") for section in english.split("\n## ")[1:]]
    config.nav = [
        {"renflow": "index.md"},
        *({title: links_of(body, chinese=False)} for title, _, body in sections),
        {"中文": [{"首页": "index.zh-CN.md"}, *links_of(chinese, chinese=True)]},
    ]
    return config


def links_of(text: str, *, chinese: bool) -> list[dict[str, str]]:
    found = re.findall(r"\[([^\]]+)\]\(([^)#]+\.md)\)", text)
    pages = [(name, ABOVE.get(PurePosixPath(target).name, target)) for name, target in found]
    return [{name: target} for name, target in pages if ("zh-CN" in target) is chinese]


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
