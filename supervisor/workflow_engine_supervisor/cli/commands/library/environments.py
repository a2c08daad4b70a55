"""`renflow envs`: the environments of flows, and removing those that nobody uses any more."""

import argparse
from datetime import datetime, timedelta, timezone
from typing import Any

from workflow_engine_shared.clock import SystemClock, parse_rfc3339
from workflow_engine_supervisor.cli.arguments import Parser, flag, settings_of, switch, text
from workflow_engine_supervisor.cli.failure import OK
from workflow_engine_supervisor.cli.render import moment_text, table
from workflow_engine_supervisor.cli.terminal import clean, say, say_json, tell
from workflow_engine_supervisor.client.connection import connect
from workflow_engine_supervisor.client.errors import Refused

_SHORT = 12
_PACKAGES = 4
DAYS = 30.0


def list_environments(args: argparse.Namespace) -> int:
    items = _items(args)
    if args.json:
        say_json({"items": items})
        return OK
    say(
        table(("HASH", "PYTHON", "SIZE", "USED", "RUNS", "VERSIONS", "PACKAGES"), [_row(each) for each in items])
        if items
        else "none"
    )
    return OK


def add_remove_flags(parser: Parser) -> None:
    parser.add_argument("hash", type=text, metavar="HASH", help="its hash, or the beginning of it")


def remove(args: argparse.Namespace) -> int:
    with connect(settings_of(args)) as connection:
        connection.client.delete(f"/environments/{args.hash}")
    say(f"{args.hash}: removed; the next run that needs it builds it again")
    return OK


def add_prune_flags(parser: Parser) -> None:
    flag(parser, "--days", type=float, default=DAYS, metavar="N", help="keep what was used within so many days")
    flag(parser, "--keep-mb", type=float, metavar="N", help="remove more, the oldest first, until so much is left")
    switch(parser, "--dry-run", help="only tell what would be removed")


def prune(args: argparse.Namespace) -> int:
    now = parse_rfc3339(SystemClock().now())
    chosen = to_remove(_items(args), now - timedelta(days=max(0.0, args.days)), args.keep_mb)
    removed = []
    with connect(settings_of(args)) as connection:
        for each in chosen:
            if not args.dry_run:
                try:
                    connection.client.delete(f"/environments/{each['hash']}")
                except Refused as error:
                    tell(f"{each['hash'][:_SHORT]} stays: {clean(error.detail)}")
                    continue
            removed.append(each)
    freed = sum(each["size_mb"] or 0 for each in removed)
    if args.json:
        say_json({"removed": [each["hash"] for each in removed], "freed_mb": round(freed, 1), "dry_run": args.dry_run})
        return OK
    for each in removed:
        say(each["hash"])
    would = "would be removed" if args.dry_run else "removed"
    tell(f"{len(removed)} {would}, {freed:.1f} MB.")
    return OK


def to_remove(items: list[dict[str, Any]], before: datetime, keep_mb: float | None) -> list[dict[str, Any]]:
    """What is built, has no run that is not over, and was used before a time; and more, until so much is left."""
    built = sorted((each for each in items if each["built_at"]), key=_used)
    free = [each for each in built if not each["runs"]]
    chosen = [each for each in free if _used(each) < before]
    left = sum(each["size_mb"] or 0 for each in built) - sum(each["size_mb"] or 0 for each in chosen)
    for each in free:
        if keep_mb is not None and left > keep_mb and each not in chosen:
            chosen.append(each)
            left -= each["size_mb"] or 0
    return chosen


def _used(item: dict[str, Any]) -> datetime:
    moment = item["used_at"] or item["built_at"]
    return parse_rfc3339(moment) if moment else datetime.fromtimestamp(0, timezone.utc)


def _items(args: argparse.Namespace) -> list[dict[str, Any]]:
    with connect(settings_of(args)) as connection:
        items: list[dict[str, Any]] = connection.client.get("/environments")["items"]
    return items


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    packages = [f"{each['name']} {each['version']}" for each in item["packages"]]
    more = f" and {len(packages) - _PACKAGES} more" if len(packages) > _PACKAGES else ""
    return (
        item["hash"][:_SHORT],
        item["python"] or "?",
        f"{item['size_mb']:.1f} MB" if item["size_mb"] is not None else "not built",
        moment_text(item["used_at"]) if item["used_at"] else "never",
        str(len(item["runs"])),
        ", ".join(f"{each['flow_id']}:{each['version']}" for each in item["versions"][:3]) or "-",
        ", ".join(packages[:_PACKAGES]) + more or "-",
    )
