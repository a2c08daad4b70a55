"""What it means for a run to move to another version, as an answer shows it."""

from collections.abc import Iterable

import msgspec

from workflow_engine_supervisor.runs.moving.difference import Change
from workflow_engine_supervisor.runs.moving.move import Move
from workflow_engine_supervisor.schemas.flows import MoveAnswer, NamedChange, ParameterChangeAnswer
from workflow_engine_supervisor.schemas.problem import ProblemPart


def move_answer(move: Move) -> MoveAnswer:
    return MoveAnswer(
        thread_id=move.row.thread_id,
        flow_id=move.row.flow_id,
        version=move.row.version,
        to_version=move.version.version,
        code=move.row.code,
        to_code=move.version.pinned_code,
        nodes=_named(move.nodes),
        functions=_named(move.functions),
        parameters=[
            ParameterChangeAnswer(function=each.function, name=each.parameter.name, change=each.parameter.change)
            for each in move.parameters
        ],
        runs_again=list(move.again),
        problems=[ProblemPart.model_validate(msgspec.structs.asdict(each)) for each in move.problems],
    )


def _named(changes: Iterable[Change]) -> list[NamedChange]:
    return [NamedChange(name=each.name, change=each.change) for each in changes]
