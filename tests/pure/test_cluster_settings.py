"""What the settings of a cluster take, and what the doctor says of it without one."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from workflow_engine_shared.errors import ConfigError
from workflow_engine_shared.settings import Settings, load_settings
from workflow_engine_supervisor.doctor.cluster import cluster
from workflow_engine_supervisor.home.finding import Verdict


@pytest.mark.parametrize("address", ["", "local", "10.0.0.5:6379", "head.example.com:6379", "[fd00::5]:6379"])
def test_an_address_of_a_cluster(address: str, tmp_path: Path):
    assert load_settings({"home": str(tmp_path), "ray_address": address}, {}).ray_address == address


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"ray_address": "ray://10.0.0.5:10001"}, "Ray's client is not used"),
        ({"ray_address": "10.0.0.5"}, "no address of a cluster"),
        ({"ray_address": "10.0.0.5:0"}, "no address of a cluster"),
        ({"ray_address": "10.0.0.5:99999"}, "no address of a cluster"),
        ({"ray_address": "集群:6379"}, "no address of a cluster"),
        ({"ray_address": "a b:1; rm -rf"}, "no address of a cluster"),
        ({"ray_address": "h" * 400}, "ray_address"),
        ({"ray_start_timeout": 0.0}, "ray_start_timeout"),
        ({"ray_max_result_mb": 0}, "ray_max_result_mb"),
        ({"ray_max_result_mb": 901}, "ray_max_result_mb"),
        ({"ray_packages": "always"}, "ray_packages"),
    ],
)
def test_what_is_no_setting_of_a_cluster_is_refused_by_its_name(given: dict[str, Any], says: str, tmp_path: Path):
    with pytest.raises(ConfigError, match=says):
        load_settings({"home": str(tmp_path), **given}, {})


def test_the_doctor_says_that_nobody_answers():
    assert list(cluster(Settings())) == []
    (found,) = cluster(Settings(ray_address="127.0.0.1:1"))
    if importlib.util.find_spec("ray") is None:
        assert (found.verdict, "pip install 'renflow[ray]'" in found.hint) == (Verdict.ERROR, True)
    else:
        assert (found.verdict, "Nobody answers at 127.0.0.1:1" in found.detail) == (Verdict.WARNING, True)
