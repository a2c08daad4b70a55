"""The schemas repeat the law: each constraint, broken once, refuses; and every named statement has its use."""

import ast
import re
import sqlite3
from importlib import resources
from pathlib import Path

import pytest

import workflow_engine_shared.storage
from support.stored import accept, at
from workflow_engine_shared.storage.run.db import RUN
from workflow_engine_shared.storage.sqlite.database import Connection
from workflow_engine_shared.storage.sqlite.migrate import Schema, read_script, statements
from workflow_engine_shared.storage.sqlite.statements import load
from workflow_engine_shared.storage.workflow.db import WORKFLOW

STORAGE = Path(workflow_engine_shared.storage.__file__).parent
STORAGE_PACKAGE = workflow_engine_shared.storage.__name__
QUERY_FILES = sorted(STORAGE.glob("**/queries/*.sql"))
NOW = f"'{at(0)}'"

#: What else a version has.
_REST = "version, '', '', 0, '', origin, format, source, NULL, NULL, NULL"
#: (what is refused, statement). Each stands over one accepted run r1 and one worker of it, and breaks one rule.
REFUSED_BY_WORKFLOW = [
    ("epoch >= 0", "UPDATE runs SET epoch = -1"),
    ("crashes >= 0", "UPDATE runs SET crashes = -1"),
    ("known_status", "UPDATE runs SET status = 'stopped'"),
    ("known_status", "UPDATE runs SET status = 'PENDING'"),
    ("finished_exactly_when_final", f"UPDATE runs SET finished_at = {NOW}"),
    ("finished_exactly_when_final", "UPDATE runs SET status = 'finished'"),
    ("finished_exactly_when_final", "UPDATE runs SET status = 'cancelled'"),
    ("error_needs_a_reason", "UPDATE runs SET status = 'error', reason = 'node_error'"),
    ("error_needs_a_reason", "UPDATE runs SET status = 'error', error_json = '{}'"),
    ("running_has_an_epoch", "UPDATE runs SET status = 'running'"),
    ("fork_is_whole_or_absent", "UPDATE runs SET forked_from = 'r0'"),
    ("fork_is_whole_or_absent", "UPDATE runs SET forked_from = 'r0', forked_checkpoint = 'c1'"),
    ("fork_is_whole_or_absent", "UPDATE runs SET forked_updates = '{}'"),
    ("fork_is_whole_or_absent", "UPDATE runs SET forked_from = 'r0'"),
    ("fork_is_whole_or_absent", "UPDATE runs SET forked_from = 'r0', forked_checkpoint = 'c1'"),
    ("runs.status", "UPDATE runs SET status = NULL"),
    ("runs.input_json", "UPDATE runs SET input_json = NULL"),
    ("cannot store TEXT", "UPDATE runs SET epoch = 'two'"),
    ("FOREIGN KEY", "UPDATE runs SET flow_version_id = 99"),
    ("FOREIGN KEY", "DELETE FROM flow_versions"),
    ("FOREIGN KEY", "DELETE FROM flows"),
    ("UNIQUE", "INSERT INTO flows VALUES ('FLOW', '', '')"),
    ("version >= 1", "UPDATE flow_versions SET version = 0"),
    ("published IN", "UPDATE flow_versions SET published = 2"),
    ("UNIQUE", f"INSERT INTO flow_versions SELECT NULL, 'Flow', {_REST} FROM flow_versions"),
    ("format IN", "UPDATE flow_versions SET format = 'yaml'"),
    ("origin IN", "UPDATE flow_versions SET origin = 'nobody'"),
    ("is_test IN", "UPDATE runs SET is_test = 2"),
    ("revision >= 1", "INSERT INTO flow_drafts VALUES ('flow', 0, NULL, NULL, NULL, '')"),
    ("known_type", f"INSERT INTO signals (thread_id, type, ts) VALUES ('r1', 'stop_request', {NOW})"),
    ("events_are_born_processed", f"INSERT INTO signals (thread_id, type, ts) VALUES ('r1', 'finish', {NOW})"),
    ("processed IN", f"INSERT INTO signals VALUES (NULL, 'r1', 'pause_request', '{{}}', {NOW}, 2)"),
    ("FOREIGN KEY", f"INSERT INTO signals (thread_id, type, ts) VALUES ('r9', 'pause_request', {NOW})"),
    ("epoch >= 1", "UPDATE workers SET epoch = 0"),
    ("UNIQUE", "INSERT INTO workers SELECT NULL, thread_id, 2, instance, 1, 1.0, '', '', 0, '', NULL FROM workers"),
    ("UNIQUE", "INSERT INTO workers SELECT NULL, 'R1', epoch, 'other', 1, 1.0, '', '', 0, '', NULL FROM workers"),
    ("cannot store TEXT", "UPDATE workers SET pid = 'many'"),
    ("every_s > 0", "UPDATE schedules SET cron = NULL, every_s = 0"),
    ("overlap IN", "UPDATE schedules SET overlap = 'some'"),
    ("catch_up IN", "UPDATE schedules SET catch_up = 'some'"),
    ("paused IN", "UPDATE schedules SET paused = 2"),
    ("one_timetable", "UPDATE schedules SET cron = NULL"),
    ("one_timetable", "UPDATE schedules SET every_s = 60"),
    ("FOREIGN KEY", "UPDATE schedules SET flow_id = 'other'"),
    ("outcome IN", "UPDATE schedule_times SET outcome = 'lost'"),
    ("started_is_a_run", "UPDATE schedule_times SET outcome = 'started'"),
    ("started_is_a_run", "UPDATE schedule_times SET thread_id = 'r1'"),
    ("UNIQUE", "INSERT INTO schedule_times SELECT 'S1', time, outcome, NULL, NULL, NULL, '' FROM schedule_times"),
    ("(parent_key IS NULL) = (parent_id IS NULL)", "UPDATE runs SET parent_id = 'r0'"),
    ("(parent_key IS NULL) = (parent_id IS NULL)", "UPDATE runs SET parent_key = 'a1'"),
    ("kind IN", "UPDATE waits SET kind = 'rain'"),
    ("state IN", "UPDATE waits SET state = 'open'"),
    ("how IN", f"UPDATE waits SET state = 'met', met_at = {NOW}, how = 'luck'"),
    ("met_is_whole", "UPDATE waits SET state = 'met'"),
    ("met_is_whole", f"UPDATE waits SET state = 'met', met_at = {NOW}"),
    ("met_is_whole", f"UPDATE waits SET met_at = {NOW}, how = 'timer'"),
    (
        "UNIQUE",
        "INSERT INTO waits (thread_id, key, kind, node_id, visit, armed_at) VALUES ('R1', 'a1', 'form', 'n', 1, '')",
    ),
    ("FOREIGN KEY", "UPDATE waits SET thread_id = 'r9'"),
]

