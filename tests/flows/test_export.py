"""The Excel file, read back with another library."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image

from product_selection import export, workbook
from product_selection.export import export_excel
from product_selection.problems import Problem
from product_selection.words import ZH
from product_selection.workbook import cell_text, excel_file


def state(**changes: Any) -> dict[str, Any]:
    return {
        "products": [
            {"id": "001", "name": "保温杯 🍵", "price": 12.5, "image": "http://s/1.jpg", "error": ""},
            {"id": "2", "name": "", "price": None, "image": "", "error": "name_empty; price_missing"},
        ],
        "images": [
            {"id": "001", "hash": "00ff00ff00ff00ff", "width": 64, "height": 32, "error": ""},
            {"id": "2", "hash": None, "width": None, "height": None, "error": "image_missing"},
        ],
        "image_count": 1,
        "image_problems": {"image_missing": 1},
        "similar_pairs": [["001", "2", 3]],
        "similarity": {"max_distance": 6, "max_pairs": 1, "compared": 2, "pairs": 5, "kept": 1},
        "catalogue": {
            "source": "http://s/",
            "folder": None,
            "limit": 10,
            "pages": 2,
            "duplicates": 3,
            "problems": {"name_empty": 1, "price_missing": 1},
            "stopped": "",
        },
        **changes,
    }


def rows(path: str | Path, sheet: str) -> list[tuple[Any, ...]]:
    return [tuple(cell.value for cell in row) for row in openpyxl.load_workbook(path)[sheet].iter_rows()]


def test_the_three_sheets(node) -> None:
    path = export_excel(state())["excel"]
    assert Path(path) == node.info.outputs_dir / "products.xlsx"
    assert openpyxl.load_workbook(path).sheetnames == ["products", "similar_pairs", "summary"]
    assert rows(path, "products") == [
        ("id", "name", "price", "image", "hash", "width", "height", "error", "picture"),
        ("001", "保温杯 🍵", 12.5, "http://s/1.jpg", "00ff00ff00ff00ff", 64, 32, None, None),
        ("2", None, None, None, None, None, None, "name_empty; price_missing; image_missing", None),
    ]
    assert rows(path, "similar_pairs") == [
        ("id_a", "id_b", "distance", "name_a", "picture_a", "picture_b", "name_b"),
        ("001", "2", 3, "保温杯 🍵", None, None, "2"),
    ]
    summary = dict(rows(path, "summary"))
    assert summary["source"] == "http://s/"
    assert (summary["products"], summary["duplicates dropped"], summary["images ok"]) == (2, 3, 1)
    assert (summary["image_missing"], summary["name_empty"], summary["image_broken"]) == (1, 1, 0)
    assert (summary["pairs"], summary["pairs cut"]) == (5, "yes: the closest 1 of 5")
    assert summary["catalogue stopped early"] == "no"


def test_a_second_attempt_replaces_the_file_and_leaves_no_rest(node) -> None:
    export_excel(state())
    export_excel(state(similar_pairs=[]))
    assert [path.name for path in node.info.outputs_dir.iterdir()] == ["products.xlsx"]
    assert len(rows(node.info.outputs_dir / "products.xlsx", "similar_pairs")) == 1


def test_no_text_becomes_a_formula_or_a_link(node) -> None:
    texts = ["=1+1", '=HYPERLINK("http://evil")', "+1", "-1", "@x", "http://s/", "{=1}", "1e9", "007", "<b>&amp;</b>"]
    products = [{"id": f"{n}", "name": text, "price": 1.0, "image": text, "error": ""} for n, text in enumerate(texts)]
    images = [{"id": f"{n}", "hash": None, "width": 1, "height": 1, "error": ""} for n in range(len(texts))]
    path = export_excel(state(products=products, images=images))["excel"]
    sheet = openpyxl.load_workbook(path)["products"]
    cells = [sheet.cell(row=number, column=2) for number in range(2, len(texts) + 2)]
    assert [cell.value for cell in cells] == texts
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert all(cell.hyperlink is None for cell in cells)


def test_control_characters_and_endless_names_do_not_spoil_the_file(node) -> None:
    names = ["a\x00b\x1fc\x0bd\ufffe", "tab\tand\nline", "\ud83c", "名" * 40_000, "🍵" * 20_000]
    products = [{"id": f"{n}", "name": name, "price": 1.0, "image": "", "error": ""} for n, name in enumerate(names)]
    images = [{"id": f"{n}", "hash": None, "width": 1, "height": 1, "error": ""} for n in range(len(names))]
    path = export_excel(state(products=products, images=images))["excel"]
    found = [row[1] for row in rows(path, "products")[1:]]
    assert found == ["abcd", "tab\tand\nline", None, "名" * 32_767, "🍵" * 16_383]


def test_a_name_that_looks_like_rich_text_does_not_spoil_the_file(node) -> None:
    path = export_excel(state(similar_pairs=[["<r><t>not closed</r>", "<r>", 1]]))["excel"]
    assert rows(path, "similar_pairs")[1][:3] == (" <r><t>not closed</r>", " <r>", 1)


@pytest.mark.parametrize("text", ["", "x" * 32_767, "🍵" * 20_000, "x" + "🍵" * 20_000])
def test_a_cell_holds_so_many_utf_16_units(text: str) -> None:
    assert text.startswith(cell_text(text))
    assert len(cell_text(text).encode("utf-16-le")) // 2 == min(32_767, len(text.encode("utf-16-le")) // 2) - (
        1 if text.startswith("🍵") else 0
    )


def test_rows_that_do_not_fit_are_counted(node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 30)
    monkeypatch.setattr(export, "MAX_ROWS", 30)
    found = export_excel(state(similar_pairs=[["a", "b", 0]] * 42))
    assert found["rows_left_out"] == 12
    assert len(rows(found["excel"], "similar_pairs")) == 31
    assert dict(rows(found["excel"], "summary"))["rows left out"] == "12: a sheet holds 30"


def test_a_failure_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), excel_file(path) as sheets:
        sheets.add("s", [("a", 8)], ((1 / n,) for n in (1, 0)))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_pairs_show_both_pictures_and_lead_to_their_products(node, tmp_path: Path) -> None:
    (node.info.outputs_dir / "images").mkdir()
    given = state()
    for row, name in zip(given["images"], ("images/one", str(tmp_path / "own.png")), strict=True):
        row.update(hash="00ff00ff00ff00ff", file=name)
        Image.new("RGBA", (300, 200), (200, 10, 10, 128)).save(node.info.outputs_dir / name, "PNG")
    book = openpyxl.load_workbook(export_excel(given)["excel"])
    pairs = book["similar_pairs"]
    assert [cell.hyperlink.location for cell in (pairs["D2"], pairs["G2"])] == ["'products'!A2", "'products'!A3"]
    for sheet, columns in (("products", [8, 8]), ("similar_pairs", [4, 5])):
        assert sorted(each.anchor._from.col for each in book[sheet]._images) == columns
        assert {(each.width, each.height) for each in book[sheet]._images} == {(72, 48)}
    assert {sheet.freeze_panes for sheet in book} == {"A2"}
    assert [sheet.auto_filter.ref for sheet in book][:2] == ["A1:I3", "A1:G2"]


def test_a_picture_that_is_gone_costs_its_thumbnail_only(node) -> None:
    given = state()
    given["images"][0]["file"] = "images/gone.png"
    assert openpyxl.load_workbook(export_excel(given)["excel"])["products"]._images == []


def test_sheets_and_heads_may_be_chinese(node) -> None:
    path = export_excel(state(), language="zh")["excel"]
    assert openpyxl.load_workbook(path).sheetnames == ["商品", "相似商品", "汇总"]
    assert rows(path, "商品")[0] == ("编号", "名称", "价格", "图片地址", "指纹", "宽", "高", "问题", "图片")
    summary = dict(rows(path, "汇总"))
    assert (summary["来源"], summary["image_missing（缺少图片）"], summary["目录提前结束"]) == ("http://s/", 1, "否")
    assert openpyxl.load_workbook(path)["相似商品"]["D2"].hyperlink.location == "'商品'!A2"


def test_every_word_of_the_file_has_a_chinese_one() -> None:
    own = [name for columns in (export.PRODUCTS, export.PAIRS, export.SUMMARY) for name, _ in columns]
    own += [name for name, _ in export._facts(state(), 0)]
    assert [each for each in [*own, *(problem.value for problem in Problem)] if each not in ZH] == []
