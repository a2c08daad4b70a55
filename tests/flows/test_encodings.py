"""Text in any usual encoding, declared or not, with a bad byte or not."""

from pathlib import Path

import pytest

from product_selection.catalogue import scrape_products
from product_selection.encoding import decode, decode_html
from product_selection.notes import Notes

NAMES = {
    "gbk": ("保温杯", "红茶杯子", "运动鞋子男款", "真皮钱包"),
    "big5": ("保溫杯", "紅茶杯子", "運動鞋", "真皮錢包"),
    "shift_jis": ("ステンレスボトル", "紅茶", "運動靴", "財布"),
    "euc_jp": ("ステンレスボトル", "紅茶", "運動靴", "財布"),
    "cp1252": ("Müller Küche", "Café crème", "Größe 42", "naïve – 12 €"),
    "cp1251": ("Красная чашка", "Кроссовки", "Кошелёк", "Чайник"),
    "utf-16": ("保温杯", "Größe", "財布", "cup"),
    "utf-16-le": ("保温杯", "Größe", "財布", "cup"),
    "utf-16-be": ("保温杯", "Größe", "財布", "cup"),
    "utf-8": ("保温杯", "Größe", "財布", "cup"),
    "utf-8-sig": ("保温杯", "Größe", "財布", "cup"),
}
TAKEN = {"gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "utf-16": "utf-16-le", "utf-8-sig": "utf-8"}


def table(encoding: str) -> str:
    rows = (f"{number},{name},9.99,{number}.jpg" for number, name in enumerate(NAMES[encoding]))
    return "\n".join(["id,name,price,image", *rows, ""])


@pytest.mark.parametrize("encoding", NAMES)
def test_nothing_declares_it(node, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "products.csv").write_bytes(table(encoding).encode(encoding))
    found = scrape_products({"source": str(tmp_path)})
    assert [each["name"] for each in found["products"]] == list(NAMES[encoding])
    assert found["catalogue"]["encoding"].split(" ")[0] == TAKEN.get(encoding, encoding)
    marked = encoding in {"utf-8", "utf-8-sig", "utf-16"}
    assert found["catalogue"]["notes"] == ({} if marked else {"charset_guessed": 1})


@pytest.mark.parametrize("encoding", ["gbk", "big5", "shift_jis", "euc_jp", "utf-8", "utf-8-sig"])
def test_a_bad_byte_costs_one_character(node, tmp_path: Path, encoding: str) -> None:
    raw = table(encoding).encode(encoding)
    (tmp_path / "products.csv").write_bytes(raw + b"9,\xff,1,9.jpg\n")
    found = scrape_products({"source": str(tmp_path)})
    assert [each["name"] for each in found["products"]] == [*NAMES[encoding], "\ufffd"]
    assert found["catalogue"]["notes"]["characters_replaced"] == 1


@pytest.mark.parametrize("encoding", ["gbk", "gb2312", "big5", "shift_jis", "euc_jp", "windows-1252", "iso-8859-1"])
def test_what_a_page_declares(encoding: str) -> None:
    names = "".join(NAMES[{"gb2312": "gbk", "windows-1252": "cp1252", "iso-8859-1": "cp1252"}.get(encoding, encoding)])
    names = names.replace("–", "").replace("€", "")
    raw = f'<meta charset="{encoding}"><p>{names}</p>'.encode(encoding)
    notes = Notes()
    assert names in decode_html(raw, notes=notes)
    assert notes.encodings_in_words().endswith("(declared)")
    assert not notes.counts
    assert names in decode_html(raw.replace(b"</p>", b"</p><i>\xff</i>"), notes=Notes())


@pytest.mark.parametrize(
    ("declared", "text", "encoding"),
    [
        ("gbk", "保温杯", "utf-8"),
        ("iso-8859-1", "保温杯", "gbk"),
        ("utf-8", "Müller Café", "cp1252"),
        ("big5", "保温杯,真皮钱包", "gbk"),
        ("gb2312", "保溫杯 運動鞋 真皮錢包", "big5"),
        ("iso-8859-1", "Größe", "utf-8"),
        ("no-such-charset", "真皮钱包", "gbk"),
    ],
)
def test_a_wrong_declaration_is_told(declared: str, text: str, encoding: str) -> None:
    notes = Notes()
    assert decode(text.encode(encoding), declared, notes) == text
    assert notes.counts == {"charset_wrong": 1}
    assert f"declared {declared}" in notes.examples["charset_wrong"][0]


@pytest.mark.parametrize("text", ["财布", "联通", "T恤", "中"])
def test_a_short_text_is_read_as_declared(text: str) -> None:
    assert decode(text.encode("gbk"), "gbk") == text


def test_ascii_is_nothing_to_tell() -> None:
    notes = Notes()
    assert decode(b"id,name\n", "gbk", notes) == "id,name\n"
    assert not notes.counts
