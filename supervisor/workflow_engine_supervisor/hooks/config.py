"""`hooks.toml` in the data directory: who is told of what, and where. Read again when it has changed.

A secret never stands in it: `{ secret = "name" }` names one of `secrets.toml`, or of the environment.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from workflow_engine_shared import json_pointer
from workflow_engine_shared.dsl.nodes.requests.checks import url_problem
from workflow_engine_shared.errors import Problem
from workflow_engine_shared.user_files.at_hand import AtHand
from workflow_engine_shared.user_files.toml_file import NoTomlFile, TOMLDecodeError, place_of, read_toml
from workflow_engine_supervisor.hooks.notice import EVENTS, Asked, Event

MAX_HOOKS = 100
_NAME = re.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_ADDRESS = r"^[^\s@<>\",;]{1,64}@[^\s@<>\",;]{1,255}$"
Language: TypeAlias = Literal["en", "zh"]
_Flows = Annotated[tuple[Annotated[str, msgspec.Meta(max_length=128)], ...], msgspec.Meta(max_length=1000)]
_Mail = Annotated[str, msgspec.Meta(pattern=_ADDRESS)]


class Secret(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The name of a secret."""

    secret: Annotated[str, msgspec.Meta(pattern=f"^{_NAME.pattern}$")]


class _Hook(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="to"):
    on: tuple[Asked, ...] = EVENTS
    flows: _Flows = ()  #: the flows whose runs are told of; empty: all
    language: Language | None = None

    def wants(self, event: Event, flow_id: str | None) -> bool:
        """Whether it tells of such an event."""
        return event in self.on and (not self.flows or flow_id in self.flows)


class _Web(_Hook, frozen=True, kw_only=True):
    url: str | Secret


class JsonHook(_Web, frozen=True, kw_only=True, tag="json"):
    """A program that takes the notice as JSON."""

    sign: Secret | None = None


class FeishuHook(_Web, frozen=True, kw_only=True, tag="feishu"):
    """A bot of a group in 飞书 (Lark)."""

    sign: Secret | None = None


class DingTalkHook(_Web, frozen=True, kw_only=True, tag="dingtalk"):
    """A bot of a group in 钉钉."""

    sign: Secret | None = None


class WeComHook(_Web, frozen=True, kw_only=True, tag="wecom"):
    """A bot of a group in 企业微信."""


class SlackHook(_Web, frozen=True, kw_only=True, tag="slack"):
    """An incoming webhook of Slack."""


class MailHook(_Hook, frozen=True, kw_only=True, tag="email"):
    """A mail by a server that takes it (SMTP)."""

    server: Annotated[str, msgspec.Meta(min_length=1, max_length=253, pattern=r"^[A-Za-z0-9.:_-]+$")]
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] | None = None
    security: Literal["tls", "starttls", "none"] = "tls"
    user: Annotated[str, msgspec.Meta(max_length=256)] | None = None
    password: Secret | None = None
    sender: _Mail
    recipients: Annotated[tuple[_Mail, ...], msgspec.Meta(min_length=1, max_length=100)]


Hook: TypeAlias = JsonHook | FeishuHook | DingTalkHook | WeComHook | SlackHook | MailHook
_HOOK: Any = Hook


class Hooks(msgspec.Struct, frozen=True):
    """What the file says."""

    of_name: Mapping[str, Hook] = {}
    problems: tuple[Problem, ...] = ()
    #: of all that the file has, usable or not; None: it cannot be read
    names: frozenset[str] | None = frozenset()


def kind_of(hook: Hook) -> str:
    """The form in which it tells, as the file calls it."""
    return str(type(hook).__struct_config__.tag)


def read_hooks(file: Path) -> Hooks:
    """The hooks there are; what cannot be used is a problem and keeps nobody else from being told."""
    try:
        found = read_toml(file)
    except FileNotFoundError:
        return Hooks()
    except NoTomlFile as error:
        return _unreadable(file, str(error))
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        return _unreadable(file, type(error).__name__)
    except TOMLDecodeError as error:
        return _unreadable(file, f"it is no TOML, {place_of(error)}")
    hooks: dict[str, Hook] = {}
    problems: list[Problem] = []
    for name, given in list(found.items())[:MAX_HOOKS]:
        try:
            hooks[name] = _hook(name, given)
        except (msgspec.ValidationError, ValueError) as error:
            problems.append(Problem("WRONG_VALUE", json_pointer.from_steps([name[:100]]), f"{error}."))
    if len(found) > MAX_HOOKS:
        problems.append(Problem("TOO_LARGE", "", f"There are {len(found):,} hooks; {MAX_HOOKS} are read."))
    return Hooks(hooks, tuple(problems), frozenset(found))


class HooksAtHand(AtHand[Hooks]):
    """The hooks as they are now. Any thread."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, lambda: read_hooks(file))


def target_of(hook: Hook) -> str:
    """Where it tells, in short: the rest of an address is as good as a password."""
    if isinstance(hook, MailHook):
        return f"{', '.join(hook.recipients)} by {hook.server}"
    return f"secret {hook.url.secret!r}" if isinstance(hook.url, Secret) else origin_of(hook.url)


def origin_of(url: str) -> str:
    """Scheme, host and port of an address."""
    return "/".join(url.split("/", 3)[:3])


def _hook(name: str, given: Any) -> Hook:
    if not _NAME.fullmatch(name):
        raise ValueError("a hook's name has letters, digits, '_' and '-', 64 at most")
    for field in ("sign", "password"):
        if isinstance(given, dict) and type(given.get(field)) is str:
            raise ValueError(f'a secret must not stand here: {field} = {{ secret = "its name in secrets.toml" }}')
    hook: Hook = msgspec.convert(given, _HOOK, strict=True)
    if not isinstance(hook, MailHook) and isinstance(hook.url, str) and (problem := url_problem(hook.url)):
        raise ValueError(f"'url' {problem}")
    if isinstance(hook, MailHook) and (hook.user is None) != (hook.password is None):
        raise ValueError("'user' and 'password' belong together")
    if isinstance(hook, MailHook) and hook.password is not None and hook.security == "none":
        raise ValueError('a password is sent with security = "tls" or "starttls" only')
    return hook


def _unreadable(file: Path, why: str) -> Hooks:
    return Hooks(problems=(Problem("UNREADABLE", "", f"{file} cannot be read: {why}."),), names=None)
