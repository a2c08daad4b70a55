"""What runs may be called, and what ids are made from that."""

import pytest

from workflow_engine_shared.ids import MAX_TITLE, each_once, id_problem, plain, run_id, tag_problem, text_problem


@pytest.mark.parametrize(
    "title",
    [
        "双十一选品",
        "Весна 2026: каталог №3",
        "עברית ועוד",
        "می\u200cخواهم",
        "👨\u200d👩\u200d👧 Familie",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "x" * MAX_TITLE,
        "字" * MAX_TITLE,
    ],
)
def test_titles_in_any_language_are_taken(title: str) -> None:
    assert text_problem(plain(title), MAX_TITLE) == ""


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("x" * (MAX_TITLE + 1), "at most 200 characters; it has 201"),
        ("invoice\u202egpj.exe", "direction"),
        ("\u2067turned\u2069", "direction"),
        ("a\x00b", "control"),
        ("a\nb", "control"),
        ("a\u2028b", "line breaks"),
        ("bell\x07", "control"),
        ("\ud800", "control"),
        ("\u200b\u200d", "can be seen"),
    ],
)
def test_titles_that_hide_something_are_refused_with_the_reason(title: str, said: str) -> None:
    assert said in text_problem(plain(title), MAX_TITLE)


def test_an_accent_is_one_character_however_it_was_typed() -> None:
    assert plain("  e\u0301te\u0301 ") == "été"


@pytest.mark.parametrize(
    ("tag", "said"), [("", "empty"), ("a,b", "comma"), ("x" * 51, "at most 50"), ("\u202e", "direction")]
)
def test_tags_that_cannot_be_are_refused(tag: str, said: str) -> None:
    assert said in tag_problem(tag)


def test_tags_stand_once_in_their_order() -> None:
    assert each_once(["Spring", "大促", "spring", "a", "大促"]) == ("Spring", "大促", "a")


@pytest.mark.parametrize(
    ("title", "beginning"),
    [
        ("Spring catalogue 7", "spring-catalogue-7-"),
        ("双十一 Sale", "sale-"),
        ("Éte", "ete-"),
        ("双十一选品", "run-"),
        ("CON", "run-"),
        ("../..", "run-"),
        ("x" * 500, "x" * 64 + "-"),
        (None, "run-"),
    ],
)
def test_an_id_keeps_of_a_title_what_ids_may_have(title: str | None, beginning: str) -> None:
    made = run_id(title)
    assert made.startswith(beginning)
    assert id_problem(made) == ""
    assert run_id(title) != made, "two runs may be called the same"
