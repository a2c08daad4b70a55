"""`renflow keys`: the keys that sign versions of flows, and whose signatures count. None of it needs a supervisor."""

import argparse
from pathlib import Path
from typing import Any

import msgspec

from workflow_engine_shared.clock import SystemClock
from workflow_engine_shared.errors import NotRunning
from workflow_engine_shared.paths import Home
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.signatures.keys import (
    PRIVATE_END,
    PUBLIC_END,
    TrustedKey,
    new_key,
    revoke_key,
    trust_key,
    trusted_keys,
)
from workflow_engine_shared.signatures.system_keyring import NoKeyring
from workflow_engine_supervisor.cli.arguments import Parser, flag, settings_of, switch, text
from workflow_engine_supervisor.cli.failure import OK, UsageError
from workflow_engine_supervisor.cli.render import moment_text, table
from workflow_engine_supervisor.cli.terminal import clean, say, say_json, tell
from workflow_engine_supervisor.client.connection import connect

_MAX_BYTES = 4096


def add_name(parser: Parser) -> None:
    parser.add_argument("name", type=text, metavar="NAME", help="what people call the key")


def add_new_flags(parser: Parser) -> None:
    add_name(parser)
    switch(parser, "--in-file", help="keep it in a file that only you can read, also where the system has a keyring")


def new(args: argparse.Namespace) -> int:
    home = settings_of(args).home_paths
    made, why = _made(home, args.name, in_file=args.in_file)
    if args.json:
        say_json(_shown(made))
        return OK
    say(f"{made.id}  {clean(made.name)}")
    if made.in_keyring:
        tell("It signs from the keyring of this user on this machine, and nowhere else.")
    else:
        if why:
            tell(f"It is in a file, as {clean(why)}.")
        tell(f"{clean(home.keys / f'{made.name}{PRIVATE_END}')} signs: keep a copy of it, and let nobody else have it.")
    tell(f"{clean(home.keys / f'{made.name}{PUBLIC_END}')} is for those who are to trust it: renflow keys trust.")
    return OK


def _made(home: Home, name: str, *, in_file: bool) -> tuple[TrustedKey, str]:
    """The key, and why it is not in the keyring; empty: it is, or was not to be."""
    now = SystemClock().now()
    if not in_file:
        try:
            return new_key(home, name, now, in_keyring=True), ""
        except NoKeyring as error:
            return new_key(home, name, now), str(error)
    return new_key(home, name, now), ""


def list_keys(args: argparse.Namespace) -> int:
    home = settings_of(args).home_paths
    keys = trusted_keys(home)
    if args.json:
        say_json({"items": [_shown(each) for each in keys]})
        return OK
    rows = [
        (each.id, each.name, _signs(home, each), moment_text(each.trusted_at), _revoked(each), each.note or "")
        for each in keys
    ]
    say(table(("KEY", "NAME", "SIGNS FROM", "TRUSTED", "REVOKED", "BECAUSE"), rows) if rows else "no keys")
    return OK


def add_trust_flags(parser: Parser) -> None:
    add_name(parser)
    parser.add_argument("public", metavar="FILE", help=f"its public part: the NAME{PUBLIC_END} of whoever made it")


def trust(args: argparse.Namespace) -> int:
    try:
        body = Path(args.public).read_bytes()[:_MAX_BYTES].decode()
    except (OSError, ValueError) as error:
        raise UsageError(f"{args.public} cannot be read: {error}.") from None
    made = trust_key(settings_of(args).home_paths, args.name, body, SystemClock().now())
    if args.json:
        say_json(_shown(made))
    else:
        say(f"{made.id}  {clean(made.name)}: its signatures count from now on")
    return OK


def add_revoke_flags(parser: Parser) -> None:
    parser.add_argument("key", type=text, metavar="KEY", help="its name or id")
    flag(parser, "--note", type=text, metavar="TEXT", help="why; told wherever a signature of it is refused")


def revoke(args: argparse.Namespace) -> int:
    settings = settings_of(args)
    revoked = revoke_key(settings.home_paths, args.key, SystemClock().now(), args.note)
    signed = _signed_by(settings, revoked)
    if args.json:
        say_json({**_shown(revoked), "signed": signed})
        return OK
    say(f"{revoked.id}  {clean(revoked.name)}: none of its signatures counts any more")
    if signed is None:
        tell("No supervisor runs here: which runs it has signed is not told.")
        return OK
    for version in signed["versions"]:
        say(f"  signed by it: version {version['version']} of {clean(version['flow_id'])}")
    for thread_id in signed["runs"]:
        say(f"  not over yet: run {clean(thread_id)}")
    if signed["versions"]:
        tell("Where signatures are enforced, a run's next worker refuses them. Sign again what is still good:")
        tell("renflow flows publish FLOW VERSION --sign KEY")
    return OK


def _signed_by(settings: Settings, key: TrustedKey) -> dict[str, Any] | None:
    """What the key has signed; None: nobody is there to tell."""
    try:
        with connect(settings) as connection:
            found: dict[str, Any] = connection.client.get(f"/keys/{key.id}/signed")
            return found
    except NotRunning:
        return None


def _signs(home: Home, key: TrustedKey) -> str:
    """Where its private part is; of somebody else's key it is not here."""
    if key.in_keyring:
        return "keyring"
    return "file" if (home.keys / f"{key.name}{PRIVATE_END}").exists() else "-"


def _revoked(key: TrustedKey) -> str:
    return "" if key.revoked_at is None else moment_text(key.revoked_at)


def _shown(key: TrustedKey) -> dict[str, Any]:
    return dict(msgspec.structs.asdict(key))