REFUSED_BY_RUN = [
    ("one = 1", "INSERT INTO owner VALUES (2, 1)"),
    ("epoch >= 1", "UPDATE owner SET epoch = 0"),
    ("status IN", "UPDATE visits SET status = 'done'"),
    ("attempt >= 1", "UPDATE visits SET attempt = 0"),
    ("finished_exactly_when_over", "UPDATE visits SET status = 'finished'"),
    ("finished_exactly_when_over", f"UPDATE visits SET finished_at = {NOW}"),
    ("UNIQUE", "INSERT INTO visits SELECT * FROM visits"),
    ("UNIQUE", "INSERT INTO loops (visit, scope, label) SELECT visit, scope, label FROM loops"),
    ("state IN", "UPDATE steps SET state = 'pending'"),
    ("attempt >= 1", "UPDATE steps SET attempt = 0"),
    ("error_exactly_when_not_done", "UPDATE steps SET state = 'failed'"),
    ("error_exactly_when_not_done", "UPDATE steps SET error_json = '{}'"),
    ("FOREIGN KEY", "UPDATE steps SET loop = 99"),
    ("cannot store TEXT", "UPDATE chunks SET body = 'text'"),
    ("NOT NULL", "UPDATE checkpoints SET manifest = NULL"),
    ("UNIQUE", "INSERT INTO applied_signals SELECT * FROM applied_signals"),
    ("seconds >= 0", "INSERT INTO spent VALUES (1, -1.0)"),
]


