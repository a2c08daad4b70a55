"""The last node: everything found, as one Excel file."""

from collections.abc import Iterator
from typing import Any

from workflow_engine import current_run, progress, register_function

from .images import ImageRow
from .notes import Note
from .problems import Problem, join
from .products import Product
from .workbook import MAX_ROWS, Cell, excel_file

FILE_NAME = "products.xlsx"
PRODUCTS = (
    ("id", 16),
    ("name", 40),
    ("price", 12),
    ("image", 40),
    ("hash", 20),
    ("width", 8),
    ("height", 8),
    ("error", 50),
)
PAIRS = (("id_a", 16), ("id_b", 16), ("distance", 10))
SUMMARY = (("what", 32), ("value", 60))


@register_function("data.export_excel", requires=["xlsxwriter>=3.2"])
def export_excel(state: dict[str, Any]) -> dict[str, Any]:
    """Writes outputs/products.xlsx with the sheets products, similar_pairs and summary."""
    path = current_run().outputs_dir / FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    pairs: list[tuple[str, str, int]] = state["similar_pairs"]
    with excel_file(path) as sheets:
        sheets.add("products", PRODUCTS, product_rows(state["products"], state["images"]))
        sheets.add("similar_pairs", PAIRS, pairs)
        left_out = sheets.rows_left_out
        sheets.add("summary", SUMMARY, summary_rows(state, left_out))
    return {"excel": str(path), "rows_left_out": left_out}


def product_rows(products: list[Product], images: list[ImageRow]) -> Iterator[list[Cell]]:
    """One row a product, in the catalogue's order."""
    image_of = {image["id"]: image for image in images}
    for done, product in enumerate(products, 1):
        image = image_of[product["id"]]
        yield [
            product["id"],
            product["name"],
            product["price"],
            product["image"],
            image["hash"],
            image["width"],
            image["height"],
            join((product["error"], image["error"], image.get("note", ""))),
        ]
        progress(done, len(products), "rows")


def summary_rows(state: dict[str, Any], left_out: int) -> Iterator[tuple[str, Cell]]:
    """What was asked, what was found, and everything that is not as it should be."""
    catalogue, similarity = state["catalogue"], state["similarity"]
    kept, total = similarity["kept"], similarity["pairs"]
    yield "source", catalogue["source"]
    yield "limit", catalogue["limit"]
    yield "max_distance", similarity["max_distance"]
    yield "max_pairs", similarity["max_pairs"]
    yield "pages", catalogue["pages"]
    yield "catalogue stopped early", catalogue["stopped"] or "no"
    yield "products", len(state["products"])
    yield "encoding", catalogue.get("encoding", "")
    yield "duplicates dropped", catalogue["duplicates"]
    yield "images ok", state["image_count"]
    yield "pairs", total
    yield "pairs kept", kept
    yield "pairs cut", f"yes: the closest {kept} of {total}" if kept < total else "no"
    yield "rows left out", f"{left_out}: a sheet holds {MAX_ROWS}" if left_out else 0
    problems = {**catalogue["problems"], **state["image_problems"]}
    for problem in Problem:
        yield problem.value, problems.get(problem.value, 0)
    notes = {**catalogue.get("notes", {}), **state.get("image_notes", {})}
    for note in Note:
        yield note.value, notes.get(note.value, 0)
