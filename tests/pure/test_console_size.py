"""How much a page of the built console loads, from the files themselves."""

import gzip
import re

from workflow_engine_supervisor.http.routes import console

ASSETS = re.compile(r"assets/[\w.-]+\.(?:js|css)")


def test_the_designer_is_small():
    """What a browser fetches for it beyond what every page of the console has, compressed."""
    page = (console.FOLDER / "index.html").read_text(encoding="utf-8")
    always = set(ASSETS.findall(page))
    designer = _parts(_entry(page), "DesignerPage") - always
    sizes = {name: len(gzip.compress((console.FOLDER / name).read_bytes(), 9)) for name in designer}
    assert sum(sizes.values()) <= 330 * 1024, sizes
    # What is looked at is what is meant: the page itself, its drawing library, its styles.
    assert sum(name.startswith("assets/DesignerPage-") for name in sizes) == 2
    assert max(sizes.values()) > 20 * 1024


def _entry(page: str) -> str:
    script = re.search(r'src="/console/(assets/[\w.-]+\.js)"', page)
    assert script is not None, page
    return (console.FOLDER / script[1]).read_text(encoding="utf-8")


def _parts(entry: str, page: str) -> set[str]:
    """The files that the bundler has written down for a page that is loaded when it is first opened."""
    listed = re.search(r"m\.f=\[(.*?)\]", entry)
    wanted = re.search(rf"import\(.\./{page}-[\w-]+\.js.\),__vite__mapDeps\(\[([\d,]+)\]\)", entry)
    assert listed is not None, "the bundler writes down its files in another way now"
    assert wanted is not None, f"the bundler writes down what {page} needs in another way now"
    files = ASSETS.findall(listed[1])
    return {files[int(at)] for at in wanted[1].split(",")}
