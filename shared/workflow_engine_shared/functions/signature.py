"""The parameters of a registered function, read from its source: names, whether they are required, defaults."""

import ast
from typing import Any, TypeAlias

import msgspec

#: A default that is no literal: it exists, but only the function's module knows it.
Default: TypeAlias = Any


class Parameter(msgspec.Struct, frozen=True):
    """One keyword that a node may give to its function."""

    name: str
    required: bool
    default: Default = msgspec.UNSET  #: UNSET: none, or no literal
    hint: str = ""  #: the type hint as it is written


class Signature(msgspec.Struct, frozen=True):
    """The parameters that a node's `args` and `argsFrom` may name."""

    parameters: tuple[Parameter, ...] = ()
    state: str | None = None  #: the name of the first parameter, which the engine fills; None: `*args` takes it
    extras: bool = False  #: `**kwargs` takes any further name
    unreachable: tuple[str, ...] = ()  #: positional-only parameters without a default: no node can give them

    @property
    def names(self) -> list[str]:
        return [parameter.name for parameter in self.parameters]

    @property
    def required(self) -> list[str]:
        return [parameter.name for parameter in self.parameters if parameter.required]

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the keywords, as far as the source alone tells: names and literal defaults, no types."""
        properties = {
            each.name: {} if each.default is msgspec.UNSET else {"default": each.default} for each in self.parameters
        }
        return {
            "type": "object",
            "properties": properties,
            "required": self.required,
            "additionalProperties": self.extras,
        }


def read_signature(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Signature:
    """The signature of a `def`, without its first parameter."""
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    missing = len(positional) - len(arguments.defaults)
    defaults: list[ast.expr | None] = [*([None] * missing), *arguments.defaults]
    by_position = dict(zip((each.arg for each in positional), defaults, strict=True))
    only_by_position = {each.arg for each in arguments.posonlyargs}
    named = [
        *((each, by_position[each.arg]) for each in positional[1:] if each.arg not in only_by_position),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    return Signature(
        parameters=tuple(_parameter(each, default) for each, default in named),
        state=positional[0].arg if positional and positional[0].arg not in only_by_position else None,
        extras=arguments.kwarg is not None,
        unreachable=tuple(
            each.arg for each in positional[1:] if each.arg in only_by_position and by_position[each.arg] is None
        ),
    )


def takes_state(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether there is a first parameter for the state."""
    return bool(node.args.posonlyargs or node.args.args or node.args.vararg)


def _parameter(argument: ast.arg, default: ast.expr | None) -> Parameter:
    hint = "" if argument.annotation is None else ast.unparse(argument.annotation)
    return Parameter(argument.arg, default is None, _literal_json(default), hint)


def _literal_json(node: ast.expr | None) -> Any:
    """A default that JSON can show."""
    if node is None:
        return msgspec.UNSET
    try:
        value = ast.literal_eval(node)
        msgspec.json.encode(value)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError, OverflowError):
        return msgspec.UNSET
    return msgspec.UNSET if isinstance(value, (bytes, set, complex)) else value
