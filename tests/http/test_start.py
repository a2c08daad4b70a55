"""Starting runs: once for the same request, never by mistake; test_rows_of_ids.py has odd ids, row by row."""

import errno
import json
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.api import MINIMAL, Api, IdleMonitor
from workflow_engine_shared.paths import Home, RunPaths, private_folder
from workflow_engine_shared.run_status import RunStatus
from workflow_engine_shared.storage.workflow import runs
from workflow_engine_shared.storage.workflow.sqlite_store import SqliteTransaction

TYPED = {
    **MINIMAL,
    "inputs": {
        "type": "object",
        "properties": {
            "limit": {"type": "integer", "minimum": 1},
            "tags": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["limit"],
        "additionalProperties": False,
    },
}


def test_an_accepted_run_has_its_row_and_its_doorbell_and_a_folder_once_it_has_a_worker(api: Api):
    api.flow("for-now")
    told = api.post("/runs/start", {"flow_id": "for-now", "thread_id": "no-folder-yet"}).json()
    assert not Home(api.home).run("no-folder-yet").root.exists()
    assert api.get("/runs/no-folder-yet").json() == told
    assert told["disk_mb"] == 0.0
    paths = api.run("accepted", input={"a": 1, "ü": "文"})
    view = api.get("/runs/accepted").json()
    assert (view["status"], view["input"], view["version"]) == ("pending", {"a": 1, "ü": "文"}, 1)
    assert [stat.S_IMODE(each.stat().st_mode) for each in (paths.root, paths.inputs, paths.outputs, paths.tmp)] == [
        0o700
    ] * 4
    assert "accepted" in IdleMonitor.rung


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The database cannot grow while a run is accepted."""
    insert = SqliteTransaction.insert_run

    def into_a_full_one(change: SqliteTransaction, new: runs.NewRun, now: str) -> bool:
        (pages,) = change.connection.execute("PRAGMA page_count").fetchone()
        change.connection.execute(f"PRAGMA max_page_count = {pages}")
        try:
            return insert(change, new, now)
        finally:
            change.connection.execute("PRAGMA max_page_count = 1000000")

    with monkeypatch.context() as patch:
        patch.setattr(SqliteTransaction, "insert_run", into_a_full_one)
        yield


LARGE = {"flow_id": "large", "thread_id": "large", "input": {"text": "x" * 100_000}}


def test_a_start_that_meets_a_full_disk_leaves_nothing(api: Api, request: pytest.FixtureRequest):
    api.flow("large")
    home = Home(api.home)
    request.getfixturevalue("full_disk")
    with api.unchanged():
        answer = api.post("/runs/start", LARGE)
    assert (answer.status_code, answer.json()["code"]) == (507, "DISK_FULL")
    assert not home.run("large").root.exists()

    given = home.run("large").inputs / "given.txt"
    home.run("large").make()
    given.write_text("put there before the start")
    assert api.post("/runs/start", LARGE).status_code == 507
    assert given.read_text() == "put there before the start"


def test_the_start_is_accepted_once_there_is_room(api: Api):
    api.flow("roomy")
    upload = str(api.post("/uploads").json()["id"])
    sent = api.client.put(
        f"/uploads/{upload}/files/a.txt",
        params={"offset": 0, "size": 1},
        content=b"a",
        headers={"Content-Type": "application/octet-stream"},
    )
    assert sent.status_code == 200, sent.text
    body = {**LARGE, "flow_id": "roomy", "thread_id": "roomy", "uploads": {"file": {"upload": upload}}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RunPaths, "make", made_half)
        assert api.post("/runs/start", body).status_code == 507
    paths = Home(api.home).run("roomy")
    assert not paths.root.exists()
    assert api.post("/runs/start", body).status_code == 201
    assert paths.tmp.is_dir()


def made_half(paths: RunPaths, **_options: bool) -> None:
    """As on a disk that has room for one more folder."""
    private_folder(paths.root)
    raise OSError(errno.ENOSPC, "No space left on device")


def test_without_a_thread_id_each_start_is_a_new_run(api: Api):
    api.flow("anonymous")
    made = [api.post("/runs/start", {"flow_id": "anonymous"}) for _ in range(2)]
    ids = [each.json()["thread_id"] for each in made]
    assert [each.status_code for each in made] == [201, 201]
    assert len(set(ids)) == 2
    assert made[0].headers["location"] == f"/runs/{ids[0]}"


def test_the_same_request_again_is_answered_with_the_run(api: Api):
    api.run("again", input={"a": [1, 2], "b": None})
    with api.unchanged():
        answer = api.post(
            "/runs/start", {"input": {"b": None, "a": [1, 2]}, "thread_id": "again", "flow_id": "minimal"}
        )
    assert (answer.status_code, answer.json()["thread_id"]) == (200, "again")


@pytest.mark.parametrize("status", [RunStatus.RUNNING, RunStatus.FINISHED])
def test_the_same_request_finds_its_run_wherever_it_stands(api: Api, status: RunStatus):
    api.run_in(f"stands-{status.value}", status)
    again = api.post("/runs/start", {"flow_id": "minimal", "thread_id": f"stands-{status.value}"})
    assert (again.status_code, again.json()["status"]) == (200, status.value)
    other = api.post("/runs/start", {"flow_id": "minimal", "thread_id": f"stands-{status.value}", "input": {"x": 1}})
    assert (other.status_code, other.json()["run_status"]) == (409, status.value)


def test_an_id_in_other_case_is_another_request(api: Api):
    api.run("Casing")
    with api.unchanged():
        answer = api.post("/runs/start", {"flow_id": "minimal", "thread_id": "casing"})
    assert answer.status_code == 409
    assert not (api.home / "runs" / "casing").exists()
    assert api.get("/runs/CASING").json()["thread_id"] == "Casing"


def test_a_hundred_different_starts_at_once_have_one_winner(api: Api):
    api.flow("rivals")
    with ThreadPoolExecutor(20) as pool:
        codes = list(
            pool.map(
                lambda n: (
                    api.post(
                        "/runs/start", {"flow_id": "rivals", "thread_id": "rivals-1", "input": {"n": n}}
                    ).status_code
                ),
                range(100),
            )
        )
    assert sorted(codes) == [201] + [409] * 99


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"flow_id": "nowhere"}, "FLOW_NOT_FOUND"),
        ({"flow_id": "unpublished", "version": 7}, "VERSION_NOT_FOUND"),
        ({"flow_id": "unpublished"}, "NOT_PUBLISHED"),
        ({"flow_id": "unpublished", "version": 0}, "INVALID_BODY"),
        ({"flow_id": "unpublished", "version": "1"}, "INVALID_BODY"),
        ({"flow_id": "unpublished", "version": 1.0}, "INVALID_BODY"),
        ({"flow_id": "unpublished", "version": True}, "INVALID_BODY"),
        ({"flow_id": "unpublished", "version": 2**62}, "INVALID_BODY"),
        ({"flow_id": "unpublished", "version": 1, "input": "x"}, "INVALID_BODY"),
        ({"flow_id": "unpublished", "version": 1, "checkpoint_id": "x"}, "INVALID_BODY"),
        ({"flow_id": "unpublished", "version": 1, "input": {"__ctl": 1}}, "INVALID_INPUT"),
    ],
)
def test_what_cannot_be_started_leaves_nothing_behind(api: Api, body: dict[str, object], code: str):
    if api.get("/flows/unpublished").status_code == 404:
        api.flow("unpublished", publish=False)
    folders = set((api.home / "runs").iterdir())
    with api.unchanged():
        answer = api.post("/runs/start", body)
    assert answer.json()["code"] == code
    assert set((api.home / "runs").iterdir()) == folders


def test_an_unpublished_version_runs_when_it_is_named(api: Api):
    api.flow("named", publish=False)
    assert api.post("/runs/start", {"flow_id": "named", "version": 1}).status_code == 201


def test_the_newest_published_version_is_the_default(api: Api):
    api.flow("newest")
    api.post("/flows/newest/versions", {"dsl": TYPED})
    assert api.post("/runs/start", {"flow_id": "newest"}).json()["version"] == 1
    api.post("/flows/newest/versions/2/publish")
    assert api.post("/runs/start", {"flow_id": "newest", "input": {"limit": 1}}).json()["version"] == 2


def test_the_input_is_held_against_what_the_flow_declares(api: Api):
    api.flow("typed", TYPED)
    with api.unchanged():
        answer = api.post("/runs/start", {"flow_id": "typed", "input": {"tags": ["a", 5, None], "__x": 1, "a/b~c": 1}})
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_INPUT")
    found = {(each["pointer"], each["code"]) for each in answer.json()["problems"]}
    assert found >= {
        ("/input", "MISSING_FIELD"),
        ("/input", "UNKNOWN_FIELD"),
        ("/input/tags/1", "WRONG_TYPE"),
        ("/input/tags/2", "WRONG_TYPE"),
        ("/input/__x", "RESERVED_KEY"),
    }
    assert api.post("/runs/start", {"flow_id": "typed", "input": {"limit": 1}}).status_code == 201


def test_a_thousand_mistakes_make_no_huge_answer(api: Api):
    api.flow("many-mistakes", TYPED)
    tags = ["x" * 1000, *range(5000)]
    answer = api.post("/runs/start", {"flow_id": "many-mistakes", "input": {"limit": 0, "tags": tags}})
    assert len(answer.json()["problems"]) == 100
    assert len(answer.content) < 100_000


def test_input_comes_back_as_it_was_sent(api: Api):
    value = {
        "big": 2**63 - 1,
        "small": -(2**63),
        "float": 1e300,
        "text": "\u2028 \x00 🙂",
        "deep": [[[{"a": []}]]],
        "": 1,
    }
    api.run("echo", input=value)
    assert api.get("/runs/echo").json()["input"] == value
    assert json.loads(api.get("/runs/echo/state").content)["values"] == value
