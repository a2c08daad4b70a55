"""The last node: everything found, as one Excel file."""

from collections.abc import Iterator
from typing import Any

from workflow_engine import artifact, current_run, progress, register_function

from .images import ImageRow
from .notes import Note
from .problems import Problem, join
from .products import Product
from .thumbnails import thumbnails
from .words import Words
from .workbook import MAX_ROWS, Cell, Link, Picture, excel_file

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
    ("picture", 12),
)
PAIRS = (
    ("id_a", 16),
    ("id_b", 16),
    ("distance", 10),
    ("name_a", 40),
    ("picture_a", 12),
    ("picture_b", 12),
    ("name_b", 40),
)
SUMMARY = (("what", 32), ("value", 60))
MAX_PICTURE_PAIRS = 2_000  #: the closest ones; a sheet with all of them would open slowly


@register_function("data.export_excel", requires=["pillow>=11", "xlsxwriter>=3.2"])
def export_excel(state: dict[str, Any], *, language: str | None = None) -> dict[str, Any]:
    """Writes outputs/products.xlsx with the sheets products, similar_pairs and summary, headed in en or zh."""
    outputs = current_run().outputs_dir
    word = Words(language or "en")
    small = {name: Picture(jpeg) for name, jpeg in thumbnails(state["images"], outputs).items()}
    path = outputs / FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    with excel_file(path) as sheets:
        sheets.add(word("products"), _headed(PRODUCTS, word), product_rows(state["products"], state["images"], small))
        pairs = pair_rows(state["similar_pairs"], state["products"], small, word("products"))
        sheets.add(word("similar_pairs"), _headed(PAIRS, word), pairs)
        left_out = sheets.rows_left_out
        sheets.add(word("summary"), _headed(SUMMARY, word), summary_rows(state, left_out, word))
    artifact(FILE_NAME, path)  # it is where it belongs; said so, it is the run's result
    return {"excel": str(path), "rows_left_out": left_out}


def _headed(columns: tuple[tuple[str, int], ...], word: Words) -> list[tuple[str, int]]:
    return [(word(name), width) for name, width in columns]


def product_rows(products: list[Product], images: list[ImageRow], small: dict[str, Picture]) -> Iterator[list[Cell]]:
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
            small.get(product["id"]),
        ]
        progress(done, len(products), "rows")


def pair_rows(
    pairs: list[tuple[str, str, int]], products: list[Product], small: dict[str, Picture], sheet: str
) -> Iterator[list[Cell]]:
    """One row a pair: who it is, how they look, and a link to each one's row."""
    row_of = {product["id"]: row for row, product in enumerate(products, 1)}
    name_of = {product["id"]: product["name"] for product in products}
    for number, (one, other, distance) in enumerate(pairs):
        names: list[Cell] = [
            Link(name_of.get(each) or each, sheet, row_of[each]) if each in row_of else None for each in (one, other)
        ]
        pictures = [small.get(each) if number < MAX_PICTURE_PAIRS else None for each in (one, other)]
        yield [one, other, distance, names[0], *pictures, names[1]]


def summary_rows(state: dict[str, Any], left_out: int, word: Words) -> Iterator[tuple[str, Cell]]:
    """What was asked, what was found, and everything that is not as it should be."""
    for name, value in _facts(state, left_out):
        yield word(name), word(value) if value == "no" else value
    problems = {**state["catalogue"]["problems"], **state["image_problems"]}
    for problem in Problem:
        yield word.with_code(problem.value), problems.get(problem.value, 0)
    notes = {**state["catalogue"].get("notes", {}), **state.get("image_notes", {})}
    for note in Note:
        yield word.with_code(note.value), notes.get(note.value, 0)


def _facts(state: dict[str, Any], left_out: int) -> Iterator[tuple[str, str | int]]:
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