@pytest.fixture
def one_of_each(con: Connection) -> Connection:
    accept(con)
    con.execute(f"INSERT INTO workers VALUES (1, 'r1', 1, 'i', 1, 1.0, {NOW}, NULL, NULL, NULL, NULL)")
    con.execute(
        "INSERT INTO schedules SELECT 's1', id, NULL, NULL, '0 3 * * *', NULL, NULL, '', 'UTC', '{}', 'skip', 'last', "
        "0, NULL, '', NULL, '', NULL, NULL FROM flows"
    )
    con.execute(f"INSERT INTO schedule_times VALUES ('s1', {NOW}, 'waiting', NULL, NULL, NULL, '')")
    con.execute(
        "INSERT INTO waits (thread_id, key, kind, node_id, visit, armed_at) "
        f"VALUES ('r1', 'a1', 'timer', 'rest', 1, {NOW})"
    )
    return con


@pytest.fixture
def one_of_each_in_run(run_con: Connection) -> Connection:
    for statement in (
        f"INSERT INTO visits VALUES (1, 'a', 'running', 1, {NOW}, NULL, NULL, NULL)",
        "INSERT INTO loops (loop, visit, scope, label) VALUES (1, 1, 's', 'l')",
        f"INSERT INTO steps VALUES (1, x'00', 0, 'done', 1, x'c0', NULL, NULL, {NOW}, 0.5)",
        "INSERT INTO chunks VALUES (x'00', x'00')",
        f"INSERT INTO checkpoints VALUES ('', 'c1', 'r', NULL, {NOW}, x'00', x'00', x'80')",
        "INSERT INTO applied_signals VALUES (1)",
    ):
        run_con.execute(statement)
    return run_con


@pytest.mark.parametrize(("rule", "statement"), REFUSED_BY_WORKFLOW)
def test_workflow_db_refuses(one_of_each: Connection, rule: str, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=re.escape(rule)):
        one_of_each.execute(statement)


@pytest.mark.parametrize(("rule", "statement"), REFUSED_BY_RUN)
def test_run_db_refuses(one_of_each_in_run: Connection, rule: str, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=re.escape(rule)):
        one_of_each_in_run.execute(statement)


@pytest.mark.parametrize(
    ("schema", "cases"), [(WORKFLOW, REFUSED_BY_WORKFLOW), (RUN, REFUSED_BY_RUN)], ids=["workflow", "run"]
)
def test_every_check_of_the_schema_is_broken_above(schema: Schema, cases: list[tuple[str, str]]) -> None:
    rules = {rule for rule, _ in cases}
    for line in re.sub(r"--.*", "", read_script(schema, schema.script)).splitlines():
        if "CHECK" in line:
            name = re.search(r"CONSTRAINT (\w+)", line)
            check = name[1] if name else line.partition("CHECK (")[2]
            assert any(rule in check for rule in rules), f"no statement above breaks {line.strip()}"


def test_deleting_a_run_takes_its_signals_and_workers_along(one_of_each: Connection) -> None:
    one_of_each.execute(f"INSERT INTO signals (thread_id, type, ts) VALUES ('R1', 'pause_request', {NOW})")
    one_of_each.execute("DELETE FROM runs")
    for table in ("signals", "workers", "waits"):
        assert one_of_each.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0


