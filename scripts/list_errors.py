"""Lists every error code with what it means and what to do next, from the classes that carry them.

    python scripts/list_errors.py > docs/errors.md
    python scripts/list_errors.py zh > docs/errors.zh-CN.md

The Chinese words are those that the console shows. These pages hold what this prints; a test compares them.
"""

import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

import workflow_engine_shared
import workflow_engine_worker
from workflow_engine_shared.errors import RenError

HEAD = """# Errors

Every error has a code, a sentence and a next step; the sentence a program gets names the run, node or field it is
about. Drawn from the code by `scripts/list_errors.py`. Problems inside a flow have
codes of their own: [dsl.md](dsl.md). In Chinese: [errors.zh-CN.md](errors.zh-CN.md).
"""
HEAD_ZH = """# 错误

每个错误都有代码、一句说明和下一步该做什么；程序给出的说明会指明相关的运行、节点或字段。
此页由 `scripts/list_errors.py` 生成，用词与控制台相同。
流程内部的问题另有代码，见 [dsl.zh-CN.md](dsl.zh-CN.md)。英文版：[errors.md](errors.md)。
"""
WORDS = Path(__file__).parents[1] / "console" / "src" / "i18n" / "told" / "zh" / "errors.json"

PACKAGES = (workflow_engine_shared, workflow_engine_worker)


def draw(language: str = "en") -> str:
    """The page, codes in alphabetical order."""
    if language == "zh":
        words = json.loads(WORDS.read_text(encoding="utf-8"))
        return "\n".join([HEAD_ZH, *(_part(code, words[code]["title"], words[code]["hint"]) for code in sorted(words))])
    for package in PACKAGES:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    parts = [HEAD]
    for kind in sorted({kind.code: kind for kind in reversed(list(kinds()))}.values(), key=lambda kind: kind.code):
        meaning = (kind.__doc__ or "").strip().splitlines()[0]
        parts.append(_part(kind.code, meaning, kind.hint))
    return "\n".join(parts)


def _part(code: str, meaning: str, hint: str) -> str:
    return f"## {code}\n\n{meaning}\n\n{hint}\n"


def kinds(base: type[RenError] = RenError) -> Iterator[type[RenError]]:
    """Every error class of these packages, parents before children; what else a process has loaded does not count."""
    if base.__module__.split(".")[0] in {package.__name__ for package in PACKAGES}:
        yield base
    for kind in base.__subclasses__():
        yield from kinds(kind)


if __name__ == "__main__":
    print(draw(*sys.argv[1:2]), end="")
