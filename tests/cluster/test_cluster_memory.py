"""A machine without memory: Ray ends its lanes, the innocent with the culprit, who is found; the others are done."""

from collections.abc import Iterator

import pytest

from support.ray_cluster import RayCluster
from support.run import node
from support.server import Made
from support.small_machine import small_machine, why_not

pytestmark = pytest.mark.ray
LONG = 120
#: The milliseconds that Ray waits for the reason of an actor's end before it says only that the actor does not answer:
#: on a busy machine it waits in vain. With none some ends are told in this way, some with their reason.
NO_PATIENCE = "RAY_timeout_ms_task_wait_for_death_info"


@pytest.fixture(scope="module")
def scarce(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RayCluster]:
    """A cluster whose only machine for items has little memory."""
    if reason := why_not():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("scarce")
    made = RayCluster(folder, nodes=0)
    try:
        made.start()
        with small_machine(made, folder):
            yield made
    finally:
        made.kill()


def test_an_item_that_leaks_is_to_blame_and_its_neighbours_are_done(servers: Made, scarce: RayCluster):
    server = servers(ray_address=scarce.address)
    server.env |= {**scarce.env, NO_PATIENCE: "0"}
    items = [{"key": key, "seconds": 0.5} for key in range(8)]
    items[1] |= {"deed": "leaks", "megabytes": 400}
    run = server.start().run(node("a", code_ref="cluster.map", items=items))

    rows = run.finished(LONG)["rows"]

    assert rows[:1] + rows[2:] == [0, 2, 3, 4, 5, 6, 7]
    code, message = rows[1]
    assert code == "USER_CODE_ERROR"
    assert "its machine ran out of memory" in message
    assert "memory_gb" in message
    deaths = [line["message"] for line in run.logs() if "because its machine ran out of memory" in line["message"]]
    print(len(deaths), "lanes ended for want of memory")
    assert 4 <= len(deaths) <= 20
