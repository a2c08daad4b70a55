"""`renflow service ...`: the supervisor as a service of the user's, which the system starts and keeps running."""

import argparse
import os
import sys
from pathlib import Path

from workflow_engine_shared.errors import ConfigError
from workflow_engine_shared.settings import Settings, load_settings
from workflow_engine_supervisor.cli.arguments import Parser, flag, setting, switch, workers_flags
from workflow_engine_supervisor.cli.failure import ENDED_BADLY, OK
from workflow_engine_supervisor.cli.terminal import clean, say, say_json
from workflow_engine_supervisor.service.definition import Plan

_FLAGS = ("host", "port", "warm_workers", "max_active_runs")


def add_install_flags(parser: Parser) -> None:
    flag(parser, "--host", type=setting("host"), help="the address to listen on (default: config.toml's, 127.0.0.1)")
    flag(parser, "--port", type=setting("port"), help="the port to listen on (default: config.toml's, 8000)")
    workers_flags(parser)
    switch(parser, "--print", help="print the file and the commands, and do nothing")


def install(args: argparse.Namespace) -> int:
    from workflow_engine_supervisor.server.listening import refuse_open_door
    from workflow_engine_supervisor.service import manage, this_system

    settings = _settings(args)
    if getattr(args, "token", None):
        raise ConfigError(
            "A token is not written into a service's file, where others may read it.",
            hint=f'Write token = "..." into {settings.home_paths.config}, readable by you alone (chmod 600).',
        )
    refuse_open_door(settings)
    plan = this_system.plan_here(settings, _words(args, settings))
    if args.print:
        return _print(plan, as_json=args.json)
    settings.home_paths.make()
    is_new = manage.install(plan, this_system.run)
    if args.json:
        say_json({"file": str(plan.file), "new": is_new})
        return OK
    did = "is installed and runs" if is_new else "was installed already, with the same settings, and runs"
    say("\n".join([f"The service {did}: {clean(plan.file)}", *map(clean, plan.notes), *_unheard()]))
    return OK


def status(args: argparse.Namespace) -> int:
    from workflow_engine_supervisor.service import manage, this_system

    plan = this_system.plan_here(_settings(args), ())
    found = manage.status(plan, this_system.run)
    if args.json:
        say_json({"file": str(plan.file), "installed": found.installed, "running": found.running})
    else:
        words = ("installed" if found.installed else "not installed", "runs" if found.running else "does not run")
        say(f"{', '.join(words)}: {clean(plan.file)}\n{clean(found.detail.strip())}".rstrip())
    return OK if found.running else ENDED_BADLY


def remove(args: argparse.Namespace) -> int:
    from workflow_engine_supervisor.service import manage, this_system

    plan = this_system.plan_here(_settings(args), ())
    manage.remove(plan, this_system.run)
    if args.json:
        say_json({"file": str(plan.file), "removed": True})
    else:
        say(f"The service is removed: {clean(plan.file)}. The data directory stays as it is.")
    return OK


def _settings(args: argparse.Namespace) -> Settings:
    """The settings as the service will have them: it does not see this shell's variables."""
    home = getattr(args, "home", None) or os.environ.get("REN_HOME")
    given = {name: getattr(args, name, None) for name in (*_FLAGS, "flows")}
    return load_settings({**given, "home": home}, environ={})


def _words(args: argparse.Namespace, settings: Settings) -> list[str]:
    """What `serve` is given: the flags of this command, and the flows folders as they are found from here."""
    words = []
    for name in _FLAGS:
        value = getattr(args, name, None)
        if value is not None:
            words += [f"--{name.replace('_', '-')}", str(value)]
    for folder in settings.flows_paths:
        words += ["--flows", str(folder)]
    return words


def _print(plan: Plan, *, as_json: bool) -> int:
    encoding = "utf-16" if sys.platform == "win32" else "utf-8"
    text = plan.content.decode(encoding)
    commands = [list(command) for command in plan.start]
    if as_json:
        say_json({"file": str(plan.file), "content": text, "commands": commands})
    else:
        import shlex

        say("\n".join([f"# {clean(plan.file)}", clean(text.rstrip()), "", "# then", *map(shlex.join, commands)]))
    return OK


def _unheard() -> list[str]:
    """Variables of this shell that the service does not get."""
    names = sorted(name for name in os.environ if name.startswith("REN_") and name != "REN_HOME")
    if not names:
        return []
    config = Path("config.toml")
    return [f"It does not see this shell's {', '.join(names)}: what it needs belongs into {config}."]
