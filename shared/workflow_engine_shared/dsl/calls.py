"""Checks the calls of a flow: parameter names against the functions' source, types where these are known."""

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import islice
from typing import Any, TypeAlias

from workflow_engine_shared import json_pointer
from workflow_engine_shared.errors import FunctionDisabled, Problem
from workflow_engine_shared.functions.discovery import FoundFunction
from workflow_engine_shared.functions.signature import Signature
from workflow_engine_shared.ids import shown
from workflow_engine_shared.json_schema.problems import schema_problems

from .check import unknown_functions
from .model import Flow
from .nodes.node_type import Call
from .place import MAX_PROBLEMS
from .suggestion import Suggestions, meant

#: Function name -> JSON Schema of its keywords.
Schemas: TypeAlias = Mapping[str, Mapping[str, Any]]
_NO_SCHEMAS: Schemas = {}
_TYPE_CODES = dict.fromkeys(("type", "anyOf", "oneOf", "enum", "const"), "WRONG_TYPE")


def check_calls(
    flow: Flow,
    functions: Mapping[str, FoundFunction],
    *,
    disabled: Collection[str] = (),
    schemas: Schemas = _NO_SCHEMAS,
    near: Callable[[str], str] = lambda _: "",
) -> list[Problem]:
    """The problems of a flow's calls: functions that nobody registered, disabled ones, wrong parameters.

    `near` tells where a function that is not found may be.
    """
    every = [
        *unknown_functions(flow, functions, near),
        *call_problems(flow, functions, disabled=disabled, schemas=schemas),
    ]
    return every[:MAX_PROBLEMS]


def call_problems(
    flow: Flow,
    functions: Mapping[str, FoundFunction],
    *,
    disabled: Collection[str] = (),
    schemas: Schemas = _NO_SCHEMAS,
) -> list[Problem]:
    """The problems of a flow's calls, without missing functions: a run's start leaves these to its worker."""
    return list(islice(_problems(flow, functions, disabled, schemas), MAX_PROBLEMS))


def _problems(
    flow: Flow, functions: Mapping[str, FoundFunction], disabled: Collection[str], schemas: Schemas
) -> Iterator[Problem]:
    for index, call in flow.calls():
        at = f"/nodes/{index}/data"
        function = functions.get(call.code_ref)
        if call.code_ref in disabled:
            detail = f"The function {shown(call.code_ref)} is disabled."
            told = {"function": call.code_ref}
            yield Problem(FunctionDisabled.code, f"{at}/codeRef", detail, FunctionDisabled.hint, told)
        elif function is not None and function.signature is not None:
            wrong = list(_wrong_names(call, function.signature, at))
            yield from wrong
            places = {problem.pointer for problem in wrong}
            for problem in _wrong_types(call, schemas.get(call.code_ref), at):
                if problem.pointer not in places:
                    yield problem


def _wrong_names(call: Call, signature: Signature, at: str) -> Iterator[Problem]:
    given = {**dict.fromkeys(call.args_from, "argsFrom"), **dict.fromkeys(call.args, "args")}
    suggestions = Suggestions(signature.names)
    named = shown(call.code_ref)
    for name, where in given.items():
        pointer = json_pointer.join(at, where, name)
        if name == signature.state:
            detail = f"{shown(name)} is {call.gets}, which {named} gets by itself."
            hint = "Remove it, or use another name in the function."
            told = {"param": name, "function": call.code_ref, "own": True}
            yield Problem("UNKNOWN_PARAM", pointer, detail, hint, told)
        elif name not in signature.names and not signature.extras:
            takes = f"It takes {', '.join(signature.names)}." if signature.names else "It takes none."
            detail = f"{named} has no parameter {shown(name)}."
            near = suggestions.nearest(name)
            told = {"param": name, "function": call.code_ref, "near": near, "known": signature.names}
            yield Problem("UNKNOWN_PARAM", pointer, detail, meant(near) or takes, told)
    for name in signature.required:
        if name not in given:
            detail = f"{named} needs a value for {shown(name)}."
            hint = "Give it in 'args' or 'argsFrom', or give it a default."
            told = {"param": name, "function": call.code_ref}
            yield Problem("MISSING_PARAM", f"{at}/args", detail, hint, told)


def _wrong_types(call: Call, schema: Mapping[str, Any] | None, at: str) -> Iterator[Problem]:
    """Check literal values against the schema; what `argsFrom` computes is only known in the run."""
    if schema is None or not call.args:
        return
    properties = {name: rule for name, rule in schema.get("properties", {}).items() if name in call.args}
    rules = {"properties": properties, "$defs": schema.get("$defs", {})}
    yield from schema_problems(
        call.args,
        rules,
        f"{at}/args",
        codes=_TYPE_CODES,
        hint="See the function's type hints: GET /functions shows them as a schema.",
        too_deep="The arguments are nested more deeply than can be checked.",
    )