@pytest.mark.parametrize("schema", [WORKFLOW, RUN], ids=lambda schema: schema.package)
def test_the_script_is_its_statements(schema: Schema) -> None:
    script = read_script(schema, schema.script)
    found = statements(script)
    assert len(found) == len(re.findall(r"^CREATE ", script, re.MULTILINE))
    con = sqlite3.connect(":memory:")
    for statement in found:
        con.execute(statement)
    tables = con.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
    con.close()
    assert [name for name, strict in tables if not strict and not name.startswith("sqlite_")] == []
    assert script.startswith("-- "), "the schema opens with prose"


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("", []),
        ("-- nothing\n", []),
        ("SELECT 1;", ["SELECT 1;"]),
        ("SELECT 1;\n\nSELECT\n2;\n", ["SELECT 1;", "SELECT\n2;"]),
        ("SELECT ';';\nSELECT 2;", ["SELECT ';';", "SELECT 2;"]),
        ("SELECT 1 -- a;\n;\n", ["SELECT 1 -- a;\n;"]),
        (
            "CREATE TRIGGER t DELETE ON x BEGIN\n  SELECT 1;\n  SELECT 2;\nEND;\nSELECT 3;",
            ["CREATE TRIGGER t DELETE ON x BEGIN\n  SELECT 1;\n  SELECT 2;\nEND;", "SELECT 3;"],
        ),
    ],
)
def test_statements(script: str, found: list[str]) -> None:
    assert statements(script) == found


# -- named statements -----------------------------------------------------------------------------------------------

#: (the package, the file's name) of each file of statements
FILES = [(".".join((STORAGE_PACKAGE, *path.relative_to(STORAGE).parts[:-2])), path.stem) for path in QUERY_FILES]
EACH_FILE = pytest.mark.parametrize(("package", "table"), FILES)


def users(package: str, table: str) -> list[ast.Module]:
    """The modules that load the statements of this file."""
    folder = STORAGE.joinpath(*package.removeprefix(f"{STORAGE_PACKAGE}.").split("."))
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in folder.glob("*.py")]
    return [tree for tree in trees if f"load(__package__, '{table}')" in ast.unparse(tree)]


def test_the_files_are_found() -> None:
    assert {package for package, _ in FILES} > {WORKFLOW.package, RUN.package}


@EACH_FILE
def test_every_named_statement_is_used(package: str, table: str) -> None:
    texts = {node.value for tree in users(package, table) for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert set(load(package, table)) - texts == set()


@EACH_FILE
def test_every_use_is_named(package: str, table: str) -> None:
    for tree in users(package, table):
        for node in ast.walk(tree):
            if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "_SQL":
                asked = node.slice
                assert not isinstance(asked, ast.Constant) or asked.value in load(package, table), ast.unparse(node)


@EACH_FILE
def test_every_statement_is_one_and_has_its_own_name(package: str, table: str) -> None:
    text = (resources.files(package) / "queries" / f"{table}.sql").read_text("utf-8")
    names = re.findall(r"^-- name: (.*)$", text, re.MULTILINE)
    assert names == list(load(package, table)), "a name that stands twice hides the first"
    for name, body in load(package, table).items():
        assert re.fullmatch(r"[a-z_]+", name)
        assert sqlite3.complete_statement(f"{body};"), name
        assert ";" not in re.sub(r"--.*", "", body), name


@EACH_FILE
def test_every_statement_can_be_prepared(con: Connection, run_con: Connection, package: str, table: str) -> None:
    home = run_con if package == RUN.package else con
    for name, body in load(package, table).items():
        numbered = re.sub(r":\w+", "?", body)
        parameters = [None] * numbered.count("?") if ":" not in body else dict.fromkeys(re.findall(r":(\w+)", body))
        rows = home.execute(f"EXPLAIN {body}", parameters).fetchall()
        assert rows, name


def test_sql_stands_in_the_query_files_only() -> None:
    verbs = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE)\s+(?!(count\(\*\)|name) FROM sqlite_schema)", re.ASCII)
    for path in STORAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not verbs.match(node.value), f"{path.name}:{node.lineno}: {node.value}"


def test_a_runs_status_is_set_by_one_statement() -> None:
    sets = [
        (table, name)
        for package, table in FILES
        for name, body in load(package, table).items()
        if re.search(r"\b(UPDATE|INTO) runs\b", body) and "status =" in body.partition("WHERE")[0]
    ]
    assert sets == [("moves", "move_run")]
