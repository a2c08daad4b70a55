"""Tables as people save them: a damaged row costs itself, and says its line."""

import logging
from pathlib import Path

import pytest

from product_selection.catalogue import scrape_products
from product_selection.folder import CatalogueError

HEADER = "id,name,price,image\n"


@pytest.fixture
def read(node, tmp_path: Path):
    """What comes of a table."""

    def read(text: str | bytes) -> dict:
        folder = tmp_path / "shop"
        folder.mkdir(exist_ok=True)
        (folder / "products.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        return scrape_products({"source": str(folder)}, limit=100_000)

    return read


def rows(first: int, last: int) -> str:
    return "".join(f"{number},Name {number},9.99,{number}.jpg\n" for number in range(first, last + 1))


def damaged(found: dict) -> dict[str, str]:
    return {each["id"]: each["error"] for each in found["products"] if "row_damaged" in each["error"]}


def sound(found: dict) -> list[tuple]:
    return [
        (each["id"], each["name"], each["price"], each["image"])
        for each in found["products"]
        if "row_damaged" not in each["error"]
    ]


class TestOpenQuotes:
    def test_one_row_of_a_thousand(self, read, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.WARNING)
        found = read(HEADER + rows(1, 3) + '4,"5 inch screen,9.99,4.jpg\n' + rows(5, 1000))
        assert len(found["products"]) == 1000
        assert list(damaged(found)) == ["4"]
        assert "line 5" in damaged(found)["4"]
        assert found["catalogue"]["problems"] == {"row_damaged": 1}
        assert "line 5" in caplog.text
        assert sound(found)[3] == ("5", "Name 5", 9.99, "5.jpg")

    @pytest.mark.parametrize(
        ("opened", "closed"),
        [
            ('1,"5 inch screen,9.99,1.jpg\n', '500,7 inch" screen,9.99,500.jpg\n'),
            ('1,"5 inch screen,9.99,1.jpg\n', '500,7 inch",9.99,500.jpg\n'),
            ('1,"5 inch screen,9.99,1.jpg\n', '500,"Name 500",9.99,500.jpg\n'),
            ('1,"5 inch screen,9.99,1.jpg\n', '500,"",9.99,500.jpg\n'),
            ('1,Name 1,"9.99,1.jpg\n', '500,Name 500,9.99",500.jpg\n'),
        ],
    )
    def test_a_quote_that_another_row_closes(self, read, opened: str, closed: str) -> None:
        found = read(HEADER + opened + rows(2, 499) + closed + rows(501, 1000))
        assert len(found["products"]) == 1000
        assert "1" in damaged(found)
        assert set(damaged(found)) <= {"1", "500"}
        assert {each["image"] for each in found["products"] if each["id"] == "1"} == {""}
        assert sound(found)[0] == ("2", "Name 2", 9.99, "2.jpg")

    def test_the_next_row_closes_it(self, read) -> None:
        found = read(HEADER + '1,"5 inch,9.99,1.jpg\n2,7 inch",9.99,2.jpg\n' + rows(3, 5))
        assert [each["id"] for each in found["products"]] == ["1", "2", "3", "4", "5"]
        assert set(damaged(found)) <= {"1", "2"}
        assert "1" in damaged(found)

    def test_the_first_column_opens_it(self, read) -> None:
        found = read('name,id,price,image\n"5 inch,1,9.99,1.jpg\nBag,2,9.99,2.jpg\n7 inch",3,9.99,3.jpg\n')
        assert len(found["products"]) == 3
        assert sound(found)[0] == ("2", "Bag", 9.99, "2.jpg")

    def test_several_and_the_last_line(self, read) -> None:
        found = read(HEADER + '1,"a,1,1.jpg\n2,"b,2,2.jpg\n' + rows(3, 4) + '5,"c,5,5.jpg')
        assert set(damaged(found)) == {"1", "2", "5"}
        assert [each[0] for each in sound(found)] == ["3", "4"]

    def test_a_quote_within_a_quoted_cell(self, read) -> None:
        found = read(HEADER + '1,"5" screen",9.99,1.jpg\n' + rows(2, 4))
        assert set(damaged(found)) == {"1"}
        assert len(sound(found)) == 3

    def test_a_semicolon_table(self, read) -> None:
        body = "".join(f"{number};Name;9,99;{number}.jpg\n" for number in range(2, 50))
        found = read('id;name;price;image\n1;"5 inch;9,99;1.jpg\n' + body)
        assert set(damaged(found)) == {"1"}
        assert len(sound(found)) == 48

    @pytest.mark.parametrize(
        ("table", "name"),
        [
            (HEADER + '1,"two\nlines",1.50,x.png\n', "two lines"),
            (HEADER + '1,"red, blue, and\n\ngreen",1.50,x.png\n', "red, blue, and green"),
            (HEADER + '1,"a ""quoted"" word",1.50,x.png\n', 'a "quoted" word'),
            (HEADER + '1, "after, a blank", 1.50, x.png\n', "after, a blank"),
            (HEADER + '1,5" screen,1.50,x.png\n', '5" screen'),
            ('name,id,price,image\n"two\nlines",1,1.50,x.png\n', "two lines"),
            (
                'id,name,price,image\n1,"sizes:\n38, 39, 40, 41\nred, 5, 6, 7",1.50,x.png\n',
                "sizes: 38, 39, 40, 41 red, 5, 6, 7",
            ),
            ('id,image,name,price\n1,x.png,"with, a\nbreak",1.50\n', "with, a break"),
            ('id,image,price,name\r\n1,x.png,1.50,"one\r\ntwo\r\nthree"\r\n', "one two three"),
        ],
    )
    def test_sound_quotes_are_read_as_ever(self, read, table: str, name: str) -> None:
        found = read(table)
        assert sound(found) == [("1", name, 1.5, "x.png")]
        assert found["catalogue"]["problems"] == {}


class TestCells:
    @pytest.mark.parametrize(
        "row",
        [
            "1,Camera,1,299.00,cam.jpg",
            "1,Camera, black,9.99,cam.jpg",
            "1,Camera,1,299.00",
            "1,Camera,1,299",
            "1,Camera,9.99",
            "1,Camera",
            "1",
            "1,Camera,1,299,000.00,cam.jpg",
        ],
    )
    def test_cells_too_many_or_too_few(self, read, row: str) -> None:
        found = read(HEADER + row + "\n2,Bag,49.00,bag.jpg\n")
        (first, second) = found["products"]
        assert (first["id"], first["price"], first["image"]) == ("1", None, "")
        assert "line 2" in first["error"]
        assert second["price"] == 49.0
        assert found["catalogue"]["problems"]["row_damaged"] == 1

    @pytest.mark.parametrize(
        "row", ["1,Camera,1,299.00,cam.jpg", "1,Camera, black,9.99,cam.jpg", "1,Camera,1,299,cam.jpg"]
    )
    def test_one_too_many_and_another_left_out(self, read, row: str) -> None:
        found = read(f"id,name,price,image,stock\n{row}\n2,Bag,49.00,bag.jpg,7\n")
        (first, second) = found["products"]
        assert (first["price"], first["image"]) == (None, "")
        assert "row_damaged: line 2" in first["error"]
        assert (second["price"], second["image"], second["error"]) == (49.0, "bag.jpg", "")

    def test_a_zero_byte_is_no_other_encoding(self, read) -> None:
        assert read(HEADER + "1,Na\0me,1,a.jpg\n")["products"][0]["name"] == "Name"

    def test_the_id_of_a_damaged_row_is_trusted_only_in_front(self, read) -> None:
        found = read("name,id,price,image\nCamera, black,1,9.99,cam.jpg\nBag,black,49,bag.jpg\n")
        assert [each["id"] for each in found["products"]] == ["no-id-1", "black"]
        assert found["catalogue"]["duplicates"] == 0

    def test_blank_cells_at_the_end_are_no_damage(self, read) -> None:
        found = read("id,name,price,image,,\n1,A,1,a.jpg,,\n2,B,2,b.jpg\n3,C,3,c.jpg,,,,\n,,,,,\n")
        assert [each[0] for each in sound(found)] == ["1", "2", "3"]
        assert found["catalogue"]["problems"] == {}
        assert found["catalogue"]["notes"]["rows_blank"] == 1

    def test_a_sound_row_takes_the_place_of_a_damaged_one(self, read) -> None:
        found = read(HEADER + "1,Camera,1,299.00,cam.jpg\n2,B,2,b.jpg\n1,Camera,9.99,cam.jpg\n1,Camera,9.99,cam.jpg\n")
        assert sound(found) == [("1", "Camera", 9.99, "cam.jpg"), ("2", "B", 2.0, "b.jpg")]
        assert found["catalogue"]["problems"] == {}
        assert found["catalogue"]["notes"]["rows_replaced"] == 1
        assert found["catalogue"]["duplicates"] == 1

    def test_equal_column_names(self, read) -> None:
        found = read("id,price,name,price,image\n1,5,A,999,a.jpg\n")
        assert sound(found) == [("1", "A", 5.0, "a.jpg")]
        assert found["catalogue"]["notes"] == {"columns_twice": 1}


class TestHeader:
    @pytest.mark.parametrize(
        ("before", "lines"),
        [
            ("Product export 2026-11-26,,,\n", 1),
            ("\n\n", 2),
            ("sep=,\n", 1),
            ('"sep=,"\r\n', 1),
            ('Catalogue of "Müller & Co,\nDate: 1,2,3\n\n', 3),
            ("# id;image\n", 1),
        ],
    )
    def test_lines_before_it(self, read, before: str, lines: int) -> None:
        found = read(before + HEADER + "1,A,9.99,a.jpg\n")
        assert sound(found) == [("1", "A", 9.99, "a.jpg")]
        assert found["catalogue"]["notes"]["lines_before_header"] == lines

    def test_the_separator_of_a_spreadsheet(self, read) -> None:
        assert sound(read("sep=;\nid;name;price;image\n1;A;9,99;a.jpg\n")) == [("1", "A", 9.99, "a.jpg")]

    def test_a_line_is_counted_from_the_files_beginning(self, read) -> None:
        found = read("Title\n\n" + HEADER + rows(1, 2) + "3,C,1,2,3.jpg\n")
        assert "line 6" in damaged(found)["3"]

    def test_tables_that_were_joined(self, read) -> None:
        found = read(HEADER + rows(1, 2) + HEADER + rows(3, 4))
        assert len(found["products"]) == 4
        assert found["catalogue"]["notes"] == {"headers_repeated": 1}

    def test_old_line_ends(self, read) -> None:
        assert len(read((HEADER + rows(1, 3)).replace("\n", "\r"))["products"]) == 3

    def test_no_header_names_what_is_there(self, read) -> None:
        with pytest.raises(CatalogueError, match="no column image; it has id, title"):
            read("Report\nid,title\n1,2\n")


def test_the_table_itself_may_be_in_capitals(node, tmp_path: Path) -> None:
    (tmp_path / "Products.CSV").write_text(HEADER + "1,A,1,a.jpg\n", encoding="utf-8")
    assert scrape_products({"source": str(tmp_path)})["product_count"] == 1


class TestIds:
    def test_they_are_compared_whole(self, read) -> None:
        long = "a" * 300
        found = read(HEADER + f"{long}1,A,1,a.jpg\n{long}2,B,2,b.jpg\n{long}1,A,1,a.jpg\n{long}1,C,3,c.jpg\n")
        assert [each["id"] for each in found["products"]] == [f"{long}1", f"{long}2"]
        assert found["catalogue"]["duplicates"] == 2
        assert found["catalogue"]["notes"] == {"duplicates_differ": 1}

    def test_damaged_ones_are_never_merged(self, read) -> None:
        body = "".join(f"甲{number},保温杯,9.99,{number}.jpg\n" for number in range(9)).encode("gbk")
        found = read(HEADER.encode() + body + b"\xff,x,1,a.jpg\n\xfe,y,2,b.jpg\n")
        assert len(found["products"]) == 11
        assert found["catalogue"]["problems"] == {"id_damaged": 2}
