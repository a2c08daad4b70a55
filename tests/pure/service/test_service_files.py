"""What service managers are given: files that they read as they are meant, whatever stands in the paths."""

import os
import plistlib
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import pytest

from workflow_engine_shared.errors import ConfigError
from workflow_engine_shared.settings import Settings
from workflow_engine_supervisor.service import launchd, systemd, task_scheduler
from workflow_engine_supervisor.service.definition import Plan, Service, refuse_controls, service_name
from workflow_engine_supervisor.service.this_system import service_of

ODD = [
    "/home/ann/.ren",
    "/home/ann/my data",
    "/home/ann/100% sure %h",
    "/home/ann/$HOME ${x}",
    '/home/ann/a"quoted"\'b',
    "/home/ann/back\\slash\\",
    "/home/ann/数据 目录/é",
    "/home/ann/;&|<>`!#*?[]{}()~",
    "/home/ann/-dash",
    "/home/ann/two  blanks ",
]
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def service(home: str, program: str = "/usr/bin/python3") -> Service:
    command = (program, "-m", "workflow_engine.server", "--home", home, "--flows", home + "/flows")
    return Service("renflow", Path(home), command, Path(home) / "service.log", 10.0)


# -- systemd ---------------------------------------------------------------------------------------------------------


def words_of(unit: str) -> list[str]:
    """The command as systemd reads it: quoted words, C escapes, doubled percent signs."""
    (line,) = re.findall(r"(?m)^ExecStart=(.*)$", unit)
    words = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
    assert " ".join(f'"{word}"' for word in words) == line
    assert not [word for word in words if re.search(r"(?<!%)%(?:%%)*(?!%)", word)], "a specifier is left"
    return [re.sub(r"\\(.)", r"\1", word).replace("%%", "%") for word in words]


@pytest.mark.parametrize("home", ODD)
def test_a_unit_says_what_was_meant(home: str) -> None:
    asked = service(home)
    unit = systemd.unit_text(asked)
    first, *rest = words_of(unit)
    assert (first, rest) == (f":{asked.command[0]}", list(asked.command[1:]))
    assert "\n\n[Install]\nWantedBy=default.target\n" in unit
    assert "KillMode=process" in unit, "workers outlive a supervisor that dies"
    assert "TimeoutStopSec=30\n" in unit


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_itself_finds_nothing_wrong_with_any(tmp_path: Path) -> None:
    program = tmp_path / "py thon $x %h"
    program.symlink_to("/bin/true")
    files = []
    for number, home in enumerate(ODD):
        files.append(tmp_path / f"renflow-{number}.service")
        files[-1].write_bytes(systemd.plan(service(home, str(program)), {}, tmp_path).content)
    assert verified(tmp_path, *files) == []
    files[0].write_text(files[0].read_text().replace("KillMode=process", "KillMode=odd").replace("/py thon", "/gone"))
    assert len(verified(tmp_path, files[0])) > 1, "what is wrong is noticed"


def verified(folder: Path, *files: Path) -> list[str]:
    """What systemd says of these units."""
    command = ["systemd-analyze", "verify", "--user", "--man=no", *map(str, files)]
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(folder)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    said = [line for line in (done.stdout + done.stderr).splitlines() if "renflow-" in line]
    assert bool(said) == (done.returncode != 0), done.stderr
    return said


def test_where_a_unit_stands() -> None:
    home = Path("/home/ann")
    asked = service("/home/ann/.ren")
    usual = systemd.plan(asked, {}, home)
    assert usual.file == home / ".config/systemd/user/renflow.service"
    assert usual.start[-1] == ("systemctl", "--user", "enable", "--now", "renflow.service")
    assert systemd.plan(asked, {"XDG_CONFIG_HOME": "/etc/ann"}, home).file.parent == Path("/etc/ann/systemd/user")
    assert systemd.plan(asked, {"XDG_CONFIG_HOME": "relative"}, home).file == usual.file
    assert any("loginctl enable-linger" in note for note in usual.notes)


# -- launchd ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("home", ODD)
def test_an_agent_says_what_was_meant(home: str) -> None:
    asked = service(home)
    plan = launchd.plan(asked, 501, Path("/Users/ann"))
    found = plistlib.loads(plan.content)
    assert found["ProgramArguments"] == [*asked.command, "--log-file", str(asked.log)]
    assert found["Label"] == "org.renflow"
    assert plan.file == Path("/Users/ann/Library/LaunchAgents/org.renflow.plist")
    assert (found["KeepAlive"], found["RunAtLoad"]) == ({"SuccessfulExit": False}, True)
    assert found["AbandonProcessGroup"] is True, "workers outlive a supervisor that dies"
    assert found["ExitTimeOut"] == 30
    assert plan.start[-1] == ("launchctl", "bootstrap", "gui/501", str(plan.file))


