"""A task of the Task Scheduler (Windows)."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from workflow_engine_shared.errors import ConfigError
from workflow_engine_shared.ids import shown
from workflow_engine_supervisor.service.definition import Plan, Service

_VARIABLE = re.compile(r"%[^%\s][^%]*%|\$\([^)]*\)")


def plan(service: Service, user: str) -> Plan:
    """What `schtasks` is given."""
    file = service.home / f"{service.name}-task.xml"
    return Plan(
        file=file,
        content=task(service, user),
        start=(
            ("schtasks", "/Create", "/TN", service.name, "/XML", str(file)),
            ("schtasks", "/Run", "/TN", service.name),
        ),
        stop=(("schtasks", "/End", "/TN", service.name), ("schtasks", "/Delete", "/TN", service.name, "/F")),
        forget=(),
        status=("schtasks", "/Query", "/TN", service.name),
        notes=("It starts when you log in.", f"Its log: {service.log}"),
    )


def task(service: Service, user: str) -> bytes:
    """The task's XML, in the encoding that schtasks reads.

    Raises:
        ConfigError: a path holds what the scheduler would replace by a variable's value; it knows no escape.
    """
    program = service.command[0]
    rest = [*service.command[1:], "--log-file", str(service.log)]
    for word in (program, *rest):
        if _VARIABLE.search(word) is not None:
            raise ConfigError(
                f"The Task Scheduler would read a variable in {shown(word, 200)}.",
                hint="Choose a data directory, a flows folder and a Python without %...% and $(...) in their paths.",
            )
    text = f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>renflow, data in {escape(str(service.home))}</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
      <UserId>{escape(user)}</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>{escape(user)}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>5</Priority>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>255</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{escape(program)}</Command>
      <Arguments>{escape(windows_arguments(rest))}</Arguments>
      <WorkingDirectory>{escape(str(service.home))}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""
    return text.encode("utf-16")


def windows_arguments(words: Sequence[str]) -> str:
    """Words as one command line, as Microsoft's C runtime reads it: back-slashes count only before a quote."""
    return " ".join(map(_argument, words))


def _argument(word: str) -> str:
    if word and not re.search(r'[\s"]', word):
        return word
    inside = re.sub(r'(\\*)"', r'\1\1\\"', word)
    # Back-slashes before the closing quote are doubled, too.
    return '"' + re.sub(r"(\\+)\Z", r"\1\1", inside) + '"'
