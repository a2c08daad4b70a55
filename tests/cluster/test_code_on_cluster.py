"""The flow's code on the machines of a cluster: of each run its own, kept or live; what cannot be loaded is said."""

from pathlib import Path

import pytest

from support.processes import alive
from support.ray_cluster import RayCluster
from support.run import Run, chain, node
from support.server import Made, Server
from support.wait import until

pytestmark = pytest.mark.ray
LONG = 90
STEPS = """
from workflow_engine import map_steps, register_function

from shop import words


def shout(item):
    from shop import late  # only where the item runs

    return f"{item}-{words.WORD}-{late.WORD}"


@register_function("shop.greet")
def greet(state):
    return {"items": list(map_steps(shout, ["a", "b"], workers=2, pool="ray"))}
"""
ONLY_HERE = """
import os

from workflow_engine import map_steps, register_function

if "RENFLOW_ONLY_HERE" not in os.environ:
    raise ModuleNotFoundError("No module named 'shop_models'")


def shout(item):
    return item


@register_function("shop.here")
def here(state):
    return {"items": list(map_steps(shout, [1, 2], pool="ray"))}
"""


@pytest.fixture
def shop(servers: Made, shared_cluster: RayCluster) -> Server:
    server = servers(ray_address=shared_cluster.address)
    server.env["RENFLOW_ONLY_HERE"] = "1"
    write_shop(server.flows, "one")
    return server.start()


def write_shop(flows: Path, word: str) -> None:
    (flows / "shop").mkdir(exist_ok=True)
    (flows / "shop" / "__init__.py").write_text("")
    (flows / "shop" / "steps.py").write_text(STEPS)
    (flows / "shop_here.py").write_text(ONLY_HERE)
    for name in ("words", "late"):
        (flows / "shop" / f"{name}.py").write_text(f'WORD = "{word}"\n')


def test_kept_code_runs_as_published_and_live_code_as_it_stands(shop: Server):
    greeting = chain(node("greet", code_ref="shop.greet"))
    kept, live = shop.flow({**greeting, "policy": {"code": "pinned"}}), shop.flow(greeting)
    write_shop(shop.flows, "two")

    runs = {flow: shop.run(flow) for flow in (kept, live)}

    assert runs[kept].finished(LONG)["items"] == ["a-one-one", "b-one-one"]
    assert runs[live].finished(LONG)["items"] == ["a-two-two", "b-two-two"]


def test_a_function_that_cannot_be_loaded_there_is_said_with_the_machine(shop: Server):
    error = shop.run(node("a", code_ref="shop.here")).failed(LONG)
    assert "The function cannot be loaded in a process for items" in error["message"]
    assert "No module named 'shop_models'" in error["message"]
    assert "(on " in error["message"]
    assert "ray_packages" in error["hint"]


def test_what_a_killed_run_left_on_the_machines_ends(shop: Server):
    item = {"deed": "looks"}
    run = shop.run(node("a", code_ref="cluster.map", items=[item | {"key": 0}], again=False))
    pid = run.finished(LONG)["rows"][0]["pid"]
    until(lambda: not alive(pid), 30, "the end of an item's process whose run is over")

    hanging = Run(shop, shop.run(node("a", code_ref="cluster.map", count=2), item={"deed": "hangs"}).id)
    until(lambda: (found := hanging.facts["cluster"]) and any(each["machine"] for each in found["lanes"]), LONG)
    hanging.cancel()
    hanging.until("cancelled", timeout=LONG)