#: Of launchd.plist(5): the keys that an agent of ours has, and what may stand there.
AGENT_KEYS = {
    "Label": str,
    "ProgramArguments": list,
    "RunAtLoad": bool,
    "KeepAlive": dict,
    "ThrottleInterval": int,
    "ExitTimeOut": int,
    "AbandonProcessGroup": bool,
}


def test_an_agent_is_a_property_list_as_launchd_wants_it() -> None:
    content = launchd.plan(service("/Users/ann/数据 & <x>"), 501, Path("/Users/ann")).content
    assert content.startswith(
        b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN"'
    )
    found = plistlib.loads(content, fmt=plistlib.FMT_XML)
    assert {key: type(value) for key, value in found.items()} == AGENT_KEYS
    assert all(isinstance(word, str) and word for word in found["ProgramArguments"])
    assert plistlib.loads(plistlib.dumps(found, fmt=plistlib.FMT_BINARY)) == found, "as plutil converts it"


# -- the Task Scheduler ----------------------------------------------------------------------------------------------


def split_as_windows_does(line: str) -> list[str]:
    """CommandLineToArgvW, for all but the program's name."""
    words, word, quoted, begun, at = [], "", False, False, 0
    while at < len(line):
        slashes = len(line[at:]) - len(line[at:].lstrip("\\"))
        at += slashes
        mark = line[at : at + 1]
        if mark == '"':
            word += "\\" * (slashes // 2)
            if slashes % 2:
                word += '"'
            else:
                quoted = not quoted
            begun, at = True, at + 1
            continue
        word += "\\" * slashes
        begun = begun or bool(slashes)
        if mark in ("", " ", "\t") and not quoted:
            words += [word] if begun else []
            word, begun = "", False
        else:
            word, begun = word + mark, True
        at += 1
    return [*words, word] if begun else words


@pytest.mark.parametrize("home", [*(each for each in ODD if "%" not in each), "C:\\Users\\An n\\.ren\\", "C:\\100%"])
def test_a_task_says_what_was_meant(home: str) -> None:
    asked = service(home)
    plan = task_scheduler.plan(asked, "PC\\An n & <co>")
    root = ET.fromstring(plan.content.decode("utf-16"))
    assert plan.content.startswith(b"\xff\xfe"), "schtasks reads UTF-16 with its mark"
    run = root.find(f"{TASK}Actions/{TASK}Exec")
    assert run is not None
    assert run.findtext(f"{TASK}Command") == asked.command[0]
    arguments = run.findtext(f"{TASK}Arguments") or ""
    assert split_as_windows_does(arguments) == [*asked.command[1:], "--log-file", str(asked.log)]
    assert run.findtext(f"{TASK}WorkingDirectory") == str(asked.home)
    assert root.findtext(f"{TASK}Principals/{TASK}Principal/{TASK}UserId") == "PC\\An n & <co>"
    settings = root.find(f"{TASK}Settings")
    assert settings is not None
    # The order that the schema demands: it is a sequence.
    order = [each.tag.removeprefix(TASK) for each in root]
    assert order == ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"]
    assert settings.findtext(f"{TASK}ExecutionTimeLimit") == "PT0S", "a long run is not ended after three days"


#: Of the published schema of version 1.2: what an element of ours may hold. A list is a sequence, a set any order.
TASK_SCHEMA: dict[str, list[str] | set[str] | str] = {
    "Task": ["RegistrationInfo", "Triggers", "Principals", "Settings", "Data", "Actions"],
    "RegistrationInfo": {
        "URI", "SecurityDescriptor", "Source", "Date", "Author", "Version", "Description", "Documentation",
    },
    "Triggers": {"LogonTrigger"},
    "LogonTrigger": ["Enabled", "StartBoundary", "EndBoundary", "Repetition", "ExecutionTimeLimit", "UserId", "Delay"],
    "Principals": ["Principal"],
    "Principal": {"UserId", "LogonType", "GroupId", "DisplayName", "RunLevel"},
    "Settings": {
        "AllowStartOnDemand", "RestartOnFailure", "MultipleInstancesPolicy", "DisallowStartIfOnBatteries",
        "StopIfGoingOnBatteries", "AllowHardTerminate", "StartWhenAvailable", "NetworkProfileName",
        "RunOnlyIfNetworkAvailable", "WakeToRun", "Enabled", "Hidden", "DeleteExpiredTaskAfter", "IdleSettings",
        "NetworkSettings", "ExecutionTimeLimit", "Priority", "RunOnlyIfIdle",
    },
    "RestartOnFailure": {"Interval", "Count"},
    "Actions": {"Exec"},
    "Exec": {"Command", "Arguments", "WorkingDirectory"},
    "LogonType": "S4U|Password|InteractiveToken|InteractiveTokenOrPassword",
    "RunLevel": "LeastPrivilege|HighestAvailable",
    "MultipleInstancesPolicy": "Parallel|Queue|IgnoreNew|StopExisting",
    "Enabled": "true|false",
    "DisallowStartIfOnBatteries": "true|false",
    "StopIfGoingOnBatteries": "true|false",
    "ExecutionTimeLimit": r"PT\d+S",
    "Interval": r"PT[1-9]\d?M",
    "Count": r"[1-9]\d?|1\d\d|2[0-4]\d|25[0-5]",
    "Priority": r"\d|10",
}  # fmt: skip


def against_the_schema(element: ET.Element) -> Iterator[str]:
    name = element.tag.removeprefix(TASK)
    allowed = TASK_SCHEMA.get(name)
    children = [each.tag.removeprefix(TASK) for each in element]
    if isinstance(allowed, str) and re.fullmatch(allowed, element.text or "") is None:
        yield f"{name}: {element.text}"
    if isinstance(allowed, set | list) and (not set(children) <= set(allowed) or len(set(children)) < len(children)):
        yield f"{name}: {children}"
    if isinstance(allowed, list) and children != [each for each in allowed if each in children]:
        yield f"{name}: {children} in this order"
    if allowed is None and children:
        yield f"{name} is no element of ours"
    for each in element:
        yield from against_the_schema(each)


def test_a_task_holds_what_its_schema_allows() -> None:
    text = task_scheduler.plan(service("C:\\数据 & <x>"), "PC\\Ann").content.decode("utf-16")
    root = ET.fromstring(text)
    assert (root.tag, root.get("version")) == (f"{TASK}Task", "1.2")
    (principal,) = root.iter(f"{TASK}Principal")
    (actions,) = root.iter(f"{TASK}Actions")
    assert principal.get("id") == actions.get("Context"), "the action runs as the principal"
    assert list(against_the_schema(root)) == []
    wrong = ET.fromstring(text.replace("<Count>255", "<Count>256").replace("LeastPrivilege", "Least"))
    assert list(against_the_schema(wrong)) == ["RunLevel: Least", "Count: 256"]


@pytest.mark.parametrize("home", ["C:\\%USERNAME%\\x", "C:\\$(Arg0)"])
def test_a_task_with_a_variable_in_it_is_refused(home: str) -> None:
    with pytest.raises(ConfigError, match="would read a variable"):
        task_scheduler.plan(service(home), "ann")


@pytest.mark.parametrize("word", ["", "plain", "a b", 'say "x"', "end\\", "a b\\", 'a\\"b', "\\\\server\\x y\\", "\t"])
def test_words_survive_windows(word: str) -> None:
    assert split_as_windows_does(task_scheduler.windows_arguments(["a", word, "z"])) == ["a", word, "z"]


# -- all of them -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["/home/a\nb", "/home/\x1b[31m", "/home/\udcff", "/home/a\u2028b", "/home/\x00"])
def test_what_is_no_text_is_refused(word: str) -> None:
    with pytest.raises(ConfigError, match="no text"):
        refuse_controls(["/home/ann", word])


def test_each_data_directory_has_a_service_of_its_own(tmp_path: Path) -> None:
    usual = tmp_path / ".ren"
    names = {service_name(each, usual) for each in (usual, tmp_path / "a", tmp_path / "b")}
    assert len(names) == 3
    assert service_name(usual, usual) == "renflow"
    assert all(re.fullmatch(r"renflow(-[0-9a-f]{8})?", name) for name in names)
    made = service_of(Settings(home=str(tmp_path / "a")), ["--port", "1"], "/py")
    assert made.command == ("/py", "-m", "workflow_engine.server", "--home", str(tmp_path / "a"), "--port", "1")


def test_every_plan_can_be_undone() -> None:
    asked = service("/home/ann/.ren")
    plans: list[Plan] = [
        systemd.plan(asked, {}, Path("/home/ann")),
        launchd.plan(asked, 501, Path("/Users/ann")),
        task_scheduler.plan(asked, "ann"),
    ]
    for plan in plans:
        assert plan.start
        assert plan.stop
        assert plan.status
        assert plan.notes
        assert "renflow" in PureWindowsPath(plan.file).name
