"""Logging is the author's too: whatever a node does to it, each line comes once, at the level it was logged at."""

from support.run import chain, node
from support.server import Server
from support.wait import until

CONFIGURED = """
import logging.config
from workflow_engine import current_run, register_function

LOGGERS = {"noisy": {"level": "ERROR"}}
logging.config.dictConfig({"version": 1, "root": {"level": "DEBUG"}, "loggers": LOGGERS})


@register_function("configured")
def configured(state):
    logging.getLogger("shop").debug("in detail")
    logging.getLogger("noisy").warning("noise")
    current_run().logger.info("and the run")
"""
SETUPS = ["dict", "force", "interception", "queue", "silence"]


def test_whatever_sets_logging_up_each_line_comes_once_at_its_level(server: Server):
    run = server.run(chain(*(node(how, "sets_logging_up", how=how) for how in SETUPS)))
    run.finished()

    for how in SETUPS:
        told = [(line["level"], line["message"]) for line in run.logs(node=how) if line["message"] != "faulty"]
        assert sorted(told) == sorted(
            [
                ("INFO", f"{how}: the run's logger"),
                ("ERROR", f"{how}: an error"),
                ("WARNING", f"{how}: a warning"),
                ("INFO", f"{how}: some words"),
                ("ERROR", f"ERROR: {how} in text"),
                ("INFO", f"{how}: the engine"),
            ]
        ), how
    assert run.messages()[-1] == f"Run {run.id} is finished."


def test_how_a_flows_modules_set_logging_up_holds_between_the_nodes(server: Server):
    (server.flows / "configured.py").write_text(CONFIGURED)
    run = server.run(chain(node("one", code_ref="configured"), node("two", code_ref="configured")))
    run.finished()

    for name in ("one", "two"):
        assert run.messages(node=name) == ["in detail", "and the run"]


def test_a_progress_bar_is_the_nodes_progress_and_one_line(server: Server):
    run = server.run(node("bars", "draws_bars", count=100))
    run.began()

    progress = until(lambda: (run.facts["progress"] or {}).get("done") == 50 and run.facts["progress"], what="half")
    assert (progress["node"], progress["label"], progress["total"]) == ("bars", "pictures", 100)
    run.open_gate()
    run.finished()
    assert [line["message"] for line in run.logs(node="bars")] == [
        "pictures: 100%|####      | 100/100 [00:00<00:00, 5.0it/s]"
    ]


def test_what_ends_a_thread_is_an_error(server: Server):
    run = server.run(node("thread", "fails_in_a_thread"))
    run.finished()

    (line,) = run.logs(level="ERROR")
    assert (line["message"], line["node_id"]) == ("Thread own ended with ValueError", "thread")
    assert "no number" in line["context"]["traceback"]


def test_half_a_line_is_said_of_the_node_that_wrote_it(server: Server):
    run = server.run(chain(node("one", "ends_without_a_line", text="first"), node("two", "prints", text="second")))
    run.finished()

    assert run.messages(node="one") == ["first on stdout", "first"]
    assert run.messages(node="two")[0] == "second"
