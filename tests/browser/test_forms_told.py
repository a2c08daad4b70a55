"""What forms say of themselves: what is filled in, where files come from, and what becomes of an answer."""

from playwright.sync_api import expect

from support.branches import block
from support.console_page import Open
from support.run import chain, node
from support.server import Server

ASK = {
    "id": "ask",
    "type": "form",
    "data": {
        "title": "Go on?",
        "schema": {"type": "object", "properties": {"note": {"type": "string"}}},
        "outputKey": "answer",
    },
}


def test_a_form_beside_a_question_says_that_its_answer_waits(server: Server, open_page: Open):
    run = server.run(block([node("question", "asks", questions=["Which one?"])], [ASK]))
    assert run.until("interrupted")["reason"] == "question"
    console = open_page(server, "/tasks")
    console.page.get_by_role("link", name="Open Go on?").click()
    expect(console.page.get_by_role("switch", name="Fill in as JSON")).to_be_visible()
    console.page.get_by_label("note").fill("yes")
    console.press("Send the answer")
    console.shows("The answer was kept. The run does not go on yet.")
    console.page.get_by_role("link", name="Next:").click()
    console.page.get_by_label("Answer", exact=True).fill("this one")
    console.survives_outage = True  # the page asks for the question once more, which is gone by then
    console.press("Send the answer")
    console.shows("The answer was sent. The run goes on.")
    assert run.finished()["answer"] == {"note": "yes"}


def test_a_schedule_says_that_it_takes_no_uploads(server: Server, open_page: Open):
    inputs = {"type": "object", "properties": {"folder": {"type": "string", "format": "folder"}}}
    server.flow({**chain(node("count", "counts")), "inputs": inputs}, "with-files")
    console = open_page(server, "/schedules?new=1&flow=with-files")
    expect(console.page.get_by_label("folder")).to_be_visible()
    console.shows("A schedule takes no uploads")
