"""What dragging a node in the designer costs in frames, at several sizes of a flow; and what the page loads for it.

    python scripts/bench designer_frames [--nodes 60 300]

A real server and an installed Chromium. A node in the middle of the picture is dragged to and fro; each frame's time
is from one animation frame to the next, so that two processors that draw by themselves give 16.7 ms at best. "loads" is
what the route adds, compressed, to what the list of flows had loaded.
"""

import argparse
import gzip
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from served import served

from support.chromium import executable, flags
from support.server import Server

WATCH = """() => {
  window.frames_ms = [];
  let before = performance.now();
  const look = (now) => {
    window.frames_ms.push(now - before);
    before = now;
    window.watched = requestAnimationFrame(look);
  };
  window.watched = requestAnimationFrame(look);
}"""
STOP = "() => { cancelAnimationFrame(window.watched); return window.frames_ms.slice(2); }"
STEPS = 120


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, nargs="+", default=[60, 300])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), "") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=flags())
        for count in args.nodes:
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            loaded = _loads(page)
            page.goto(f"{server.url}/console/flows")
            page.wait_for_load_state("networkidle")
            before = sum(loaded.values())
            _draft(server, f"wide-{count}", count)
            page.goto(f"{server.url}/console/flows/wide-{count}/design")
            page.locator(".react-flow__node").first.wait_for()
            page.wait_for_load_state("networkidle")
            more = (sum(loaded.values()) - before) / 1024
            print(f"{count} nodes: loads {more:.0f} KB compressed beyond the list of flows")
            page.get_by_role("button", name="Show all").click()
            page.wait_for_timeout(500)
            print(f"{count} nodes: {_told(_dragged(page, count))}")
            page.close()
        browser.close()


def _draft(server: Server, flow_id: str, count: int) -> None:
    """A flow of chains beside each other, placed by hand."""
    assert server.post("/flows", {"name": flow_id, "id": flow_id}).status_code == 201
    nodes: list[dict[str, Any]] = [{"id": "start", "type": "start", "position": {"x": 0, "y": -150}}]
    nodes += [
        {"id": f"n{at}", "type": "python", "position": {"x": at % 15 * 230, "y": at // 15 * 120}} for at in range(count)
    ]
    edges = [{"source": f"n{at}", "target": f"n{at + 15}"} for at in range(count - 15)]
    answer = server.client.put(f"/flows/{flow_id}/draft", json={"dsl": {"nodes": nodes, "edges": edges}})
    assert answer.status_code == 200, answer.text


def _loads(page: Page) -> dict[str, int]:
    """The size of each script and style, compressed, by its address."""
    sizes: dict[str, int] = {}

    def note(response: Any) -> None:
        if "/assets/" in response.url:
            sizes[response.url] = len(gzip.compress(response.body(), 9))

    page.on("response", note)
    return sizes


def _dragged(page: Page, count: int) -> list[float]:
    """The times of the frames while a node goes to and fro, in milliseconds."""
    box = page.locator(f'.react-flow__node[data-id="n{count // 2}"]').bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 5, y + 5)
    page.evaluate(WATCH)
    for step in range(STEPS):
        page.mouse.move(x + step % 40 * 4, y + step % 30 * 3)
    frames: list[float] = page.evaluate(STOP)
    page.mouse.up()
    return frames


def _told(frames: list[float]) -> str:
    ordered = sorted(frames)
    at = {share: ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95)}
    return (
        f"{len(frames)} frames: median {at[0.5]:.0f} ms, 95 % within {at[0.95]:.0f} ms, longest {ordered[-1]:.0f} ms, "
        f"mean {statistics.mean(frames):.0f} ms"
    )


if __name__ == "__main__":
    main()
