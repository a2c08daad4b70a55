"""Hooks: who is told when runs end, break or ask."""

from workflow_engine_supervisor.hooks.config import kind_of, target_of
from workflow_engine_supervisor.http.api_router import ApiRouter
from workflow_engine_supervisor.http.bodies import HooksToTest
from workflow_engine_supervisor.http.parameters import Wired, no_parameters
from workflow_engine_supervisor.schemas.hooks import HookAnswer, HooksAnswer, HookTest, HookTestsAnswer
from workflow_engine_supervisor.schemas.problem import ProblemPart

router = ApiRouter(prefix="/hooks", tags=["hooks"])


@router.get("", dependencies=[no_parameters])
def list_hooks(engine: Wired) -> HooksAnswer:
    """The hooks of hooks.toml, how they fare, and what is wrong in the file."""
    hooks, problems = engine.hooks.hooks()
    return HooksAnswer(
        items=[
            HookAnswer(
                name=name,
                to=kind_of(hook),
                target=target_of(hook),
                on=list(hook.on),
                flows=list(hook.flows),
                waiting=row.waiting,
                delivered_at=row.delivered_at,
                failed_at=row.failed_at,
                problem=row.problem,
            )
            for name, hook, row in hooks
        ],
        problems=[
            ProblemPart(code=each.code, pointer=each.pointer, detail=each.detail, hint=each.hint) for each in problems
        ],
    )


@router.post("/test", dependencies=[no_parameters])
def send_tests(engine: Wired, body: HooksToTest | None = None) -> HookTestsAnswer:
    """Send a test message by one hook, or by all, and tell whether it was taken."""
    told = engine.hooks.test(None if body is None else body.name)
    return HookTestsAnswer(
        items=[HookTest(name=name, ok=problem is None, detail=problem) for name, problem in told.items()]
    )
