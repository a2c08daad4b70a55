"""`map`: calls a registered function for each item of a list."""

import functools
from collections.abc import Callable
from typing import Any

from workflow_engine_shared.dsl.nodes.map import ArtifactItems, MapNode
from workflow_engine_shared.errors import BadItems, InvalidJson
from workflow_engine_shared.functions.registry import RegisteredFunction
from workflow_engine_shared.ids import shown
from workflow_engine_shared.jsonlogic.rules import evaluate
from workflow_engine_shared.sdk import MapOptions
from workflow_engine_shared.strict_json import strict_json
from workflow_engine_worker.functions.call import keyword_arguments
from workflow_engine_worker.functions.result import checked_update
from workflow_engine_worker.nodes.outcome import Elsewhere, Outcome, Visitor
from workflow_engine_worker.nodes.policy import carry_out


def visit(node: MapNode, state: dict[str, Any], visitor: Visitor) -> Outcome:
    """Call the function for each item, as `map_steps` in a function would."""
    elsewhere = None if node.environment is None else visitor.elsewhere(node.environment, node.code_ref)
    function = elsewhere or visitor.function(node.code_ref)
    options = _options(node, function)

    def work() -> Outcome:
        kwargs = keyword_arguments(node.args, node.args_from, state)
        if isinstance(function, RegisteredFunction):
            call = functools.partial(function.call, **kwargs) if kwargs else function.call
        else:
            call = function.of_items(kwargs)
        results = visitor.map_steps(call, _items(node, state, visitor), options)
        if node.output_key is None:
            return Outcome()
        return Outcome(updates=checked_update({node.output_key: list(results)}, repr(node.code_ref)))

    return carry_out(node.policy, work, visitor, node.id)


def _options(node: MapNode, function: RegisteredFunction | Elsewhere) -> MapOptions:
    """What the node leaves open is what the function was registered with."""
    return MapOptions(
        key=None if node.key is None else _key_of(node.key),
        workers=node.workers,
        pool=node.pool if isinstance(function, RegisteredFunction) else "process",
        resources=node.resources,
        retry=node.item_retry if node.item_retry is not None else function.retry or 0,
        timeout=node.item_timeout if node.item_timeout is not None else function.timeout,
        on_error=node.on_item_error,
        label=function.call.__name__ if isinstance(function, RegisteredFunction) else function.name,
    )


def _key_of(field: str) -> Callable[[Any], Any]:
    def key_of(item: Any) -> Any:
        if isinstance(item, dict) and field in item:
            return item[field]
        raise BadItems(f"An item has no field {field!r}, by which 'key' tells items apart: {shown(item)}.")

    return key_of


def _items(node: MapNode, state: dict[str, Any], visitor: Visitor) -> list[Any]:
    found = _from_file(node.items, visitor) if isinstance(node.items, ArtifactItems) else evaluate(node.items, state)
    if isinstance(found, list):
        return found
    whose = f"The artifact {node.items.name!r} holds" if isinstance(node.items, ArtifactItems) else "'items' gives"
    raise BadItems(f"{whose} {'null' if found is None else f'a {type(found).__name__}'} ({shown(found)}), no list.")


def _from_file(items: ArtifactItems, visitor: Visitor) -> Any:
    try:
        return strict_json((visitor.info.outputs_dir / items.name).read_bytes())
    except FileNotFoundError:
        raise BadItems(f"There is no file {items.name!r} among the run's outputs.") from None
    except InvalidJson as error:
        raise BadItems(f"The artifact {items.name!r} is no JSON: {error.detail}") from error
    except OSError as error:
        raise BadItems(f"The artifact {items.name!r} cannot be read: {error.strerror}.") from error
