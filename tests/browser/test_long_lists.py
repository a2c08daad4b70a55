"""Thousands of runs in a list, and flows of any length: the page holds what is in sight, large enough to be read."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Locator, expect

from support.console_page import ConsolePage, Open
from support.run import chain, node
from support.server import Server
from support.wait import patient

RUNS = 3_000
#: Elements of a page with a list of thousands; without virtual rows they would be a hundred thousand.
MOST_ELEMENTS = 3_000
#: Boxes of the graph are 190 wide at their own size; below this their text can hardly be read.
NARROWEST = 120


@pytest.fixture(scope="module")
def many(server: Server) -> None:
    """As many runs as cannot be made in a test's time: copies of one that is over."""
    run = server.run(node("one", "counts"))
    run.finished()
    run.left()
    with closing(sqlite3.connect(server.home.db, timeout=patient(30))) as con, con:
        columns = ", ".join(
            each[1] for each in con.execute("PRAGMA table_info(runs)") if each[1] not in {"seq", "thread_id"}
        )
        con.execute(
            f"""
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {RUNS})
            INSERT INTO runs (thread_id, {columns})
            SELECT printf('copy-%05d', n), {columns} FROM runs, numbers WHERE thread_id = ?
            """,
            (run.id,),
        )


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("width", [1366, 390])
def test_thousands_of_runs_are_scrolled_through(server: Server, open_page: Open, width: int):
    console = open_page(server, "/runs?q=copy", viewport={"width": width, "height": 768})
    console.shows(f"copy-{RUNS:05d}")
    console.press("Show more")
    oldest = console.page.get_by_role("link", name="copy-00001", exact=True)
    console.scroll_to(oldest)
    expect(oldest).to_be_visible()
    assert console.node_count() < MOST_ELEMENTS
    expect(console.page.get_by_role("table")).to_have_attribute("aria-rowcount", str(RUNS + 1))
    expect(console.row("copy-00001")).to_have_attribute("aria-rowindex", str(RUNS + 1))
    assert console.page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    console.page.evaluate("scrollTo(0, 0)")
    expect(console.page.get_by_role("link", name=f"copy-{RUNS:05d}", exact=True)).to_be_visible()


@pytest.mark.parametrize("length", [3, 12, 40])
def test_the_node_that_runs_can_be_read(server: Server, open_page: Open, length: int):
    names = [f"step-{number:02d}" for number in range(length)]
    late = names[length * 3 // 4]
    steps = [node(name, "waits", safe=True) if name == late else node(name, "counts") for name in names]
    run = server.run(chain(*steps))
    run.began()
    console = open_page(server, f"/runs/{run.id}")
    box = console.page.locator(f".react-flow__node[data-id={late}]")
    expect(box).to_be_visible()
    _in_sight(console, box)
    bounds = box.bounding_box()
    assert bounds is not None
    assert bounds["width"] >= NARROWEST
    run.cancel()
    run.until("cancelled")


def test_the_graph_goes_along_until_somebody_moves_it(server: Server, open_page: Open):
    names = [f"step-{number:02d}" for number in range(16)]
    steps = [
        node(name, "waits", gate=name, safe=True) if name in {names[0], names[14]} else node(name, "counts")
        for name in names
    ]
    run = server.run(chain(*steps))
    run.began()
    console = open_page(server, f"/runs/{run.id}")
    first, last = (console.page.locator(f".react-flow__node[data-id={name}]") for name in (names[0], names[14]))
    _in_sight(console, first)
    run.paths.outputs.joinpath(names[0]).touch()
    _in_sight(console, last)
    console.press("Show all")
    _in_sight(console, first)
    run.cancel()
    run.until("cancelled")


def _in_sight(console: ConsolePage, box: Locator) -> None:
    """All of it is within the graph's frame."""
    console.page.wait_for_function(
        """(box) => {
          const inner = box.getBoundingClientRect();
          const outer = box.closest('.ren-graph').getBoundingClientRect();
          return inner.top >= outer.top && inner.bottom <= outer.bottom
            && inner.left >= outer.left && inner.right <= outer.right;
        }""",
        arg=box.element_handle(),
    )
