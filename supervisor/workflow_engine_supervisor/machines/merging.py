"""One list of runs made of several machines' lists, page by page: pure.

Each machine keeps its own order; a page's cursor holds a place in each machine's list. So nothing is shown twice or
left out, whatever was started meanwhile and however the machines' clocks differ.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from workflow_engine_shared.errors import BadCursor
from workflow_engine_shared.storage.workflow.found_runs import Place, RunOrder

MAX_CURSOR = 16 * 1024
_MOST = 2**63


class Listed(NamedTuple):
    """A page of one machine's list."""

    items: Sequence[Mapping[str, Any]]  #: runs with `key` and `place`
    more: bool
    total: int
    last_known: bool = False  #: the machine cannot be reached: its runs as they were


class Places(NamedTuple):
    """Where a page begins."""

    begun: Mapping[str, Place | None]  #: on each machine that has more; None: at its first run
    over: dict[str, int]  #: machines whose lists were shown to their end, and how many runs they had in all


class Merged(NamedTuple):
    items: list[dict[str, Any]]  #: runs, each with its `machine`
    next: str | None


def merge(lists: Mapping[str, Listed], where: Places, order: RunOrder, limit: int) -> Merged:
    """A page of all of them.

    Args:
        lists: a page of each machine's list, `limit` long unless it ended.
        where: these began, and which others were shown to their end before.
        order: of all lists.
        limit: how many runs the page has at most.
    """
    begun, over = where
    taken = dict.fromkeys(lists, 0)
    items: list[dict[str, Any]] = []
    while len(items) < limit:
        heads = {name: each.items[taken[name]] for name, each in lists.items() if taken[name] < len(each.items)}
        if not heads:
            break
        pick = max if order.descending else min  # of those that are alike, the machine that is named first
        name = pick(heads, key=lambda machine: heads[machine]["key"])
        items.append({**heads[name]["run"], "machine": name})
        taken[name] += 1
    places = {
        name: list(each.items[taken[name] - 1]["place"]) if taken[name] else begun.get(name)
        for name, each in lists.items()
        if each.more or taken[name] < len(each.items)
    }
    ended = {name: each.total for name, each in lists.items() if name not in places} | over
    return Merged(items, make_cursor(order, places, ended) if places else None)


def make_cursor(order: RunOrder, places: Mapping[str, Any], over: Mapping[str, int]) -> str:
    """Where a page ended on each machine that has more."""
    text = json.dumps([order.key.value, order.descending, order.now, places, over], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str | None, order: RunOrder) -> tuple[RunOrder, Places | None]:
    """The order and the places of the page that follows; None: it is the first.

    Raises:
        BadCursor: it is of another order, or of nobody.
    """
    if cursor is None:
        return order, None
    try:
        if len(cursor) > MAX_CURSOR:
            raise BadCursor
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        key, descending, now, places, over = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if [key, descending] != [order.key.value, order.descending] or not isinstance(now, str):
            raise BadCursor
        begun = {str(name): _place(each) for name, each in places.items()}
        return replace(order, now=now), Places(begun, {str(name): int(each) for name, each in over.items()})
    except (ValueError, TypeError, AttributeError, RecursionError, binascii.Error):
        raise BadCursor from None


def _place(given: Any) -> Place | None:
    if given is None:
        return None
    value, number = given
    is_value = isinstance(value, (str, float)) or (type(value) is int and abs(value) < _MOST)
    if not is_value or type(number) is not int or not 0 <= number < _MOST:
        raise BadCursor
    return value, number
