"""`--file`: the user's files become a run's inputs, and nothing happens to them."""

import os
from pathlib import Path

import pytest

from support.command_line import CommandLine
from workflow_engine_shared.storage.run import checkpoints, db

OWN_FLOWS = Path(__file__).parent / "input_flows"


@pytest.fixture
def furnished(renflow: CommandLine) -> CommandLine:
    renflow.env["REN_FLOWS"] = str(OWN_FLOWS)
    many = renflow.cwd / "pictures"
    (many / "deep").mkdir(parents=True)
    (many / "a.txt").write_text("A")
    (many / "deep" / "b.txt").write_text("B")
    (many / "link.txt").symlink_to(many / "a.txt")
    (renflow.cwd / "elsewhere").mkdir()
    (renflow.cwd / "elsewhere" / "c.txt").write_text("C")
    (many / "linked").symlink_to(renflow.cwd / "elsewhere")
    (many / "deep" / "back").symlink_to(many)
    (many / "nowhere").symlink_to(many / "absent")
    (renflow.cwd / "one.csv").write_text("x,y")
    return renflow


def found(renflow: CommandLine, thread_id: str) -> object:
    database = db.open_for_reading(renflow.home / "runs" / thread_id / "run.db")
    assert database is not None
    with database.read() as con:
        newest = checkpoints.latest_checkpoint(con)
        assert newest is not None
        values = checkpoints.load_values(con, newest.manifest)
    database.close()
    return values["found"]


def test_files_and_folders_are_linked_into_the_inputs(furnished: CommandLine) -> None:
    (furnished.cwd / "empty").mkdir()
    words = ["--file", "one=one.csv", "--file", "many=pictures", "--file", "none=empty", "--thread-id", "r1"]
    said = furnished("run", "files", *words)
    assert said.code == 0, said.err
    expected = {
        "one": {"one.csv": "x,y"},
        "many": {"many/a.txt": "A", "many/deep/b.txt": "B", "many/link.txt": "A", "many/linked/c.txt": "C"},
    }
    back = furnished.cwd / "pictures" / "deep" / "back"
    left_out = "2 left out (links that lead nowhere or back, pipes or devices), the first is"
    assert f"input many: {left_out} {back}\n" in said.err
    assert f"input none: there is no file in {furnished.cwd / 'empty'}\n" in said.err
    assert found(furnished, "r1") == expected
    linked = furnished.home / "runs" / "r1" / "inputs" / "many" / "a.txt"
    if os.name != "nt":
        assert linked.samefile(furnished.cwd / "pictures" / "a.txt")
    # the same again is the same run
    assert furnished("run", "files", *words).code == 0


@pytest.mark.parametrize(
    ("words", "word"),
    [
        (["--file", "one"], "name=path"),
        (["--file", "=one.csv"], "plain"),
        (["--file", "../x=one.csv"], "plain"),
        (["--file", ".x=one.csv"], "plain"),
        (["--file", "one=absent"], "not there"),
        (["--file", "one=one.csv", "--file", "one=pictures"], "twice"),
        (["--file", "one=one.csv", "--input", "one=1"], "--input and with --file"),
    ],
)
def test_what_cannot_be_brought_in_is_refused_before_anything_starts(
    furnished: CommandLine, words: list[str], word: str
) -> None:
    said = furnished("run", "files", *words)
    assert (said.code, said.out) == (2, "")
    assert word in said.err
    assert not list((furnished.home / "runs").glob("*"))


def test_a_start_that_is_refused_leaves_no_folder(furnished: CommandLine) -> None:
    said = furnished("run", "files", "--file", "one=one.csv", "--file", "many=pictures", "--input", "__x=1")
    assert said.code == 4, said.err
    assert not list((furnished.home / "runs").glob("*"))
    assert (furnished.cwd / "one.csv").read_text() == "x,y"


def test_a_path_in_the_home_is_brought_in_and_said(furnished: CommandLine) -> None:
    user = furnished.cwd
    furnished.env |= {"HOME": str(user), "USERPROFILE": str(user)}
    furnished.serve("--warm-workers", "0")
    given = ["--input", f"many={user / 'pictures'}", "--input", "one=~/one.csv", "--thread-id", "home"]
    said = furnished("run", "files", *given)
    assert said.code == 0, said.err
    assert f"input many: {user / 'pictures'} lies in your home: linked" in said.err
    pictures: dict[str, object] = {
        "many/a.txt": "A",
        "many/deep/b.txt": "B",
        "many/link.txt": "A",
        "many/linked/c.txt": "C",
    }
    assert found(furnished, "home")["many"] == pictures  # type: ignore[index]

    gone = furnished("run", "files", "--input", f"many={user / 'picturs'}")
    assert (gone.code, gone.out) == (2, "")
    assert "'many': there is no file or folder" in gone.err
    nested = furnished("run", "files", "--input", f'many=["{user / "pictures"}"]', "--json")
    assert nested.code == 4
    assert [(each["code"], each["pointer"]) for each in nested.problem["problems"]] == [
        ("PATH_IN_HOME", "/input/many/0")
    ]
    assert sorted(path.name for path in (furnished.home / "runs").iterdir()) == ["home"]

    given = ["--file", "one=pictures/a.txt", "--thread-id", "again"]
    again = furnished("rerun", "home", *given)
    assert again.code == 0, again.err
    assert found(furnished, "again") == {"many": pictures, "one": {"a.txt": "A"}}
    path = furnished("state", "again", "many").out.strip()
    assert path == str(furnished.home / "runs" / "again" / "inputs" / "many")

    assert furnished.here("resume", "absent", "--file", "one=one.csv").code == 4
    assert not (furnished.home / "runs" / "absent").exists()
    words = ["--file", "one=one.csv", "--note", "the list came later"]
    refused = furnished.here("resume", "again", "--json", *words)  # it is over
    assert (refused.code, refused.problem["code"]) == (4, "INVALID_STATE")
    assert sorted(path.name for path in (furnished.home / "runs" / "again" / "inputs").iterdir()) == ["many", "one"]
    early = furnished("run", "files", "--input", f"many={user / 'pictures'}", "--thread-id", "early")
    assert early.code == 1, early.err
    assert furnished.here("resume", "early", *words).code == 0
    assert furnished("watch", "early").code == 0
    assert found(furnished, "early") == {"many": pictures, "one": {"one.csv": "x,y"}}
