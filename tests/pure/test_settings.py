"""Settings: three sources in order, every complaint at once, each with its place and the nearest right word."""

import os
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from workflow_engine_shared.errors import ConfigError
from workflow_engine_shared.settings import Settings, load_settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory; the working directory is elsewhere and empty."""
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    home = tmp_path / "home"
    home.mkdir()
    return home


def load(home: Path, config: str | bytes = "", flags: dict[str, Any] | None = None, **env: str) -> Settings:
    (home / "config.toml").write_bytes(config.encode() if isinstance(config, str) else config)
    return load_settings({"home": str(home), **(flags or {})}, env)


def complaints(home: Path, config: str | bytes = "", flags: dict[str, Any] | None = None, **env: str) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        load(home, config, flags, **env)
    for problem in caught.value.problems:
        assert problem.pointer in caught.value.detail
        assert problem.detail in caught.value.detail
    return {problem.pointer: f"{problem.code} {problem.detail}" for problem in caught.value.problems}


def test_nothing_given_is_the_documented_default(home: Path) -> None:
    (home / "config.toml").unlink(missing_ok=True)
    expected = Settings(home=str(home), flows=str(home / "flows"))
    assert load_settings({"home": str(home)}, {}) == expected
    assert (expected.host, expected.port, expected.warm_workers, expected.max_active_runs) == ("127.0.0.1", 8000, 1, 8)


@pytest.mark.parametrize(
    ("config", "env", "flag", "port"),
    [
        ("", {}, None, 8000),
        ("port = 1", {}, None, 1),
        ("port = 1", {"REN_PORT": "2"}, None, 2),
        ("port = 1", {"REN_PORT": "2"}, 3, 3),
        ("port = 1", {}, 3, 3),
        ("", {"REN_PORT": "2"}, 0, 0),
    ],
)
def test_flags_win_over_the_environment_over_the_file(
    home: Path, config: str, env: dict[str, str], flag: int | None, port: int
) -> None:
    assert load(home, config, {"port": flag}, **env).port == port


def test_settings_cannot_be_changed(home: Path) -> None:
    with pytest.raises(AttributeError):
        load(home).port = 1  # type: ignore[misc]


def test_every_complaint_is_logged_at_once(home: Path) -> None:
    config = 'prot = 1\nport = 70000\ngrace = "5"\nwarm_workers = true\nnonsense_at_all = 1\n[table]\n'
    flags = {"max_active_runs": 0, "hots": "x"}
    env = {"REN_PORT": "abc", "REN_LOG_MAX_BYTES": "1", "REN_UNRELATED": "?", "PORT": "?"}
    assert complaints(home, config, flags, **env) == {
        "config.toml prot": "UNKNOWN_SETTING there is no such setting. Did you mean 'port'?",
        "config.toml port": "WRONG_VALUE Expected `int` <= 65535.",
        "config.toml grace": "WRONG_VALUE Expected `float`, got `str`.",
        "config.toml warm_workers": "WRONG_VALUE Expected `int`, got `bool`.",
        "config.toml nonsense_at_all": "UNKNOWN_SETTING there is no such setting.",
        "config.toml table": "UNKNOWN_SETTING there is no such setting.",
        "environment port": "WRONG_VALUE Expected `int`, got `str`.",
        "environment log_max_bytes": "WRONG_VALUE Expected `int` >= 65536.",
        "flag max_active_runs": "WRONG_VALUE Expected `int` >= 1.",
        "flag hots": "UNKNOWN_SETTING there is no such setting. Did you mean 'host'?",
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("port", ""),
        ("port", " "),
        ("port", "8000.5"),
        ("port", "-1"),
        ("port", "65536"),
        ("port", "0x50"),
        ("port", "9" * 5000),
        ("grace", "nan"),
        ("grace", "inf"),
        ("grace", "0"),
        ("grace", "-1"),
        ("grace", "five"),
        ("warm_workers", "1025"),
        ("warm_workers", "\udcff"),
        ("max_active_runs", "true"),
    ],
)
def test_garbage_in_the_environment(home: Path, name: str, text: str) -> None:
    assert list(complaints(home, **{f"REN_{name.upper()}": text})) == [f"environment {name}"]


@pytest.mark.parametrize("config", ["grace = nan", "grace = inf", "port = 1.5", "port = 1970-01-01", "host = []"])
def test_garbage_in_the_file(home: Path, config: str) -> None:
    assert list(complaints(home, config)) == [f"config.toml {config.split(maxsplit=1)[0]}"]


@pytest.mark.parametrize(
    ("config", "part"),
    [
        ("port = ", "Invalid value"),
        ("port = 1\nport = 2", "Cannot overwrite a value"),
        ("{}", "line 1"),
        (b"host = '\xff'", "can't decode byte 0xff"),
        (b"port = 1\0", "line 1"),
        ("x = " + "[" * 100_000, "recursion|nested more than"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_broken_file_is_one_complaint(home: Path, config: str | bytes, part: str) -> None:
    [(place, text)] = complaints(home, config).items()
    assert place == str(home / "config.toml")
    assert text.startswith("UNREADABLE cannot be read: ")
    assert re.search(part, text)


def test_a_directory_in_place_of_the_file(home: Path) -> None:
    (home / "config.toml").mkdir()
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings({"home": str(home)}, {})


@pytest.mark.parametrize("config", [b"\xef\xbb\xbfport = 5", b"port = 5\r\n", b"# only\nport = 5"])
def test_forms_of_a_good_file(home: Path, config: bytes) -> None:
    assert load(home, config).port == 5


def test_a_token_is_not_shown_in_a_complaint(home: Path) -> None:
    assert "s3cret" not in str(complaints(home, "token = ['s3cret']", REN_PORT="s3cret"))


def test_the_home_comes_from_flag_environment_or_user(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings({"home": str(home)}, {"REN_HOME": "/other"}).home == str(home)
    assert load_settings({"home": None}, {"REN_HOME": str(home)}).home == str(home)
    assert load_settings({}, {"REN_HOME": "relative/"}).home == str(Path.cwd() / "relative")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    assert load_settings({}, {}).home == str(home / ".ren")
    assert load_settings({}, {"REN_HOME": ""}).home == str(home / ".ren")
    assert load_settings({}, {"REN_HOME": "~/x"}).home_paths.root == home / "x"


@pytest.mark.skipif(os.name == "nt", reason="Windows makes up a home for any user name")
def test_the_home_of_a_stranger_is_a_complaint(home: Path) -> None:
    with pytest.raises(ConfigError, match="home: there is no home directory for '~nobody-of-that-name/x'"):
        load_settings({"home": "~nobody-of-that-name/x"}, {})
    assert list(complaints(home, REN_FLOWS="~nobody-of-that-name")) == ["flows"]


def test_the_flows_folder(home: Path) -> None:
    assert load(home).flows_paths[0] == home / "flows"
    Path("flows").mkdir()
    assert load(home).flows_paths[0] == Path.cwd() / "flows"
    assert load(home, REN_FLOWS="mine").flows_paths[0] == Path.cwd() / "mine"
    assert load(home, flags={"flows": "/theirs"}, REN_FLOWS="mine").flows == str(Path("/theirs").absolute())


def test_several_flows_folders(home: Path) -> None:
    both = (Path.cwd() / "a", Path.cwd() / "b")
    assert load(home, REN_FLOWS=os.pathsep.join(["a", "b", "", "a"])).flows_paths == both
    assert load(home, flags={"flows": ["a", "b"]}).flows_paths == both
    assert load(home, 'flows = ["a", "b"]').flows_paths == both


def test_lists_come_from_variables_and_from_the_file(home: Path) -> None:
    both = os.pathsep.join(["/data/a", "b"])
    found = load(home, REN_ALLOW_PATHS=both, REN_DISABLED_FUNCTIONS="a.b, c ,")
    assert found.allow_paths == ("/data/a", str(Path.cwd() / "b"))
    assert found.disabled_functions == ("a.b", "c")
    found = load(home, 'allow_paths = ["~/pictures"]\ndisabled_functions = ["x"]\nfile_guard = "off"')
    assert found.allow_paths == (str(Path("~/pictures").expanduser()),)
    assert (found.disabled_functions, found.file_guard) == (("x",), "off")


def test_networks_that_flows_may_reach(home: Path) -> None:
    found = load(home, REN_ALLOW_ADDRESSES="127.0.0.1, 10.0.0.0/8 ,::1,")
    assert found.allow_addresses == ("127.0.0.1", "10.0.0.0/8", "::1")
    assert found.start_of("t", 1).allow_addresses == found.allow_addresses
    for wrong in ("localhost", "10.0.0.0/33", "*", "127.0.0.1:80"):
        with pytest.raises(ConfigError, match="is no address and no network"):
            load(home, REN_ALLOW_ADDRESSES=wrong)


def test_the_real_environment_is_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REN_HOME", str(home))
    monkeypatch.setenv("REN_GRACE", "2.5")
    assert load_settings({}).grace == 2.5


def test_every_setting_has_a_flag_type_that_toml_and_the_environment_can_carry() -> None:
    for field in msgspec.structs.fields(Settings):
        assert isinstance(field.default, str | int | float | tuple), field.name
