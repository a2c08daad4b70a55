"""A run's state as JSON that is worth sending: whole when it is small, else with previews of what is long."""

import json
from collections.abc import Mapping
from typing import Any

from workflow_engine_shared.codec import json_view
from workflow_engine_shared.secrets.masking import Masker

MAX_BYTES = 64 * 1024
_PREVIEW_CHARS = 200
_SHORT_CHARS = 1000
_NAMES = {dict: "object", list: "list", str: "string", int: "number", float: "number", bool: "boolean"}


def visible_state(values: Mapping[str, Any], masker: Masker) -> tuple[dict[str, Any], bool]:
    """The values as plain JSON without secrets, and whether something was left out: the longest give way first."""
    shown: dict[str, Any] = masker.view({key: json_view(value) for key, value in values.items()})
    texts = {key: _dump(value) for key, value in shown.items()}
    sizes = {key: len(_dump(key)) + len(text) + 4 for key, text in texts.items()}
    total = sum(sizes.values())
    truncated = total > MAX_BYTES
    for key in sorted(sizes, key=sizes.__getitem__, reverse=True):
        if total <= MAX_BYTES:
            break
        total -= sizes[key]
        preview = _preview(shown[key], texts[key])
        if len(_dump(preview)) < len(texts[key]):
            shown[key] = preview
        total += len(_dump(key)) + len(_dump(shown[key])) + 4
    while total > MAX_BYTES:  # so many keys that even previews are too much: the last ones give way
        key, _ = shown.popitem()
        total -= sizes[key]
    return shown, truncated


def short_value(value: Any) -> tuple[Any, bool]:
    """A value, or a preview of it where it is long; and whether it is that."""
    text = _dump(value)
    return (_preview(value, text), True) if len(text) > _SHORT_CHARS else (value, False)


def _preview(value: Any, text: str) -> dict[str, Any]:
    return {
        "$type": _NAMES.get(type(value), "null"),
        "preview": text[:_PREVIEW_CHARS] + ("…" if len(text) > _PREVIEW_CHARS else ""),
        "size": len(value) if isinstance(value, (dict, list, str)) else len(text),
    }


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
