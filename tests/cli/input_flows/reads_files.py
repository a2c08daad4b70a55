"""What a run finds where its input says that files are."""

from pathlib import Path

from workflow_engine import register_function


@register_function("files.read")
def read(state):
    """The names and contents below each path."""
    found = {}
    for key in ("one", "many"):
        path = Path(state[key])
        every = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
        found[key] = {str(each.relative_to(path.parent)): each.read_text() for each in every}
    return {"found": found}
