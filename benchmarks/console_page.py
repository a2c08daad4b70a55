"""What the console's page costs: bytes, time, processor, memory.

    python scripts/bench console_page [--lines 180000] [--files 2000]

A real server, a real worker, an installed Chromium. "page at N lines/s" watches a run that logs so often, and tells its
progress as often, on 3 of its tabs; "files" is the Artifacts tab of a finished run that wrote as many pictures: from
the click - the first one on a page that has come to rest, then others - to the first of them, and from each scrolling
to the end of the list to more of it; "followed log" has the log open while as many lines come as in half an hour at a
hundred a second. "longest task" is how long a reader had to wait for the page; the idle page is its baseline.
"""

import argparse
import gzip
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright
from served import flow, served

from support.chromium import executable, flags
from support.run import Run
from support.server import Server

CODE = """
import time
from threading import Event
from workflow_engine import current_run, progress, register_function

@register_function("bench.talk")
def talk(state):
    log = current_run().logger
    for number in range(state["lines"]):
        log.info("line %d of a log that is followed for a long time", number)
        progress(number + 1, state["lines"])
        if number % state["burst"] == 0:
            Event().wait(state["pause"])
"""
LONG_TASKS = """
window.longTasks = [];
new PerformanceObserver((list) => list.getEntries().forEach((each) => window.longTasks.push(each.duration)))
  .observe({ type: 'longtask' });
"""
#: From the click on a tab to the paint that has the first file in it, in milliseconds.
OPEN_FILES = """() => new Promise((resolve) => {
  const begun = performance.now();
  const look = () => document.querySelector('[aria-label^="Look at"]')
    ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)))
    : requestAnimationFrame(look);
  [...document.querySelectorAll('[role=tab]')].find((tab) => tab.textContent === 'Artifacts').click();
  look();
})"""
#: Scroll to the end of what is known; how long until there is more of it, or null at the end of the list.
NEXT_FILES = """(last) => new Promise((resolve) => {
  const begun = performance.now();
  const height = document.documentElement.scrollHeight;
  const look = () => {
    scrollTo(0, document.documentElement.scrollHeight);
    if (document.querySelector(`[aria-label="Look at ${last}"]`)) resolve(null);
    else if (document.documentElement.scrollHeight > height) setTimeout(() => resolve(performance.now() - begun));
    else requestAnimationFrame(look);
  };
  look();
})"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f0003860180"
    "5a346b7d0000000049454e44ae426082"
)
WATCH_S = 10.0
MIB = 1024 * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=180_000)
    parser.add_argument("--files", type=int, default=2_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), CODE) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=flags())
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        cdp = page.context.new_cdp_session(page)
        cdp.send("Performance.enable")
        talk = flow(server, "bench.talk")
        page.add_init_script(LONG_TASKS)
        first_load(page, server)
        told("an idle page", longest_task(page))
        files(page, cdp, server.run(talk, lines=1, burst=1, pause=0), args.files)
        busy(page, cdp, server.run(talk, lines=100_000, burst=1, pause=0.005))
        followed(page, cdp, server.run(talk, lines=args.lines, burst=200, pause=0.05), args.lines)
        browser.close()


def told(what: str, figure: str) -> None:
    print(f"{what:<44} {figure}", flush=True)


def first_load(page: Page, server: Server) -> None:
    sizes: dict[str, tuple[int, int]] = {}

    def take(response: Any) -> None:
        if "/console/assets/" in response.url:
            body = response.body()
            sizes[response.url] = (len(body), len(gzip.compress(body, 9)))

    page.on("response", take)
    page.goto(f"{server.url}/console/")
    page.wait_for_load_state("networkidle")
    page.remove_listener("response", take)
    for ending in (".js", ".css"):
        chosen = [size for url, size in sizes.items() if url.endswith(ending)]
        told(f"first load, {ending[1:]}", f"{sum(b for _, b in chosen) / 1024:.0f} KB gz ({len(chosen)} files)")
    browser = page.context.browser
    assert browser is not None
    with browser.new_context() as fresh:
        told("first content, empty cache", first_content(fresh.new_page(), server))
    told("first content, full cache", first_content(page, server))


def first_content(page: Page, server: Server) -> str:
    page.goto(f"{server.url}/console/")
    page.get_by_role("heading", level=1).wait_for()
    script = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    page.wait_for_function(script)  # the entry is made a moment after the paint
    return f"{page.evaluate(script):.0f} ms"


def files(page: Page, cdp: CDPSession, run: Run, count: int) -> None:
    run.finished()
    for number in range(count):
        (run.paths.outputs / f"P{number:06}.png").write_bytes(PNG)
    page.goto(f"{run.server.url}/console/runs/{run.id}?tab=events")
    page.get_by_role("tab", name="Events", selected=True).wait_for()
    page.locator(".react-flow__node").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate("new Promise((resolve) => requestIdleCallback(resolve))")
    before = figures(cdp)["TaskDuration"]
    first = page.evaluate(OPEN_FILES)
    busy_ms = (figures(cdp)["TaskDuration"] - before) * 1000
    told(f"{count:,} files, the first of them", f"{first:.0f} ms, the page at work for {busy_ms:.0f} of them")
    again: list[float] = []
    for _ in range(5):
        page.get_by_role("tab", name="Events").click()
        page.wait_for_load_state("networkidle")
        again.append(page.evaluate(OPEN_FILES))
    told(
        f"{count:,} files, the tab again", f"{min(again):.0f} ms at best of {len(again)}, {max(again):.0f} ms at worst"
    )
    pages: list[float] = []
    while (more := page.evaluate(NEXT_FILES, f"P{count - 1:06}.png")) is not None:
        pages.append(more)
    elements = f"{figures(cdp)['Nodes']:.0f} elements"
    told(f"  {len(pages)} further pages", f"first {pages[0]:.0f} ms, last {pages[-1]:.0f} ms, {elements}")


def busy(page: Page, cdp: CDPSession, run: Run) -> None:
    run.until("running")
    for name in ("overview", "logs", "metrics"):
        page.goto(f"{run.server.url}/console/runs/{run.id}?tab={name}")
        page.wait_for_timeout(2_000)
        before, begun = figures(cdp), time.monotonic()
        done = run.facts["progress"]["done"]
        page.wait_for_timeout(WATCH_S * 1000)
        after, spent = figures(cdp), time.monotonic() - begun
        events = (run.facts["progress"]["done"] - done) / spent
        share = (after["TaskDuration"] - before["TaskDuration"]) / spent
        told(f"  its longest task, {name}", longest_task(page))
        told(f"page at {events:.0f} lines/s, {name}", f"{share:.0%} of a core, {after['Nodes']:.0f} elements")
    run.cancel()
    run.until("cancelled")


def followed(page: Page, cdp: CDPSession, run: Run, lines: int) -> None:
    run.until("running")
    page.goto(f"{run.server.url}/console/runs/{run.id}?tab=logs")
    page.wait_for_timeout(3_000)
    told("followed log, at the start", heap(cdp))
    while run.status != "finished":
        page.wait_for_timeout(1_000)
    page.get_by_text(f"line {lines - 1} of").wait_for()
    told(f"followed log, after {lines:,} lines", heap(cdp))
    told("  its longest task", longest_task(page))


def longest_task(page: Page) -> str:
    return f"longest task {page.evaluate('Math.max(0, ...window.longTasks)'):.0f} ms"


def heap(cdp: CDPSession) -> str:
    cdp.send("HeapProfiler.collectGarbage")
    now = figures(cdp)
    return f"{now['JSHeapUsedSize'] / MIB:.0f} MB heap, {now['Nodes']:.0f} elements"


def figures(cdp: CDPSession) -> dict[str, float]:
    return {each["name"]: each["value"] for each in cdp.send("Performance.getMetrics")["metrics"]}


if __name__ == "__main__":
    main()
