"""The pieces command lines are made of: every flag at most once, never abbreviated, its value checked here."""

import argparse
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NoReturn, get_type_hints

import msgspec

from workflow_engine_shared.dsl.suggestion import did_you_mean
from workflow_engine_shared.errors import ConfigError
from workflow_engine_shared.ids import id_problem, shown
from workflow_engine_shared.settings import Settings, load_settings

from .failure import EXIT_CODES, UsageError
from .terminal import say

_SETTING_TYPES = get_type_hints(Settings, include_extras=True)


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are errors like all others."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **options)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Refuse what is unknown here, where the command it was meant for is known."""
        if args is not None:
            self._refuse_mistyped(args)
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            near = did_you_mean(unknown[0], self._option_string_actions) or self._without_value(args or (), unknown[0])
            self.error(f"unrecognized arguments: {' '.join(unknown)}. {near}".rstrip(". "))
        return found, unknown

    def _refuse_mistyped(self, args: Sequence[str]) -> None:
        """Of flags before a command, of which there need be none: what follows one would be taken for the command."""
        actions = self._subparsers._group_actions if self._subparsers else []  # noqa: SLF001 - there is no other way
        commands = [name for action in actions if not action.required for name in action.choices or ()]
        for each in args if commands else ():
            if each in commands or each == "--":
                return
            name = each.partition("=")[0]
            if each.startswith("--") and name not in self._option_string_actions:
                near = did_you_mean(name, self._option_string_actions)
                self.error(f"unrecognized arguments: {each}. {near}".rstrip(". "))

    def _without_value(self, args: Sequence[str], unknown: str) -> str:
        """What may have been meant as the value of a switch."""
        switches = [name for name, action in self._option_string_actions.items() if action.nargs == 0]
        given = next((before for before, after in pairwise(args) if after == unknown and before in switches), None)
        return "" if given is None else f"{given} takes no value"

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """A list of all commands helps less than the one that was meant."""
        if action.choices is not None and isinstance(value, str) and value not in action.choices:
            near = did_you_mean(value, list(map(str, action.choices)))
            if near:
                self.error(f"argument {argparse._get_action_name(action)}: {shown(value)} is unknown. {near}")  # noqa: SLF001 - as argparse's own message
        super()._check_value(action, value)

    def error(self, message: str) -> NoReturn:
        ending = "" if message.endswith("?") else "."
        raise UsageError(f"{message[:1].upper()}{message[1:]}{ending}", usage=self.format_usage())


class LaterParser(Parser):
    """The parser of a command, which is made when somebody looks at it: to make all takes longer than most commands.

    Args:
        complete: Gives it its flags then.
        options: Of the parser.
    """

    def __init__(self, *, complete: Callable[[Parser], None], **options: Any) -> None:
        self.__dict__["_later"] = complete, options  # no more: what it lacks, it is asked for below

    def __getattr__(self, name: str) -> Any:
        later = self.__dict__.pop("_later", None)
        if later is None:
            raise AttributeError(name)
        complete, options = later
        super().__init__(**options)
        complete(self)
        return getattr(self, name)


class Once(argparse.Action):
    """A flag that refuses to be given twice: which one counts would be a guess."""

    used = False

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        if self.used:
            parser.error(f"argument {option_string}: given twice")
        self.used = True  # on the action: before and behind a command's name stand different namespaces
        setattr(namespace, self.dest, self.const if self.nargs == 0 else values)


class ShowVersion(argparse.Action):
    """Looks the version up only when asked: package metadata is slow to find."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version

        say(f"renflow {version('renflow')}")
        parser.exit()


def flag(parser: argparse.ArgumentParser, *names: str, **options: Any) -> None:
    """A flag with a value, at most once."""
    parser.add_argument(*names, action=Once, **options)


def input_flag(parser: argparse.ArgumentParser, meaning: str) -> None:
    """`--input`, which `run_input` reads."""
    more = "any number of times; @FILE reads a JSON object, - reads it from stdin"
    parser.add_argument("--input", action="append", default=[], metavar="KEY=VALUE", help=f"{meaning}, {more}")


_LINKED = "a file or folder the run may read: it is linked into the run's inputs, its path there is the input's KEY"


def file_flag(parser: argparse.ArgumentParser, meaning: str = _LINKED) -> None:
    """`--file`, which `named_files` reads."""
    parser.add_argument("--file", action="append", default=[], metavar="KEY=PATH", help=meaning)


def switch(parser: argparse.ArgumentParser, *names: str, **options: Any) -> None:
    """A flag without a value, at most once."""
    options.setdefault("default", False)
    parser.add_argument(*names, action=Once, nargs=0, const=True, **options)


def setting(name: str) -> Callable[[str], Any]:
    """Reads a flag's text as the setting it stands for, under the setting's own limits."""

    def read(text: str) -> Any:
        try:
            return msgspec.convert(text, _SETTING_TYPES[name], strict=False)
        except msgspec.ValidationError as error:
            raise argparse.ArgumentTypeError(f"{shown(text)}: {error}") from None

    return read


def identifier(text: str) -> str:
    """The id of a run or a flow: anything else would only be refused by the server."""
    problem = id_problem(text)
    if problem:
        raise argparse.ArgumentTypeError(f"{shown(text)} {problem}")
    return text


def count(text: str) -> int:
    """A whole number from 1."""
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) < 1:  # noqa: PLR2004 - below 2**31
        raise argparse.ArgumentTypeError(f"{shown(text)} is not a whole number from 1")
    return int(text)


def text(text: str) -> str:
    """Any text that can be sent: no bytes of another encoding."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError(f"{shown(text)} is not UTF-8") from None
    return text


def global_flags() -> Parser:
    """What every command takes; suppressed defaults let a flag stand before or behind the command's name."""
    parser = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    group = parser.add_argument_group("everywhere")
    group.add_argument("--json", action=Once, nargs=0, const=True, help="print JSON; errors are JSON on stderr")
    group.add_argument("--home", action=Once, metavar="DIR", help="the data directory (REN_HOME; default ~/.ren)")
    group.add_argument("--token", action=Once, help="the server's token (REN_TOKEN)")
    return parser


def flows_flag(parser: argparse.ArgumentParser) -> None:
    help_text = "a flows folder, any number of times (REN_FLOWS; default ./flows, else HOME/flows)"
    parser.add_argument("--flows", action="append", metavar="DIR", help=help_text)


def workers_flags(parser: Parser) -> None:
    """For commands that decide how a supervisor keeps its workers."""
    flows_flag(parser)
    flag(parser, "--warm-workers", type=setting("warm_workers"), metavar="N", help="idle workers kept ready")
    flag(parser, "--max-active-runs", type=setting("max_active_runs"), metavar="N", help="further runs wait")


def settings_of(args: argparse.Namespace) -> Settings:
    """The settings as this command line, the environment and config.toml give them."""
    flags = {name: getattr(args, name, None) for name in _SETTING_TYPES}
    try:
        return load_settings(flags)
    except (RuntimeError, OSError) as error:  # '~' of a user who is not there, a working directory that was removed
        raise ConfigError(f"The data directory or flows folder cannot be found: {str(error).rstrip('.')}.") from None


def exit_codes_text() -> str:
    lines = (f"  {code:>3}  {meaning.replace('`', '')}" for code, meaning in EXIT_CODES.items())
    return "exit codes:\n" + "\n".join(lines)
