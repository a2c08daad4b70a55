"""The library as it is seen: environments, versions of functions, keys; and what environments take, on System."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from support.chromium import missing
from support.console_page import AXE, Open
from support.package_index.frames import FUNCTION, add_frames, frames_server
from support.package_index.index import Index, listening
from support.run import chain
from support.server import Server
from workflow_engine_shared.signatures import keys

LIMIT_S = 60


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    with listening() as made:
        add_frames(made)
        yield made


@pytest.fixture
def library(tmp_path: Path, index: Index) -> Iterator[Server]:
    """Two environments, one of them built; a signed version; two keys, one of them revoked."""
    made = frames_server(tmp_path, index, {"frames.py": FUNCTION})
    try:
        made.start()
        node = {"id": "x", "type": "python", "data": {"codeRef": "frames.version"}}
        for name, requirement in (("built", "fixture-frame<2"), ("waiting", "fixture-frame>=2")):
            document = chain(node, environments={"own": {"requirements": [requirement]}}, environment="own")
            made.flow({**document, "policy": {"code": "pinned"}}, name)
        made.run("built").finished(timeout=LIMIT_S)
        for key in ("ann", "bob"):
            keys.new_key(made.home, key, "2026-01-01T00:00:00.000Z")
        by, signature = keys.sign(made.home, "ann", made.get("/flows/built/versions/1/statement")["statement"])
        signed = {"pin": True, "signature": f"{by.id}:{signature}"}
        assert made.post("/flows/built/versions/1/publish", signed).status_code == 200
        keys.revoke_key(made.home, "bob", "2026-02-01T00:00:00.000Z", "it was lost")
        (made.flows / "frames.py").write_text(FUNCTION + "\n# edited since\n")
        yield made
    finally:
        made.clean_up()


def test_the_library_shows_environments_versions_and_keys(library: Server, open_page: Open):
    console = open_page(library, "/library?q=frames.version")
    page = console.page
    expect(page.get_by_text("executed in environments")).to_be_visible()
    expect(page.get_by_text("cannot be imported")).to_have_count(0)
    console.press("Published versions")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="built version 1"))
    expect(row).to_contain_text("code kept")
    expect(row).to_contain_text("signed")
    expect(row).to_contain_text("1 file of its code differs")
    expect(row).to_contain_text("frames.py")

    console.tab("Environments")
    [built] = [each for each in library.get("/environments")["items"] if each["state"] == "built"]
    expect(page.get_by_title(built["hash"])).to_be_visible()
    expect(page.get_by_text("fixture-frame 1.5")).to_be_visible()
    expect(page.get_by_text("not built", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="waiting version 1")).to_be_visible()
    console.press("Build log")
    expect(page.get_by_role("dialog").get_by_text("Building the environment")).to_be_visible()
    page.keyboard.press("Escape")
    console.press("Remove")
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text("not built", exact=True)).to_have_count(2)
    assert {each["state"] for each in library.get("/environments")["items"]} == {"absent"}

    console.tab("Keys")
    expect(page.get_by_text("trusted", exact=True)).to_be_visible()
    expect(page.get_by_text("revoked", exact=True)).to_be_visible()
    expect(page.get_by_text("it was lost")).to_be_visible()
    expect(page.get_by_role("link", name="built version 1")).to_be_visible()


@pytest.mark.parametrize(("locale", "scheme"), [("en-GB", "light"), ("zh-CN", "dark")])
def test_everybody_can_read_it(library: Server, open_page: Open, locale: str, scheme: str):
    if not AXE.exists():
        missing("axe-core is not installed (npm ci in console/)")
    [built] = [each for each in library.get("/environments")["items"] if each["state"] == "built"]
    look = {"locale": locale, "color_scheme": scheme}
    console = open_page(library, "/library?q=frames.version", **look)
    console.page.get_by_role("button", name={"en-GB": "Published versions", "zh-CN": "已发布的版本"}[locale]).click()
    console.page.get_by_role("link", name="built").last.wait_for()
    assert console.serious_findings() == []
    for path, text in (("/library?tab=environments", built["hash"][:12]), ("/library?tab=keys", "it was lost")):
        console.go(path)
        console.shows(re.compile(re.escape(text)))
        assert console.serious_findings() == []
        assert console.cut_buttons() == []
    console.go("/system")
    heading = {"en-GB": "Disk by environment", "zh-CN": "各环境的磁盘占用"}[locale]
    expect(console.page.get_by_role("heading", name=heading)).to_be_visible()
    row = console.page.get_by_role("row").filter(has_text=built["hash"][:12])
    expect(row).to_contain_text("built")
