"""Every error has its answer; what nobody expected has one too, and tells nothing."""

import asyncio
import logging
from typing import Any

import msgspec
import pytest

from workflow_engine_shared import errors
from workflow_engine_shared.errors import RenError
from workflow_engine_supervisor.http.problems import MEDIA_TYPE, STATUS, UnexpectedErrors, problem_response

#: Errors of a run's inside or of this machine's set-up: rows and exit codes tell them, never an answer.
NEVER_ANSWERED = {
    "BadLoop",
    "TooManyInstances",
    "AlreadyRunning",
    "AnswerTooLarge",
    "BackupDamaged",
    "BackupNewer",
    "BadAnswer",
    "BadBody",
    "BadExpression",
    "BadHeader",
    "BadItems",
    "BadUrl",
    "BlockedAddress",
    "CannotStartWorker",
    "CertificateRefused",
    "ChildFailed",
    "CodeChanged",
    "ConfigError",
    "ConnectionFailed",
    "CrashLoop",
    "DatabaseNewer",
    "DatabaseNotOurs",
    "DeliveryFailed",
    "DependencyInstallFailed",
    "DependencyNotAllowed",
    "DependencyUnresolvable",
    "DuplicateStepKey",
    "EndlessCircle",
    "Fenced",
    "FileAccessDenied",
    "FunctionDisabled",
    "FunctionNotImportable",
    "HomeInUse",
    "HomeNotEmpty",
    "HomeNotWritable",
    "HomeOnNetwork",
    "HomeUnsafe",
    "InvalidArtifact",
    "InvalidResult",
    "InvalidWait",
    "ItemFailed",
    "ItemNotSendable",
    "ItemProcessesLost",
    "MonkeyPatched",
    "NoBranch",
    "NodeTimeout",
    "NotAwaited",
    "NotRunning",
    "OutOfMemory",
    "OutputMissing",
    "OwnModuleImport",
    "PortInUse",
    "RegistrationError",
    "RequestFailed",
    "RequestTimedOut",
    "ResultNotSerializable",
    "ResultTooLarge",
    "ResultUnreadable",
    "SecretMissing",
    "ServiceExists",
    "ServiceFailed",
    "ServiceNotInstalled",
    "StateConflict",
    "StatusRefused",
    "StepLimit",
    "TooManyRedirects",
    "UnknownFunction",
    "UserCodeError",
}


def _all() -> list[type[RenError]]:
    return [
        each
        for each in vars(errors).values()
        if isinstance(each, type) and issubclass(each, RenError) and each is not RenError
    ]


def test_every_error_has_a_status_or_is_never_answered():
    without = {each.__name__ for each in _all() if not any(kind in STATUS for kind in each.__mro__)}
    assert without == NEVER_ANSWERED, "give a new error a row in problems.STATUS, or name it above"


@pytest.mark.parametrize("kind", sorted(STATUS, key=lambda each: each.__name__))
def test_an_answer_has_every_field_of_the_envelope(kind: type[RenError]):
    answer = problem_response(kind(), path="/x")
    body = msgspec.json.decode(answer.body)
    assert answer.media_type == MEDIA_TYPE
    assert set(body) == {"type", "title", "status", "code", "detail", "hint", "instance"}
    assert (body["status"], body["code"]) == (answer.status_code, kind.code)
    assert all(body.values())


def test_further_members_and_problems_are_told():
    error = errors.InvalidState("no", problems=[errors.Problem("A", "/a", "b")], members={"run_status": "finished"})
    body = msgspec.json.decode(problem_response(error).body)
    assert body["run_status"] == "finished"
    assert body["problems"] == [{"pointer": "/a", "code": "A", "detail": "b", "hint": ""}]


def test_what_nobody_expected_is_a_500_with_an_id_that_is_in_the_log(caplog: pytest.LogCaptureFixture):
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise ZeroDivisionError("the secret is 42")

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    with caplog.at_level(logging.ERROR):
        scope = {"type": "http", "path": "/x", "method": "GET", "headers": []}
        asyncio.run(UnexpectedErrors(broken)(scope, receive, send))
    body = msgspec.json.decode(sent[1]["body"])
    assert (sent[0]["status"], body["code"]) == (500, "INTERNAL")
    assert "secret" not in sent[1]["body"].decode()
    incident = body["detail"].rstrip(".").split()[-1]
    assert incident in caplog.text
    assert "ZeroDivisionError" in caplog.text
